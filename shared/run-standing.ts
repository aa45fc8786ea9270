import { staleAfterMilliseconds } from './freshness.ts';
import { findStage, findStep, type Protocol, type StepAt } from './protocol.ts';
import { type Excess, noExcess, type Span, stepSpan } from './protocol-timing.ts';
import type { Reading, Temperatures } from './readings.ts';
import type { RunProgress } from './run.ts';
import { learntExcess, type RunPace } from './run-pace.ts';
import { settlingLeft, warmUpSeconds } from './run-warm-up.ts';
import type { Celsius, Instant } from './units.ts';

/** What an estimate is made from, beside the run itself. */
export interface RunKnowledge {
  /** Null until it was read, and where it could not be. */
  readonly protocol: Protocol | null;
  readonly pace: RunPace;
  readonly temperatures: Reading<Temperatures> | null;
  /** The cover's set point in °C. */
  readonly coverTarget: Celsius | null;
}

/** What the machine has still to do before its first stage. */
export interface WarmUp {
  /** Null if it cannot be told. */
  readonly seconds: number | null;
  /** The cover in °C while it heats. */
  readonly cover: { readonly now: Celsius; readonly target: Celsius } | null;
}

export type Place =
  | { readonly kind: 'before'; readonly warmUp: WarmUp }
  /** `left` is what is left of this pass through the step; null if its length is unknown. */
  | {
      readonly kind: 'in-step';
      readonly step: StepAt;
      readonly elapsedSeconds: number;
      /** False if the step was on already when it was first seen: then `elapsedSeconds` counts from there. */
      readonly startSeen: boolean;
      readonly left: Span | null;
    }
  /** In a stage or step the protocol does not have, or the protocol is unknown. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'after' };

/** Where a run stood at a moment: the ground for every estimate. */
export interface Standing {
  readonly at: Instant;
  readonly place: Place;
  readonly excess: Excess;
  /** Whether this run's own pace is in it. */
  readonly learnt: boolean;
}

/** Where the run stands at a moment for which its progress holds. */
export function standAt(progress: RunProgress, known: RunKnowledge, at: Instant): Standing {
  const { protocol, pace } = known;
  const excess = protocol === null ? noExcess : learntExcess(protocol, pace);
  const place = placeOf(progress, known, excess, at);
  return { at, place, excess, learnt: excess !== noExcess };
}

function placeOf(progress: RunProgress, known: RunKnowledge, excess: Excess, at: Instant): Place {
  const { stage } = progress;
  if (stage.kind === 'postrun') return { kind: 'after' };
  if (stage.kind !== 'stage') return { kind: 'before', warmUp: warmUpAt(progress, known, at) };
  const { protocol, pace } = known;
  const first = protocol === null ? undefined : findStage(protocol, stage.number)?.steps[0];
  if (protocol === null || first === undefined) return { kind: 'lost' };
  const step: StepAt = {
    stage: stage.number,
    cycle: Math.max(1, progress.cycle ?? 1),
    step: progress.step ?? first.number,
  };
  if (findStep(protocol, step) === null) return { kind: 'lost' };
  const open = pace.open !== null && samePass(pace.open, step) ? pace.open : null;
  const elapsedSeconds = open === null ? 0 : Math.max(0, at - open.since) / 1000;
  const left = leftOfStep(progress, known, protocol, step, elapsedSeconds, excess, at);
  return {
    kind: 'in-step',
    step,
    elapsedSeconds,
    // Between a cycle's message and its step's the step is just beginning.
    startSeen: open?.startSeen ?? progress.step === null,
    left,
  };
}

function leftOfStep(
  progress: RunProgress,
  { temperatures }: RunKnowledge,
  protocol: Protocol,
  step: StepAt,
  elapsedSeconds: number,
  excess: Excess,
  at: Instant,
): Span | null {
  const planned = stepSpan(protocol, step, excess);
  if (planned === null) return null;
  const seconds = Math.max(0, planned.seconds - elapsedSeconds);
  const block = isFresh(temperatures, at) ? temperatures.value.block : null;
  const ramping = progress.activity.kind === 'ramping' && !progress.activity.cover;
  const passes = findStep(protocol, step);
  const ramps = passes?.parts.filter((part) => part.kind === 'ramp').length;
  if (block === null || !ramping || ramps !== 1 || passes?.repeat !== 1) {
    return { ...planned, seconds };
  }
  // A ramp that is slower than planned shows in the block: what lies before it still has to be gone.
  const fromHere = stepSpan(protocol, step, noExcess, block);
  return { ...planned, seconds: Math.max(seconds, fromHere?.seconds ?? 0) };
}

function warmUpAt(
  progress: RunProgress,
  { protocol, pace, temperatures, coverTarget }: RunKnowledge,
  at: Instant,
): WarmUp {
  if (pace.coverReachedAt !== null) {
    const seconds = settlingLeft(Math.max(0, at - pace.coverReachedAt) / 1000);
    return { seconds, cover: null };
  }
  const { activity } = progress;
  const heatedTo = activity.kind === 'ramping' && activity.cover ? activity.target : null;
  // Until the machine begins to heat the cover, the set point may still be that of the run before.
  const setPoint = pace.complete ? null : coverTarget;
  const target = (heatedTo ?? protocol?.coverTarget ?? setPoint) as Celsius | null;
  if (target === null || !isFresh(temperatures, at)) return { seconds: null, cover: null };
  const { cover } = temperatures.value;
  return { seconds: warmUpSeconds(cover, target), cover: { now: cover, target } };
}

function isFresh<T>(reading: Reading<T> | null, at: Instant): reading is Reading<T> {
  return reading !== null && at - reading.at < staleAfterMilliseconds;
}

function samePass(a: StepAt, b: StepAt): boolean {
  return a.stage === b.stage && a.cycle === b.cycle && a.step === b.step;
}
