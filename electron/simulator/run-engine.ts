import { type ThermalState, zoneCount } from './physics.ts';
import type { FilterSet, Protocol } from './protocol-text.ts';
import {
  type PlannedAction,
  type PlannedStep,
  planRun,
  type RunMode,
  stepEnd,
  stepSeconds,
} from './run-plan.ts';

/** The parts of the instrument that a run moves. */
export interface RunBench {
  publish(topic: string, body: string): void;
  rampZones(targets: readonly number[], rate: number): void;
  zonesReached(): boolean;
  heatCover(target: number): void;
  coverReached(): boolean;
  lampReady(): boolean;
  raiseCover(done: () => void): void;
  lowerCover(done: () => void): void;
  readings(): ThermalState;
  /** Stores the pictures of one collection. */
  collect(at: PlannedStep, filters: readonly FilterSet[]): void;
  /** Block and cover are no longer heated. */
  release(): void;
}

export interface RunRequest {
  readonly title: string;
  readonly protocol: Protocol;
  readonly mode: RunMode;
  /** µL */
  readonly sampleVolume: number;
  /** Instrument time, in Unix milliseconds. */
  readonly startedAt: number;
}

export type RunEnding = 'completed' | 'stopped' | 'aborted' | 'failed' | 'lost';

export type RunState =
  | { readonly kind: 'running' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'ended'; readonly how: RunEnding };

/** Where the run is; null for what has not begun. */
export interface RunProgress {
  readonly stage: number | 'PRERUN' | 'POSTRun' | null;
  readonly cycle: number | null;
  readonly step: number | null;
  readonly point: number | null;
}

type Wait = () => boolean;
const endings = { completed: 'Completed', stopped: 'Stopped', aborted: 'Aborted' } as const;

/** One run from `Starting` to `Ended` (instrument protocol, section 7), moved on by the instrument's ticks. */
export class Run {
  readonly request: RunRequest;
  readonly #bench: RunBench;
  readonly #script: Generator<Wait, void>;
  #wait: Wait = () => true;
  #state: RunState = { kind: 'running' };
  #progress: RunProgress = { stage: null, cycle: null, step: null, point: null };
  #stopRequested = false;
  /** Seconds that the run has moved, pauses left out. */
  #seconds = 0;
  #wholeSeconds = 0;
  #activeSince: number | null = null;
  /** Seconds expected from the start of the current step to the end of the last stage. */
  #expectedSeconds = 0;
  #stepStartedAt = 0;

  constructor(request: RunRequest, bench: RunBench) {
    this.request = request;
    this.#bench = bench;
    this.#expectedSeconds = this.#estimate();
    this.#script = this.#execute();
    this.#proceed();
  }

  get state(): RunState {
    return this.#state;
  }

  get progress(): RunProgress {
    return this.#progress;
  }

  /** The body of a Time message (section 7). */
  get timeBody(): string {
    const elapsed = Math.floor(this.#wholeSeconds);
    const active =
      this.#activeSince === null ? null : Math.floor(this.#seconds - this.#activeSince);
    const spent = this.#activeSince === null ? 0 : this.#seconds - this.#stepStartedAt;
    const remaining = Math.max(0, Math.round(this.#expectedSeconds - spent));
    return `-elapsed=${elapsed}${active === null ? '' : ` -active=${active}`} -remaining=${remaining}`;
  }

  /** Whether Time messages are due: from the first stage on, PRERUN included. */
  get timed(): boolean {
    return this.#progress.stage !== null;
  }

  advance(seconds: number): void {
    this.#wholeSeconds += seconds;
    if (this.#state.kind !== 'running') return;
    this.#seconds += seconds;
    this.#proceed();
  }

  pause(): void {
    if (this.#state.kind === 'running') this.#state = { kind: 'paused' };
  }

  resume(): void {
    if (this.#state.kind === 'paused') this.#state = { kind: 'running' };
  }

  /** Ends the run when the current cycle is done. */
  stopAfterCycle(): void {
    this.#stopRequested = true;
  }

  abort(): void {
    if (this.#state.kind === 'ended') return;
    this.#end('aborted');
  }

  /** The instrument's software is gone: the run ends without a word. */
  lose(): void {
    this.#state = { kind: 'ended', how: 'lost' };
    this.#bench.release();
  }

  #proceed(): void {
    while (this.#state.kind === 'running' && this.#wait()) {
      const next = this.#script.next();
      if (next.done) return;
      this.#wait = next.value;
    }
  }

  *#execute(): Generator<Wait, void> {
    const { title, sampleVolume } = this.request;
    this.#say(`Starting ${inQuotes(title)}`);
    this.#say(`Setting sample volume to ${sampleVolume} microlitres`);
    yield this.#after(0.5);
    yield* this.#preRun();
    const finished = yield* this.#stages();
    this.#enter({ stage: 'POSTRun', cycle: null, step: null, point: null });
    this.#enter({ ...this.#progress, cycle: 1 });
    this.#bench.release();
    yield this.#after(3);
    this.#end(finished ? 'completed' : 'stopped');
  }

  *#preRun(): Generator<Wait, void> {
    const bench = this.#bench;
    this.#enter({ stage: 'PRERUN', cycle: null, step: null, point: null });
    this.#enter({ ...this.#progress, cycle: 1 });
    yield motion((done) => bench.raiseCover(done));
    const target = this.request.protocol.coverCelsius;
    const cover = `-zones=Cover -targets=${target.toFixed(3)} -rates=0.049`;
    bench.heatCover(target);
    this.#say(`Ramping ${cover}`);
    yield () => bench.coverReached();
    this.#say(`Ramped ${cover}`);
    yield motion((done) => bench.lowerCover(done));
    yield () => bench.lampReady();
    this.#say('Lamp is warmed up');
  }

  /** Answers whether all cycles were done. */
  *#stages(): Generator<Wait, boolean> {
    this.#activeSince = this.#seconds;
    let temperatures = this.#bench.readings().block;
    for (const planned of this.#plan()) {
      const { stage, cycle, step, point } = this.#progress;
      const newCycle = planned.stage !== stage || planned.cycle !== cycle;
      if (newCycle && this.#stopRequested) return false;
      this.#stepStartedAt = this.#seconds;
      if (planned.stage !== stage)
        this.#enter({ stage: planned.stage, cycle: null, step: null, point: null });
      if (newCycle)
        this.#enter({ ...this.#progress, cycle: planned.cycle, step: null, point: null });
      if (newCycle || planned.step !== step)
        this.#enter({ ...this.#progress, step: planned.step, point: planned.point });
      else if (planned.point !== point)
        this.#progress = { ...this.#progress, point: planned.point };
      for (const action of planned.actions) yield* this.#act(action, planned);
      this.#expectedSeconds -= stepSeconds(planned, temperatures);
      temperatures = stepEnd(planned, temperatures);
    }
    return true;
  }

  *#act(action: PlannedAction, at: PlannedStep): Generator<Wait, void> {
    if (action.kind === 'ramp') {
      yield* this.#ramp(action.targets, action.rate);
      return;
    }
    const start = this.#seconds;
    const collecting = action.filters.length > 0;
    this.#say(
      `Holding -time=${formatSeconds(action.seconds)} -collecting=${collecting ? 'True' : 'False'}`,
    );
    if (collecting) {
      const run = `-run=${inQuotes(this.request.title)} -stage=${at.stage} -cycle=${at.cycle}`;
      const sample = this.#bench.readings().sample.map((value) => String(Number(value.toFixed(4))));
      this.#say(`Acquiring ${run} -point=${at.point} -Temperature=${sample.join(',')}`);
      yield this.#at(start + action.collectSeconds);
      this.#bench.collect(at, action.filters);
      this.#say(`Collected ${run} -step=${at.step} -point=${at.point}`);
    }
    yield this.#at(start + action.seconds);
  }

  *#ramp(targets: readonly number[], rate: number): Generator<Wait, void> {
    const zones = Array.from({ length: zoneCount }, (_, zone) => `Zone${zone + 1}`).join(',');
    const numbers = targets.map((target) => target.toFixed(3)).join(',');
    const rates = targets.map(() => rate.toFixed(3)).join(',');
    const body = `-zones=${zones} -targets=${numbers} -rates=${rates}`;
    this.#bench.rampZones(targets, rate);
    this.#say(`Ramping ${body}`);
    // A ramp to where the block already is passes unmentioned, as on the real machine.
    if (this.#bench.zonesReached()) return;
    yield () => this.#bench.zonesReached();
    this.#say(`Ramped ${body}`);
  }

  /** Moves on and says the most specific thing that changed. */
  #enter(progress: RunProgress): void {
    const before = this.#progress;
    this.#progress = progress;
    if (progress.stage !== before.stage) this.#say(`Stage ${progress.stage}`);
    else if (progress.step !== null) this.#say(`Step ${progress.step}`);
    else this.#say(`Cycle ${progress.cycle}`);
  }

  /** Something broke: the run ends with an Error message. */
  fail(reason: string): void {
    if (this.#state.kind === 'ended') return;
    this.#state = { kind: 'ended', how: 'failed' };
    this.#bench.release();
    this.#say(`Error ${inQuotes(reason)}`);
    this.#say(`Ended ${inQuotes(this.request.title)}`);
  }

  #end(how: keyof typeof endings): void {
    this.#state = { kind: 'ended', how };
    this.#bench.release();
    this.#say(`${endings[how]} ${inQuotes(this.request.title)}`);
    this.#say(`Ended ${inQuotes(this.request.title)}`);
  }

  #plan(): Generator<PlannedStep> {
    return planRun(this.request.protocol, this.request.mode);
  }

  #estimate(): number {
    let temperatures = this.#bench.readings().block;
    let seconds = 0;
    for (const step of this.#plan()) {
      seconds += stepSeconds(step, temperatures);
      temperatures = stepEnd(step, temperatures);
    }
    return seconds;
  }

  #after(seconds: number): Wait {
    return this.#at(this.#seconds + seconds);
  }

  #at(seconds: number): Wait {
    return () => this.#seconds >= seconds - 1e-6;
  }

  #say(body: string): void {
    this.#bench.publish('Run', body);
  }
}

function motion(begin: (done: () => void) => void): Wait {
  let finished = false;
  begin(() => {
    finished = true;
  });
  return () => finished;
}

function inQuotes(title: string): string {
  return title.includes('"') ? `'${title}'` : `"${title}"`;
}

function formatSeconds(seconds: number): string {
  return String(Number(seconds.toFixed(3)));
}
