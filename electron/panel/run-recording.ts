import { assertNever } from '../../shared/assert-never.ts';
import { staleAfterMilliseconds } from '../../shared/freshness.ts';
import type { RunProgress, RunState } from '../../shared/run.ts';
import type { Instant } from '../../shared/units.ts';
import {
  currentProgress,
  followRun,
  initialRunMonitor,
  type RunInput,
} from '../machine/run-monitor.ts';
import type { StatusReading } from '../machine/status-query.ts';
import { readTopic, type TopicReading } from '../machine/topics.ts';
import type { RunFact } from '../store/runs/run-fact.ts';
import { isOn, isOtherRun, isSameRun } from './run-identity.ts';
import { collectionOf, eventFact, setPointsAfter } from './run-notes.ts';
import type {
  Contact,
  Heard,
  Noted,
  Place,
  RecorderInput,
  Recording,
  RunWrite,
  SetPoints,
} from './run-recording-state.ts';

export interface Recorded {
  readonly recording: Recording;
  readonly writes: readonly RunWrite[];
}

/** Messages that wait for the first status after contact was away; it is asked for at once, so that there are few. */
const mostWaiting = 1_000;

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
        // Lost or found again: the first status tells whether it is the same run.
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
    if (event?.kind === 'starting') return this.#heard(heard, reading);
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
        if (event.kind === 'ramping')
          this.#setPoints(setPointsAfter(message, this.#noted?.setPoints ?? null), at);
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
      const { heardAt } = run.noted;
      if (run.contact.kind === 'in-touch') {
        if (isOn(status) && isOtherRun(before, status)) this.#abandon();
      } else if (isSameRun({ progress: before, heardAt }, status, at)) this.#confirm(at);
      else this.#abandon();
    }
    if (isOn(status)) this.#observe(at);
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
    this.recording = { ...this.recording, readings: {} };
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
    if (until > run.noted.heardAt) this.#fact({ kind: 'gap', from: run.noted.heardAt, at: until });
    this.#note({ heardAt: until });
    for (const message of heard) this.#heard(message, readTopic(message.message));
  }

  /** It ended while nobody watched: its last observation, and what the machine had said by then, are all that can be told. */
  #abandon(): void {
    const { run, monitor } = this.recording;
    if (run === null) return;
    const { kind: ending, reason } = monitor.ending ?? { kind: 'unknown', reason: '' };
    this.writes.push({ kind: 'end', end: { ending, reason, at: run.noted.heardAt } });
    this.recording = { ...this.recording, monitor: initialRunMonitor, run: null };
  }

  /** Lets the monitor take an input in, and writes what that makes of the run. */
  #follow(input: Exclude<RunInput, { kind: 'totals' | 'gap' | 'mark-read' }>): void {
    const starts = input.kind === 'event' && input.event.kind === 'starting';
    if (starts) this.#abandon();
    const before = this.recording.monitor.run;
    const monitor = followRun(this.recording.monitor, input);
    this.recording = { ...this.recording, monitor };
    const { at } = input;
    const progress = currentProgress(monitor.run);
    if (progress === null) {
      if (monitor.run.kind === 'ended' && before.kind !== 'ended') this.#end(monitor.run);
      return;
    }
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
