import type { PanelEvent, PanelView } from '../../../shared/contract.ts';
import type { AlertPreferences } from '../../../shared/alert-preferences.ts';
import type { Result } from '../../../shared/failure.ts';
import { type LabSummary, labSummary } from '../../../shared/lab-summary.ts';
import { type Clock, every } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import type { PanelApi } from '../../panel/panel-api.ts';

/** What the tray and the taskbar show. */
export interface Lab {
  readonly summary: LabSummary;
  /** Alerts that nobody dismissed. */
  readonly alerts: number;
  readonly preferences: AlertPreferences;
}

/** Times left go on without any news. */
const refreshMilliseconds = 10_000;

/** Tells the state of the lab at once, at changes and every few seconds, until disposed. */
export function watchLab(
  panel: Pick<PanelApi, 'handle' | 'onEvent'>,
  clock: Clock,
  onLab: (lab: Lab) => void,
): Disposable {
  const scope = new DisposableStore();
  const missed: PanelEvent[] = [];
  let view: PanelView | null = null;
  const tell = (): void => {
    if (view === null) return;
    const { machines, alerts, preferences } = view;
    onLab({
      summary: labSummary(machines, clock.now()),
      alerts: alerts.open.length,
      preferences: preferences.alerts,
    });
  };
  scope.add(
    panel.onEvent((event) => {
      if (view === null) missed.push(event);
      else view = applied(view, event);
      if (event.event !== 'traces' && event.event !== 'console') tell();
    }),
  );
  const begin = async (): Promise<void> => {
    // Never rejects.
    const answer = (await panel.handle('panel.view', {})) as Result<PanelView>;
    if (scope.disposed) return;
    if (answer.ok) view = missed.reduce(applied, answer.value);
    tell();
  };
  void begin();
  scope.add(every(clock, refreshMilliseconds, tell));
  return scope;
}

function applied(view: PanelView, event: PanelEvent): PanelView {
  switch (event.event) {
    case 'machines': {
      const { changed, order } = event.payload;
      const byId = new Map([...view.machines, ...changed].map((machine) => [machine.id, machine]));
      return { ...view, machines: order.flatMap((id) => byId.get(id) ?? []) };
    }
    case 'alerts':
      return { ...view, alerts: event.payload };
    case 'preferences':
      return { ...view, preferences: event.payload };
    default:
      return view;
  }
}
