import type { Alert, AlertChannel, AlertId } from '../../../shared/alert.ts';
import { go } from '../../stores/router.ts';
import type { Services } from '../../stores/services.ts';
import { isGoodNews } from './alert-look.ts';
import { playChime } from './chime.ts';
import { notify, notifyPermission } from './notify.ts';

/**
 * Tells alerts beyond what the window shows: by sound, and in a browser by its notifications. Main decides which window tells which
 * alert, so that two tabs, a reload or a restart tell none of them twice. Ends with the function it answers.
 */
export function tellAlerts({ bridge, panel }: Pick<Services, 'bridge' | 'panel'>): () => void {
  const handled = new Set<AlertId>();

  const claim = async (channel: AlertChannel, alerts: readonly Alert[]): Promise<Alert[]> => {
    const answer = await bridge.ask('alerts.claim', { channel });
    if (!answer.ok) return [];
    const mine = new Set(answer.value);
    return alerts.filter(({ id }) => mine.has(id));
  };
  const tell = async (): Promise<void> => {
    const { replica } = panel.getState();
    if (replica === null) return;
    const { open } = replica.alerts;
    if (open.every(({ id }) => handled.has(id))) return;
    for (const { id } of open) handled.add(id);
    if (replica.about.host === 'browser' && notifyPermission() === 'granted')
      for (const alert of await claim('notification', open)) notify(alert);
    if (!replica.preferences.alerts.sound) return;
    const [worst] = (await claim('sound', open)).toSorted(
      (a, b) => Number(isGoodNews(a.event)) - Number(isGoodNews(b.event)),
    );
    if (worst !== undefined) await playChime(isGoodNews(worst.event) ? 'good' : 'bad');
  };

  const ends = [
    panel.subscribe((after, before) => {
      if (after.replica?.alerts !== before.replica?.alerts) void tell();
    }),
    bridge.onEvent((event) => {
      if (event.event === 'show-machine')
        go({ kind: 'machine', id: event.payload.machineId, tab: 'run' });
    }),
  ];
  void tell();
  return () => {
    for (const end of ends) end();
  };
}
