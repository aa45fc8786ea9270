import { assertNever } from '../../shared/assert-never.ts';
import type { Protocol } from '../../shared/protocol.ts';
import type { Readings } from '../../shared/readings.ts';
import { staleAfterMilliseconds } from '../../shared/freshness.ts';
import type { RunProgress, RunState } from '../../shared/run.ts';
import type { RunEnd, RunSummary } from '../../shared/run-history.ts';
import type { Instant } from '../../shared/units.ts';
import {
  currentProgress,
  followRun,
  initialRunMonitor,
  type RunInput,
  type RunMonitorState,
} from '../machine/run-monitor.ts';
import type { StatusReading } from '../machine/status-query.ts';
import { readTopic, type TopicReading } from '../machine/topics.ts';
import type { TopicMessage } from '../scpi/message.ts';
import type { RunFact } from '../store/runs/run-fact.ts';
import type { TelemetrySample } from '../store/runs/telemetry-codec.ts';
import { isSameRun } from './run-identity.ts';
import { collectionOf, eventFact, setPointsAfter } from './run-notes.ts';

/** What a machine gives a recorder to hear. */
export type RecorderInput =
  | { readonly kind: 'message'; readonly at: Instant; readonly message: TopicMessage }
  | { readonly kind: 'status'; readonly status: StatusReading }
  /** A session is ready, or there is none any more. */
  | { readonly kind: 'contact'; readonly at: Instant; readonly contact: 'found' | 'lost' }
  /** The protocol of the run with this title was read. */
  | {
      readonly kind: 'protocol';
      readonly at: Instant;
      readonly title: string;
      readonly protocol: Protocol;
    };

/** What is to be written. All but `begin` is about the run begun last. */
export type RunWrite =
  | {
      readonly kind: 'begin';
      readonly at: Instant;
      readonly title: string;
      readonly sawStart: boolean;
    }
  | { readonly kind: 'fact'; readonly fact: RunFact }
  | { readonly kind: 'sample'; readonly sample: TelemetrySample }
  | { readonly kind: 'started'; readonly startedAt: Instant }
  | { readonly kind: 'observed'; readonly at: Instant }
  | { readonly kind: 'end'; readonly end: RunEnd };

type Place = Pick<Extract<RunFact, { kind: 'place' }>, 'stage' | 'cycle' | 'step' | 'paused'>;
type SetPoints = Pick<Extract<RunFact, { kind: 'set-points' }>, 'zones' | 'cover'>;

/** What is on record of the run that is on, so that only what changes is written. */
interface Noted {
  readonly place: Place | null;
  readonly setPoints: SetPoints | null;
  readonly drawer: boolean;
  readonly cover: boolean;
  readonly protocol: boolean;
  /** By the machine's account. */
  readonly startedAt: Instant | null;
  /** The last moment of the run that was observed. */
  readonly heardAt: Instant;
}

/** A run is being recorded. */
type Contact =
  | { readonly kind: 'in-touch' }
  /** Contact was away: whether the machine is on the same run shows only later; until then what is heard waits. */
  | { readonly kind: 'unsure'; readonly heard: readonly Heard[] };

type Heard = Extract<RecorderInput, { readonly kind: 'message' }>;

/** What a recorder remembers. */
export interface Recording {
  readonly monitor: RunMonitorState;
  readonly run: { readonly noted: Noted; readonly contact: Contact } | null;
  /** What was read of the machine before a run, to begin it with. */
  readonly readings: Partial<Readings>;
}

export interface Recorded {
  readonly recording: Recording;
  readonly writes: readonly RunWrite[];
}

/** Messages that wait for the first status after contact was away; it is asked for at once, so that there are few. */
const mostWaiting = 1_000;

export const noRecording: Recording = { monitor: initialRunMonitor, run: null, readings: {} };

/** Takes up a run that was on when it was last recorded: nothing is said of it until the machine confirms it. */
export function resumeRecording(summary: RunSummary, facts: readonly RunFact[]): Recording {
  const place = facts.findLast((fact) => fact.kind === 'place') ?? null;
  const setPoints = facts.findLast((fact) => fact.kind === 'set-points') ?? null;
  const openings = facts.filter((fact) => fact.kind === 'opening');
  const isOpen = (what: 'drawer' | 'cover'): boolean =>
    openings.findLast((fact) => fact.what === what)?.open ?? false;
  const progress: RunProgress = {
    title: summary.title,
    stage: place?.stage ?? { kind: 'starting' },
    cycle: place?.cycle ?? null,
    step: place?.step ?? null,
    point: null,
    stageCount: null,
    cycleCount: null,
    activity: { kind: 'unknown' },
    time: null,
    startedAt: summary.startedAt,
    at: summary.observedTo,
  };
  const noted: Noted = {
    place,
    setPoints,
    drawer: isOpen('drawer'),
    cover: isOpen('cover'),
    protocol: facts.some(({ kind }) => kind === 'protocol'),
    startedAt: summary.startedAt,
    heardAt: summary.observedTo,
  };
  return {
    monitor: { run: { kind: 'active', progress }, ending: null },
    run: { noted, contact: { kind: 'unsure', heard: [] } },
    readings: {},
  };
}

/** One step of a machine's recording. Pure: the same inputs give the same writes. */
export function record(recording: Recording, input: RecorderInput): Recorded {
  const step = new Step(recording);
  step.take(input);
  return { recording: step.recording, writes: step.writes };
}

/** The work of one call of `record`; never outlives it. */
class Step {
  recording: Recording;
  readonly writes: RunWrite[] = [];

  constructor(recording: Recording) {
    this.recording = recording;
  }

  take(input: RecorderInput): void {
    switch (input.kind) {
      case 'message':
        return this.#message(input);
      case 'status':
        return this.#status(input.status);
      case 'contact':
        // What is found is confirmed by the first status.
        return this.#unsure();
      case 'protocol':
        return this.#protocol(input);
      default:
        return assertNever(input);
    }
  }

  #message(heard: Heard): void {
    const reading = readTopic(heard.message);
    const { run } = this.recording;
    if (run?.contact.kind !== 'unsure') return this.#heard(heard, reading);
    const event = reading.kind === 'run' ? reading.event : null;
    const title = currentProgress(this.recording.monitor.run)?.title;
    if (event?.kind === 'starting') {
      this.#abandon();
      return this.#heard(heard, reading);
    }
    if (event?.kind === 'ended' && event.title === title) {
      this.#confirm(heard.at);
      return this.#heard(heard, reading);
    }
    const contact: Contact = {
      kind: 'unsure',
      heard: [...run.contact.heard, heard].slice(-mostWaiting),
    };
    this.recording = { ...this.recording, run: { ...run, contact } };
  }

  #heard({ at, message }: Heard, reading: TopicReading): void {
    switch (reading.kind) {
      case 'run': {
        const { event } = reading;
        // The event comes into the run that it begins or ends.
        if (event.kind === 'starting') this.#follow({ kind: 'event', at, event });
        const progress = currentProgress(this.recording.monitor.run);
        this.#observe(at);
        this.#fact(eventFact(message, event, progress, at));
        if (event.kind === 'ramping') this.#setPoints(setPointsAfter(message, this.#noted), at);
        if (event.kind === 'collected') this.#fact(collectionOf(message, progress, at));
        if (event.kind !== 'starting') this.#follow({ kind: 'event', at, event });
        return;
      }
      case 'time': {
        const { elapsedSeconds, remainingSeconds } = reading;
        this.#observe(at);
        return this.#follow({ kind: 'time', at, elapsedSeconds, remainingSeconds });
      }
      case 'temperature':
        this.#observe(at);
        if (this.recording.run !== null)
          this.writes.push({
            kind: 'sample',
            sample: { at, temperatures: reading.temperatures },
          });
        return;
      case 'lamp':
      case 'access':
      case 'other':
        return this.#observe(at);
      default:
        return assertNever(reading);
    }
  }

  #status({ run: status, readings, at }: StatusReading): void {
    const { run, monitor } = this.recording;
    this.recording = { ...this.recording, readings: { ...this.recording.readings, ...readings } };
    if (status === null) {
      if (run?.contact.kind === 'in-touch') {
        this.#observe(at);
        this.#hardware(at);
      }
      return;
    }
    const before = currentProgress(monitor.run);
    if (run !== null && before !== null) {
      const same = isSameRun({ progress: before, heardAt: run.noted.heardAt }, status, at);
      if (!same && run.contact.kind === 'unsure') this.#abandonAs(monitor, status.title === null);
      else if (!same && status.title !== null) this.#abandon();
      else if (run.contact.kind === 'unsure') this.#confirm(at);
    }
    if (status.title !== null) this.#observe(at);
    this.#follow({ kind: 'status', at, status });
    this.#hardware(at);
  }

  #protocol({ at, title, protocol }: Extract<RecorderInput, { kind: 'protocol' }>): void {
    const { run, monitor } = this.recording;
    if (run === null || run.noted.protocol || run.contact.kind === 'unsure') return;
    if (currentProgress(monitor.run)?.title !== title) return;
    this.#fact({ kind: 'protocol', at, protocol });
    this.#note({ protocol: true });
  }

  #unsure(): void {
    const { run } = this.recording;
    if (run?.contact.kind !== 'in-touch') return;
    this.recording = {
      ...this.recording,
      run: { ...run, contact: { kind: 'unsure', heard: [] } },
    };
  }

  /** It is the same run: writes the gap and what was heard meanwhile. */
  #confirm(at: Instant): void {
    const { run } = this.recording;
    if (run?.contact.kind !== 'unsure') return;
    const { heard } = run.contact;
    this.recording = { ...this.recording, run: { ...run, contact: { kind: 'in-touch' } } };
    const until = heard[0]?.at ?? at;
    this.#fact({ kind: 'gap', from: run.noted.heardAt, at: until });
    this.#note({ heardAt: until });
    for (const message of heard) this.#heard(message, readTopic(message.message));
  }

  /** It ended while nobody watched: its last observation is all that can be said. */
  #abandon(): void {
    this.#abandonAs(this.recording.monitor, false);
  }

  /** `followed`: how the monitor would say that it ended is asked for. */
  #abandonAs(monitor: RunMonitorState, over: boolean): void {
    const { run } = this.recording;
    if (run === null) return;
    const known = over ? monitor.ending : null;
    const end: RunEnd = {
      ending: known?.kind ?? 'unknown',
      reason: known?.reason ?? '',
      at: run.noted.heardAt,
    };
    this.writes.push({ kind: 'end', end });
    this.recording = { ...this.recording, monitor: initialRunMonitor, run: null };
  }

  /** Lets the monitor take an input in, and writes what that makes of the run. */
  #follow(input: Exclude<RunInput, { kind: 'totals' | 'mark-read' }>): void {
    const before = this.recording.monitor.run;
    const monitor = followRun(this.recording.monitor, input);
    this.recording = { ...this.recording, monitor };
    const { at } = input;
    const progress = currentProgress(monitor.run);
    if (progress === null) {
      if (monitor.run.kind === 'ended' && before.kind !== 'ended') this.#end(monitor.run);
      return;
    }
    const starts = input.kind === 'event' && input.event.kind === 'starting';
    if (starts && this.recording.run !== null) this.#closeRun();
    if (this.recording.run === null) this.#begin(progress.title, starts, at);
    this.#place(monitor.run, progress, at);
    const { startedAt } = progress;
    if (startedAt !== null && startedAt !== this.#noted?.startedAt) {
      this.writes.push({ kind: 'started', startedAt });
      this.#note({ startedAt });
    }
  }

  #begin(title: string, sawStart: boolean, at: Instant): void {
    this.writes.push({ kind: 'begin', at, title, sawStart });
    const noted: Noted = {
      place: null,
      setPoints: null,
      drawer: false,
      cover: false,
      protocol: false,
      startedAt: null,
      heardAt: at,
    };
    this.recording = { ...this.recording, run: { noted, contact: { kind: 'in-touch' } } };
    this.#hardware(at);
  }

  #closeRun(): void {
    const at = this.#noted?.heardAt;
    if (at === undefined) return;
    this.writes.push({ kind: 'end', end: { ending: 'unknown', reason: '', at } });
    this.recording = { ...this.recording, run: null };
  }

  #end({ ending, reason, endedAt }: Extract<RunState, { readonly kind: 'ended' }>): void {
    if (this.recording.run === null) return;
    this.writes.push({ kind: 'end', end: { ending, reason, at: endedAt } });
    this.recording = { ...this.recording, run: null };
  }

  #place(run: RunState, { stage, cycle, step }: RunProgress, at: Instant): void {
    const place: Place = { stage, cycle, step, paused: run.kind === 'paused' };
    const before = this.#noted?.place;
    if (before && same(before, place)) return;
    this.#fact({ kind: 'place', at, ...place });
    this.#note({ place });
  }

  /** Drawer, cover and set points as they were read last; positions that are not known say nothing. */
  #hardware(at: Instant): void {
    const { run, readings } = this.recording;
    if (run === null) return;
    const drawer = readings.drawer?.value;
    const cover = readings.cover?.value;
    if (drawer === 'Open' || drawer === 'Closed') this.#opening('drawer', drawer === 'Open', at);
    if (cover === 'Up' || cover === 'Down') this.#opening('cover', cover === 'Up', at);
    const setPoints = readings.setPoints?.value;
    if (setPoints === undefined) return;
    const controlled = readings.controlled?.value;
    const heats = controlled === undefined || controlled.zones.some(Boolean);
    this.#setPoints(
      {
        zones: heats ? [...setPoints.zones] : [],
        cover: controlled?.cover === false ? null : setPoints.cover,
      },
      at,
    );
  }

  #opening(what: 'drawer' | 'cover', open: boolean, at: Instant): void {
    if (this.#noted?.[what] === open) return;
    this.#fact({ kind: 'opening', at, what, open });
    this.#note({ [what]: open });
  }

  #setPoints(setPoints: SetPoints | null, at: Instant): void {
    const noted = this.#noted;
    if (noted === null || setPoints === null) return;
    if (noted.setPoints !== null && same(noted.setPoints, setPoints)) return;
    this.#fact({ kind: 'set-points', at, ...setPoints });
    this.#note({ setPoints });
  }

  /** The run was heard of; a long silence before is a gap even on a connection that looks open. */
  #observe(at: Instant): void {
    const noted = this.#noted;
    if (noted === null) return;
    if (at - noted.heardAt >= staleAfterMilliseconds)
      this.#fact({ kind: 'gap', from: noted.heardAt, at });
    this.writes.push({ kind: 'observed', at });
    this.#note({ heardAt: at });
  }

  #fact(fact: RunFact | null): void {
    if (fact !== null && this.recording.run !== null) this.writes.push({ kind: 'fact', fact });
  }

  get #noted(): Noted | null {
    return this.recording.run?.noted ?? null;
  }

  #note(change: Partial<Noted>): void {
    const { run } = this.recording;
    if (run === null) return;
    this.recording = { ...this.recording, run: { ...run, noted: { ...run.noted, ...change } } };
  }
}

/** Compares only the fields that `b` has, for `a` may be a fact. */
function same<T extends object>(a: T, b: T): boolean {
  return (Object.keys(b) as (keyof T)[]).every(
    (key) => JSON.stringify(a[key]) === JSON.stringify(b[key]),
  );
}
