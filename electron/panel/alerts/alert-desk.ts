import {
  type Alert,
  type AlertChannel,
  type AlertEvent,
  type AlertId,
  alertWords,
} from '../../../shared/alert.ts';
import { type AlertPreferences, isQuiet } from '../../../shared/alert-preferences.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { disguisedActions } from '../../machine/console/disguised-actions.ts';
import { AlertFile, mostOpen, type OpenAlert } from './alert-file.ts';
import type { AlertSink } from './alert-sink.ts';
import { asked, beginWatch, type KeptWatch, look, type Watch, wishOf } from './watch.ts';

export interface AlertDeskOptions {
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly preferences: () => AlertPreferences;
  /** The machine as it is now; null if it is not in the list any more. */
  readonly snapshot: (id: MachineId) => MachineSnapshot | null;
  /** The host's own way of telling; null where only windows tell. */
  readonly sink: AlertSink | null;
  /** Hands an alert on to whoever else is to know: the journal, a webhook. Must not throw or wait. */
  readonly pass: (alert: Alert) => void;
  /** The open alerts changed. */
  readonly onChange: () => void;
  readonly log: (text: string) => void;
}

/** An alert older than this is shown in the window, but makes no sound and no notification any more. */
const newsMilliseconds = 5 * 60_000;

/** Watches all machines and keeps the alerts that nobody dismissed. */
export class AlertDesk implements Disposable {
  readonly #options: AlertDeskOptions;
  readonly #file: AlertFile;
  readonly #watches = new Map<MachineId, Watch>();
  readonly #looks = new Map<MachineId, Disposable>();
  #open: readonly OpenAlert[];
  #disposed = false;

  constructor(options: AlertDeskOptions) {
    this.#options = options;
    this.#file = new AlertFile(options.dataDirectory, options.clock);
    const { machines, open } = this.#file.loaded;
    for (const [id, kept] of machines) this.#watches.set(id, beginWatch(kept));
    this.#open = open;
  }

  /** What loading found, in plain sentences for the person. */
  get problems(): readonly string[] {
    return this.#file.problems;
  }

  /** Not dismissed yet, oldest first. */
  get open(): readonly Alert[] {
    return this.#open.map(({ alert }) => alert);
  }

  machineChanged(snapshot: MachineSnapshot): void {
    if (this.#disposed) return;
    const { id } = snapshot;
    const now = this.#options.clock.now();
    const before = this.#watches.get(id) ?? beginWatch();
    const { watch, events, lookAgainAt } = look(before, snapshot, now);
    this.#watches.set(id, watch);
    this.#looks.get(id)?.dispose();
    if (lookAgainAt !== null)
      this.#looks.set(
        id,
        this.#options.clock.after(lookAgainAt - now, () => this.#lookAgain(id)),
      );
    const alerts = events
      .filter(({ event }) => this.#isWanted(id, event))
      .map(({ name, event }) => this.#alert(`${id}.${name}`, snapshot, event));
    if (alerts.length > 0) this.#add(alerts);
    else if (essence(before.kept) !== essence(watch.kept)) this.#save();
  }

  /** A command left for a machine, whoever typed or pressed it. */
  commandSent(id: MachineId, text: string): void {
    const before = this.#watches.get(id);
    if (before === undefined) return;
    const now = this.#options.clock.now();
    let watch = before;
    for (const found of disguisedActions(text)) {
      const wish = found.kind === 'action' ? wishOf(found.action.kind) : null;
      if (wish !== null) watch = asked(watch, wish, now);
    }
    this.#watches.set(id, watch);
    if (essence(before.kept) !== essence(watch.kept)) this.#save();
  }

  /** A machine was removed from the list. */
  forget(id: MachineId): void {
    this.#looks.get(id)?.dispose();
    this.#looks.delete(id);
    if (this.#watches.delete(id)) this.#save();
  }

  dismiss(ids: readonly AlertId[]): void {
    const gone = new Set(ids);
    this.#replace(this.#open.filter(({ alert }) => !gone.has(alert.id)));
  }

  /** The alerts that are to be told by `channel` now, each answered once ever: who asks has to tell them. */
  claim(channel: AlertChannel): readonly AlertId[] {
    const now = this.#options.clock.now();
    const unused = this.#open.filter(({ used }) => !used.includes(channel));
    if (unused.length === 0) return [];
    this.#replace(this.#open.map((open) => withUse(open, channel)));
    return unused
      .filter(({ alert }) => !alert.quiet && now - alert.at <= newsMilliseconds)
      .map(({ alert }) => alert.id);
  }

  /** Tells a test, whatever the switches and the hours say. */
  test(): void {
    const at = this.#options.clock.now();
    this.#add([
      {
        id: `test.${at}` as AlertId,
        machineId: null,
        machineName: '',
        at,
        event: { kind: 'test' },
        quiet: false,
      },
    ]);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const timer of this.#looks.values()) timer.dispose();
    this.#looks.clear();
    this.#save();
  }

  #lookAgain(id: MachineId): void {
    const snapshot = this.#options.snapshot(id);
    if (snapshot !== null) this.machineChanged(snapshot);
  }

  #isWanted(id: MachineId, event: AlertEvent): boolean {
    if (event.kind === 'test') return true;
    const { kinds, machinesOff, ownActions } = this.#options.preferences();
    if ('asker' in event && event.asker === 'here' && !ownActions) return false;
    return kinds[event.kind] && !machinesOff.includes(id);
  }

  #alert(id: string, { settings }: MachineSnapshot, event: AlertEvent): Alert {
    const at = this.#options.clock.now();
    const { quietHours } = this.#options.preferences();
    return {
      id: id as AlertId,
      machineId: settings.id,
      machineName: settings.name,
      at,
      event,
      quiet: isQuiet(quietHours, at),
    };
  }

  /** On disk first, then told: an end of the program in between leaves them to the next window, but never tells them twice. */
  #add(alerts: readonly Alert[]): void {
    const { sink, pass } = this.#options;
    const used: readonly AlertChannel[] = sink === null ? [] : ['notification'];
    const open = alerts.reduce(
      (list: readonly OpenAlert[], alert) => [...withoutOutdated(list, alert), { alert, used }],
      this.#open,
    );
    this.#replace(open.slice(-mostOpen));
    for (const alert of alerts) {
      if (!alert.quiet) sink?.notify(alert, alertWords(alert));
      pass(alert);
    }
  }

  #replace(open: readonly OpenAlert[]): void {
    this.#open = open;
    this.#save();
    this.#options.onChange();
  }

  #save(): void {
    const machines = new Map(
      Array.from(this.#watches, ([id, { kept }]) => [id, kept] as const).filter(
        ([, kept]) => kept.run !== null || kept.error !== null,
      ),
    );
    try {
      this.#file.write({ machines, open: this.#open });
    } catch (error) {
      // Alerts go on from memory: a full disk must not keep anybody from hearing of an error.
      this.#options.log(`The file of alerts could not be written: ${String(error)}`);
    }
  }
}

/** What is worth writing for: where a run is within its stage, and when it was heard, change all the time. */
function essence({ run, error }: KeptWatch): string {
  return JSON.stringify([error, run === null ? null : { ...run, cycle: 0, step: 0, heardAt: 0 }]);
}

function withUse(open: OpenAlert, channel: AlertChannel): OpenAlert {
  return open.used.includes(channel) ? open : { ...open, used: [...open.used, channel] };
}

/** Contact that is lost or found again replaces what was said of it before: a night of a bad cable is one alert, not fifty. */
function withoutOutdated(list: readonly OpenAlert[], alert: Alert): readonly OpenAlert[] {
  if (!isContact(alert)) return list;
  return list.filter((open) => open.alert.machineId !== alert.machineId || !isContact(open.alert));
}

function isContact({ event }: Alert): boolean {
  return event.kind === 'lost-contact' || event.kind === 'recovered';
}
