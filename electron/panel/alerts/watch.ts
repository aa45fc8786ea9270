import { z } from 'zod';
import type { AlertEvent } from '../../../shared/alert.ts';
import type { ActionKind } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { lostAfterMilliseconds } from '../../../shared/freshness.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { RunState } from '../../../shared/run.ts';
import type { Instant } from '../../../shared/units.ts';
import {
  beginRun,
  isAfter,
  isAnother,
  isNamedOther,
  movedTo,
  type WatchedRun,
  watchedRunSchema,
} from './watched-run.ts';

/** What is remembered of a machine over restarts. */
export const keptWatchSchema = z.strictObject({
  run: watchedRunSchema.nullable(),
  /** The machine reports an error, in run or not. */
  error: z
    .strictObject({
      since: z
        .number()
        .int()
        .transform((at) => at as Instant),
      told: z.boolean(),
    })
    .nullable(),
});
export type KeptWatch = Readonly<z.infer<typeof keptWatchSchema>>;

/** What is remembered of a machine. All but `kept` begins anew with the program. */
export interface Watch {
  readonly kept: KeptWatch;
  /** When it was last looked at. */
  readonly lookedAt: Instant | null;
  /** Since when this workstation listens to the machine; null while nobody wants it to. */
  readonly listeningSince: Instant | null;
  /** Since when the run seems to be over without a word of how; null while it is on, or its end was told. */
  readonly goneSince: Instant | null;
  /** The beginning of the session in which a status was read already. */
  readonly readSession: Instant | null;
}

export function beginWatch(kept: KeptWatch = { run: null, error: null }): Watch {
  return { kept, lookedAt: null, listeningSince: null, goneSince: null, readSession: null };
}

/** What this workstation asked of a run, by any button, script or typed command. */
export type OwnWish = 'pause' | 'stop' | 'abort';

/** An event of a machine; `name` tells it from every other event of that machine, for ever. */
export interface WatchedEvent {
  readonly name: string;
  readonly event: AlertEvent;
}

export interface Watched {
  readonly watch: Watch;
  readonly events: readonly WatchedEvent[];
  /** When to look again even if nothing changes: silence makes no noise. Null if only changes matter. */
  readonly lookAgainAt: Instant | null;
}

/** A pause that shows later than this after it was asked for here is somebody else's. */
const pauseMilliseconds = 120_000;
/** An error that the machine reports is told after this time, unless the run's end tells of it meanwhile. */
const errorMilliseconds = 10_000;
/** An error that begins this soon after a run failed is that failure. */
const failureMilliseconds = 60_000;
/** A status on its way can be older than the run it does not know: only what stays so is an end. */
const goneMilliseconds = 10_000;
const lookMilliseconds = 10_000;
/** Not having looked for so long means that this workstation was asleep: silence of that time says nothing of the machine. */
const asleepMilliseconds = 30_000;

/** Takes note that this workstation sent a pause, stop or abort. */
export function asked(watch: Watch, wish: OwnWish, at: Instant): Watch {
  const { run } = watch.kept;
  if (run === null || run.over !== null) return watch;
  return withRun(watch, { ...run, asked: { ...run.asked, [wish]: at } });
}

/** Looks at a machine: at every change, and when it asked to be looked at again. Pure; looking twice at the same finds nothing new. */
export function look(watch: Watch, snapshot: MachineSnapshot, now: Instant): Watched {
  const step = new Look(watch, snapshot, now);
  step.take();
  return { watch: step.watch, events: step.events, lookAgainAt: step.lookAgainAt };
}

/** The work of one call of `look`; never outlives it. */
class Look {
  watch: Watch;
  lookAgainAt: Instant | null = null;
  readonly events: WatchedEvent[] = [];
  readonly #snapshot: MachineSnapshot;
  readonly #now: Instant;

  constructor(watch: Watch, snapshot: MachineSnapshot, now: Instant) {
    this.watch = watch;
    this.#snapshot = snapshot;
    this.#now = now;
  }

  take(): void {
    this.#listen();
    this.#forgetRefusedWishes();
    this.#followRun(this.#snapshot.run);
    this.#followError();
    this.#followContact();
    const readSession = this.#statusRead ? this.#session : this.watch.readSession;
    this.watch = { ...this.watch, lookedAt: this.#now, readSession };
  }

  get #run(): WatchedRun | null {
    return this.watch.kept.run;
  }

  /** When the session that is open began. */
  get #session(): Instant | null {
    const { connection } = this.#snapshot;
    return connection.kind === 'ready' ? connection.since : null;
  }

  /** Whether what is known of the run was read in the session that is open. */
  get #statusRead(): boolean {
    const session = this.#session;
    const { instrument } = this.#snapshot.readings;
    return session !== null && instrument !== null && instrument.at >= session;
  }

  #listen(): void {
    const { lookedAt, listeningSince } = this.watch;
    const { kind } = this.#snapshot.connection;
    const wanted = kind !== 'off' && kind !== 'leaving';
    const asleep = lookedAt !== null && this.#isOn && this.#now - lookedAt > asleepMilliseconds;
    const since = listeningSince === null || asleep ? this.#now : listeningSince;
    this.watch = { ...this.watch, listeningSince: wanted ? since : null };
  }

  get #isOn(): boolean {
    return this.#run !== null && this.#run.over === null;
  }

  /** What the machine refused, or what never left, was not asked of it. */
  #forgetRefusedWishes(): void {
    const run = this.#run;
    if (run === null) return;
    let { asked: wishes } = run;
    for (const { action, state, requestedAt } of this.#snapshot.actions) {
      if (state.kind !== 'refused' && state.kind !== 'not-sent') continue;
      const wish = wishOf(action.kind);
      const askedAt = wish === null ? null : wishes[wish];
      if (wish === null || askedAt === null) continue;
      if (askedAt >= requestedAt && askedAt <= state.at) wishes = { ...wishes, [wish]: null };
    }
    if (wishes !== run.asked) this.watch = withRun(this.watch, { ...run, asked: wishes });
  }

  #followRun(state: RunState): void {
    switch (state.kind) {
      case 'unknown':
        return;
      case 'none':
        return this.#gone();
      case 'active':
      case 'paused':
        return this.#on(state);
      case 'ended':
        return this.#ended(state);
      default:
        return assertNever(state);
    }
  }

  #on(state: Extract<RunState, { readonly kind: 'active' | 'paused' }>): void {
    const { progress } = state;
    const paused = state.kind === 'paused';
    const known = this.#run;
    if (known !== null && known.over !== null && !isAfter(known, progress)) return;
    const session = this.#session;
    const unbroken =
      session !== null &&
      (session === this.watch.readSession || (known !== null && known.since >= session));
    if (known === null || known.over !== null || isAnother(known, progress, unbroken, this.#now)) {
      this.#endUnseen();
      this.watch = withRun(this.watch, this.#begin(progress, paused));
      return;
    }
    this.watch = { ...this.watch, goneSince: null };
    const run = movedTo(known, progress, this.#statusRead ? this.#now : known.heardAt);
    this.watch = withRun(this.watch, { ...run, paused });
    if (paused && !known.paused) this.#paused(run);
  }

  /** Two runs never have one name, even where the clock of this computer is set back. */
  #begin(told: Parameters<typeof beginRun>[0], paused: boolean): WatchedRun {
    const after = this.#run === null ? 0 : this.#run.since + 1;
    return { ...beginRun(told, paused, this.#now), since: Math.max(this.#now, after) as Instant };
  }

  #paused(run: WatchedRun): void {
    const { pause } = run.asked;
    const own = pause !== null && this.#now - pause <= pauseMilliseconds;
    const pauses = run.pauses + 1;
    this.watch = withRun(this.watch, {
      ...run,
      paused: true,
      pauses,
      asked: { ...run.asked, pause: null },
    });
    const asker = own ? 'here' : 'elsewhere';
    this.#tell(run, `paused.${pauses}`, { kind: 'paused', title: run.title, asker });
  }

  #ended(state: Extract<RunState, { readonly kind: 'ended' }>): void {
    const told = state.last ?? {
      title: state.title,
      startedAt: null,
      stage: { kind: 'starting' } as const,
      cycle: null,
      step: null,
    };
    const known = this.#run;
    if (known !== null && known.over !== null) {
      // Only the machine's own word makes another end of what may be the same run.
      const again = state.ending === 'unknown' || state.endedAt === known.over.endedAt;
      if (again && !isNamedOther(known, told)) return;
    } else if (known !== null && !isNamedOther(known, told)) {
      if (state.ending === 'unknown') return this.#gone();
      return this.#end(known, state);
    }
    this.#endUnseen();
    this.#end(this.#begin(told, false), state);
  }

  #end(run: WatchedRun, state: Extract<RunState, { readonly kind: 'ended' }>): void {
    const { title } = run;
    const { ending, endedAt, reason } = state;
    this.watch = withRun(this.watch, {
      ...run,
      over: { at: this.#now, endedAt, failed: ending === 'failed' },
      paused: false,
      lostAt: null,
    });
    this.watch = { ...this.watch, goneSince: null };
    const asker = (wish: 'stop' | 'abort') =>
      run.asked[wish] === null ? ('elsewhere' as const) : ('here' as const);
    switch (ending) {
      case 'completed':
        return this.#tell(run, 'end', { kind: 'finished', title, sawEnd: true });
      case 'unknown':
        return this.#tell(run, 'end', { kind: 'finished', title, sawEnd: false });
      case 'stopped':
        return this.#tell(run, 'end', { kind: 'stopped', title, asker: asker('stop') });
      case 'aborted':
        return this.#tell(run, 'end', { kind: 'aborted', title, asker: asker('abort') });
      case 'failed': {
        const { error } = this.watch.kept;
        if (error !== null) this.#keep({ error: { ...error, told: true } });
        return this.#tell(run, 'end', { kind: 'error', title, reason, runEnded: true });
      }
      default:
        return assertNever(ending);
    }
  }

  #gone(): void {
    if (!this.#isOn) return;
    const since = this.watch.goneSince ?? this.#now;
    const due = (since + goneMilliseconds) as Instant;
    if (this.#now >= due) return this.#endUnseen();
    this.watch = { ...this.watch, goneSince: since };
    this.#lookAgain(due);
  }

  /** The run that was on is not on any more, and nobody saw how it ended. */
  #endUnseen(): void {
    const run = this.#run;
    if (run === null || run.over !== null) return;
    this.watch = withRun(this.watch, {
      ...run,
      over: { at: this.#now, endedAt: null, failed: false },
      paused: false,
      lostAt: null,
    });
    this.watch = { ...this.watch, goneSince: null };
    this.#tell(run, 'end', { kind: 'finished', title: run.title, sawEnd: false });
  }

  #followError(): void {
    const { instrument } = this.#snapshot.readings;
    if (instrument === null || !this.#statusRead) return;
    if (instrument.value.kind !== 'error') {
      if (this.watch.kept.error !== null) this.#keep({ error: null });
      return;
    }
    const run = this.#run;
    const failure = run?.over?.failed === true ? run.over.at : null;
    const error = this.watch.kept.error ?? {
      since: this.#now,
      told: failure !== null && this.#now - failure <= failureMilliseconds,
    };
    const due = (error.since + errorMilliseconds) as Instant;
    const tells = !error.told && this.#now >= due;
    this.#keep({ error: tells ? { ...error, told: true } : error });
    if (tells)
      this.events.push({
        name: `${error.since}.error`,
        event: {
          kind: 'error',
          title: this.#isOn && run !== null ? run.title : null,
          reason: '',
          runEnded: false,
        },
      });
    else if (!error.told) this.#lookAgain(due);
  }

  #followContact(): void {
    const run = this.#run;
    const { listeningSince } = this.watch;
    if (run === null || run.over !== null || listeningSince === null) return;
    const { heardAt, readings } = this.#snapshot;
    const from = Math.max(heardAt ?? 0, listeningSince) as Instant;
    const lostAt = (from + lostAfterMilliseconds) as Instant;
    this.#lookAgain(Math.min(this.#now + lookMilliseconds, Math.max(lostAt, this.#now + 1_000)));
    if (run.lostAt === null) {
      if (this.#now < lostAt) return;
      const losses = run.losses + 1;
      this.watch = withRun(this.watch, { ...run, losses, lostAt: this.#now });
      this.#tell(run, `lost.${losses}`, { kind: 'lost-contact', title: run.title });
      return;
    }
    // A run that seems to be over is told as over, not as found again.
    if (this.watch.goneSince !== null || !this.#statusRead) return;
    if ((readings.instrument?.at ?? 0) <= run.lostAt) return;
    this.watch = withRun(this.watch, { ...run, lostAt: null });
    const silence = this.#now - run.lostAt + lostAfterMilliseconds;
    this.#tell(run, `recovered.${run.losses}`, {
      kind: 'recovered',
      title: run.title,
      awaySeconds: Math.max(0, Math.round(silence / 1000)),
    });
  }

  #tell(run: WatchedRun, what: string, event: AlertEvent): void {
    this.events.push({ name: `${run.since}.${what}`, event });
  }

  #lookAgain(at: number): void {
    this.lookAgainAt = Math.min(this.lookAgainAt ?? Number.POSITIVE_INFINITY, at) as Instant;
  }

  #keep(change: Partial<KeptWatch>): void {
    this.watch = { ...this.watch, kept: { ...this.watch.kept, ...change } };
  }
}

/** The wish that an action is; null for any other. */
export function wishOf(kind: ActionKind): OwnWish | null {
  switch (kind) {
    case 'pause':
    case 'abort':
      return kind;
    case 'stop-after-cycle':
      return 'stop';
    default:
      return null;
  }
}

function withRun(watch: Watch, run: WatchedRun): Watch {
  return { ...watch, kept: { ...watch.kept, run } };
}
