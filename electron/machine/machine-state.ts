import { atLeast } from '../../shared/access-level.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { freshness } from '../../shared/freshness.ts';
import type { OtherSession, TracePoint } from '../../shared/machine.ts';
import { noReadings, type Readings } from '../../shared/readings.ts';
import type { Protocol } from '../../shared/protocol.ts';
import type { RunState } from '../../shared/run.ts';
import { estimateRun, type RunEstimate } from '../../shared/run-estimate.ts';
import { followPace, initialPace } from '../../shared/run-pace.ts';
import type { Instant, SessionId } from '../../shared/units.ts';
import type { TopicMessage } from '../scpi/message.ts';
import {
  currentProgress,
  followRun,
  initialRunMonitor,
  type RunInput,
  withTotals,
} from './run-monitor.ts';
import type { StatusReading } from './status-query.ts';
import { TemperatureTrace } from './temperature-trace.ts';
import { readTopic } from './topics.ts';

/** A state word older than this is not acted on: two status queries in a row went missing. */
const actableMilliseconds = 15_000;

/** Everything this workstation knows of one machine, fed by its messages and status replies. Knows no session. */
export class MachineState {
  readonly #others = new Map<SessionId, OtherSession>();
  readonly #trace = new TemperatureTrace();
  #readings: Readings = noReadings;
  #monitor = initialRunMonitor;
  #pace = initialPace;
  #protocol: { readonly runKey: string; readonly protocol: Protocol } | null = null;
  #heardAt: Instant | null = null;
  #runMessages = 0;

  get readings(): Readings {
    return this.#readings;
  }

  get run(): RunState {
    return this.#monitor.run;
  }

  get heardAt(): Instant | null {
    return this.#heardAt;
  }

  /** How many messages of the `Run` topic were taken in. */
  get runMessages(): number {
    return this.#runMessages;
  }

  get trace(): readonly TracePoint[] {
    return this.#trace.points;
  }

  /** Sessions known to hold Controller or more. */
  get others(): readonly OtherSession[] {
    return [...this.#others.values()];
  }

  /** Whether what is known is recent enough to act on, provided there is a session. */
  isActable(now: Instant): boolean {
    const { instrument } = this.#readings;
    return (
      freshness(this.#heardAt, now) === 'fresh' &&
      instrument !== null &&
      now - instrument.at < actableMilliseconds
    );
  }

  heard(at: Instant): void {
    this.#heardAt = at;
  }

  /** A new session: who else is connected is not known yet, and what happened in between was not seen. */
  beginSession(): void {
    this.#others.clear();
    this.follow({ kind: 'gap' });
  }

  /** Names the run that is on, by title and the machine's own start time; null if none is. */
  get runKey(): string | null {
    const progress = currentProgress(this.run);
    return progress === null ? null : `${progress.startedAt ?? ''}|${progress.title}`;
  }

  /** The protocol of the run that is on, or was last. */
  get protocol(): Protocol | null {
    return this.#protocol?.protocol ?? null;
  }

  /** Takes in the protocol of the run `runKey`; one for a run that is no longer on is dropped. */
  learnProtocol(runKey: string, protocol: Protocol): void {
    if (runKey !== this.runKey) return;
    this.#protocol = { runKey, protocol };
    this.#monitor = withTotals(this.#monitor, protocol);
  }

  /** When the run will be done and how far it is, at `now`; null if none is on. */
  estimate(now: Instant): RunEstimate | null {
    const { setPoints, temperatures } = this.#readings;
    return estimateRun({
      now,
      run: this.run,
      protocol: this.protocol,
      pace: this.#pace,
      heardAt: this.#heardAt,
      temperatures,
      coverTarget: setPoints?.value.cover ?? null,
    });
  }

  /** Takes in a published message; answers the new point of the temperature trace, if it was one. */
  hear(message: TopicMessage, at: Instant, ownSession: SessionId | null): TracePoint | null {
    const reading = readTopic(message);
    switch (reading.kind) {
      case 'temperature': {
        const { temperatures } = reading;
        this.#readings = { ...this.#readings, temperatures: { value: temperatures, at } };
        return this.#trace.add(temperatures, at);
      }
      case 'lamp':
        this.#readings = {
          ...this.#readings,
          lampTemperature: { value: reading.temperature, at },
        };
        return null;
      case 'time': {
        const { elapsedSeconds, remainingSeconds } = reading;
        this.follow({ kind: 'time', at, elapsedSeconds, remainingSeconds });
        return null;
      }
      case 'run':
        this.#runMessages++;
        this.follow({ kind: 'event', at, event: reading.event });
        return null;
      case 'access': {
        const { session, level, exclusive } = reading;
        if (session === ownSession) return null;
        if (atLeast(level, 'Controller'))
          this.#others.set(session, { session, level, exclusive, at });
        else this.#others.delete(session);
        return null;
      }
      case 'other':
        return null;
      default:
        return assertNever(reading);
    }
  }

  /** Takes in a status reply. */
  learn({ readings, run, at }: StatusReading): void {
    const heatsink = this.#readings.temperatures?.value.heatsink ?? null;
    this.#readings = { ...this.#readings, ...readings };
    const { temperatures } = readings;
    // Only the topic tells the heatsink; a query must not wipe it out.
    if (temperatures)
      this.#readings = {
        ...this.#readings,
        temperatures: { ...temperatures, value: { ...temperatures.value, heatsink } },
      };
    if (run !== null) this.follow({ kind: 'status', at, status: run });
  }

  follow(input: RunInput): void {
    this.#monitor = followRun(this.#monitor, input);
    this.#pace = followPace(this.#pace, input);
    const run = this.runKey;
    if (run !== null && run !== this.#protocol?.runKey) this.#protocol = null;
    if (this.#protocol !== null) this.#monitor = withTotals(this.#monitor, this.#protocol.protocol);
  }
}
