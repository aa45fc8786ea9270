import {
  asked,
  beginWatch,
  type KeptWatch,
  keptWatchSchema,
  look,
  type OwnWish,
  type Watch,
  type WatchedEvent,
} from '../../../../electron/panel/alerts/watch.ts';
import {
  followRun,
  initialRunMonitor,
  type RunStatusReading,
} from '../../../../electron/machine/run-monitor.ts';
import type { RunEvent } from '../../../../electron/machine/run-topic.ts';
import type { Connection } from '../../../../shared/connection.ts';
import type { MachineSnapshot } from '../../../../shared/machine.ts';
import { type InstrumentState, noReadings } from '../../../../shared/readings.ts';
import type { RunStage } from '../../../../shared/run.ts';
import type { Instant } from '../../../../shared/units.ts';
import {
  networkSettings,
  readyConnection,
  snapshotOf,
} from '../../../support/renderer-fixtures.ts';

export const stage = (number: number): RunStage => ({ kind: 'stage', number });

/** One machine as the panel follows it, with the real run monitor, and the watch on it; time moves by hand. */
export class WatchedMachine {
  now = 1_800_000_000_000 as Instant;
  readonly told: WatchedEvent[] = [];
  readonly #settings = networkSettings('m1', 'qpcr1');
  #monitor = initialRunMonitor;
  #watch: Watch = beginWatch();
  #connection: Connection = { kind: 'off', last: null };
  #heardAt: Instant | null = null;
  #instrument: { readonly value: InstrumentState; readonly at: Instant } | null = null;
  #actions: MachineSnapshot['actions'] = [];
  #lookAgainAt: Instant | null = null;

  /** The kinds of everything told so far. */
  get kinds(): readonly string[] {
    return this.told.map(({ event }) => event.kind);
  }

  get kept(): KeptWatch {
    return this.#watch.kept;
  }

  connect(): void {
    this.#connection = { ...readyConnection(this.now), since: this.now } as Connection;
    this.#heardAt = this.now;
    this.look();
  }

  drop(): void {
    this.#connection = {
      kind: 'waiting',
      retryAt: (this.now + 5_000) as Instant,
      attempt: 1,
      last: { kind: 'connection-lost', message: 'Lost.', remedy: '', detail: '' },
    };
    this.look();
  }

  /** A person disconnects. */
  leave(): void {
    this.#connection = { kind: 'off', last: null };
    this.look();
  }

  /** The program ends and starts again: only what is on disk is left. */
  restart(): void {
    const kept = keptWatchSchema.parse(JSON.parse(JSON.stringify(this.#watch.kept)));
    this.#watch = beginWatch(kept);
    this.#monitor = initialRunMonitor;
    this.#instrument = null;
    this.#heardAt = null;
    this.#actions = [];
    this.leave();
  }

  status(run: Partial<RunStatusReading> = {}): void {
    const reading: RunStatusReading = {
      title: null,
      stage: { kind: 'starting' },
      cycle: null,
      step: null,
      point: null,
      instrument: { kind: run.title === undefined || run.title === null ? 'idle' : 'running' },
      startedAt: null,
      ...run,
    };
    this.#heardAt = this.now;
    this.#instrument = { value: reading.instrument, at: this.now };
    this.#monitor = followRun(this.#monitor, { kind: 'status', at: this.now, status: reading });
    this.look();
  }

  event(...events: readonly RunEvent[]): void {
    for (const event of events) {
      this.#heardAt = this.now;
      this.#monitor = followRun(this.#monitor, { kind: 'event', at: this.now, event });
      this.look();
    }
  }

  asks(wish: OwnWish): void {
    this.#watch = asked(this.#watch, wish, this.now);
  }

  actions(actions: MachineSnapshot['actions']): void {
    this.#actions = actions;
    this.look();
  }

  /** Lets time pass, looking whenever the watch asked for it. */
  pass(seconds: number): void {
    const end = this.now + seconds * 1000;
    while (this.#lookAgainAt !== null && this.#lookAgainAt <= end) {
      this.now = Math.max(this.now, this.#lookAgainAt) as Instant;
      this.look();
    }
    this.now = end as Instant;
  }

  /** The computer sleeps: time passes and nobody looks. */
  sleep(seconds: number): void {
    this.now = (this.now + seconds * 1000) as Instant;
    this.look();
  }

  look(): void {
    const snapshot = snapshotOf(this.now, this.#settings, {
      connection: this.#connection,
      heardAt: this.#heardAt,
      run: this.#monitor.run,
      readings: { ...noReadings, instrument: this.#instrument },
      actions: this.#actions,
    });
    const { watch, events, lookAgainAt } = look(this.#watch, snapshot, this.now);
    this.#watch = watch;
    this.#lookAgainAt = lookAgainAt;
    this.told.push(...events);
  }
}
