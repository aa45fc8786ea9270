import { assertNever } from './assert-never.ts';
import { freshness, staleAfterMilliseconds } from './freshness.ts';
import { findStep, firstStep, type StepAt, stepAfter, unknownTexts } from './protocol.ts';
import { addSpans, protocolSpan, type Span, spanAfter } from './protocol-timing.ts';
import { describeSeconds, describeStep } from './protocol-words.ts';
import type { RunProgress, RunState } from './run.ts';
import { type PlanProgress, planProgress } from './run-plan-progress.ts';
import { type RunKnowledge, type Standing, standAt, type WarmUp } from './run-standing.ts';
import type { Instant } from './units.ts';

/** Where a number comes from: the machine's own word, the protocol's text, or that text corrected by this run's pace. */
export type EstimateSource = 'machine' | 'computed' | 'learnt';

export interface EstimateInput extends RunKnowledge {
  readonly now: Instant;
  readonly run: RunState;
  /** When any byte last came from the machine. */
  readonly heardAt: Instant | null;
}

interface Sourced {
  readonly source: EstimateSource;
  /** One sentence for a tooltip. */
  readonly explanation: string;
}

export type Remaining =
  | (Sourced & {
      readonly kind: 'known';
      readonly seconds: number;
      /** Out of contact this may be over already. */
      readonly finishAt: Instant;
    })
  /** It takes this long and something nobody knows on top, such as heating the cover. */
  | (Sourced & {
      readonly kind: 'at-least';
      readonly seconds: number;
      readonly notBefore: Instant;
    })
  /** The run ends when somebody ends it: it comes to a hold without an end. */
  | (Sourced & {
      readonly kind: 'endless';
      /** Until that hold begins; 0 in it. */
      readonly holdInSeconds: number;
      readonly holdAt: Instant;
    })
  | { readonly kind: 'unknown'; readonly explanation: string };

export type NextStep =
  | {
      readonly kind: 'step';
      readonly at: StepAt;
      readonly description: string;
      /** Null where its time cannot be known. */
      readonly begins: {
        readonly seconds: number;
        readonly at: Instant;
        readonly source: EstimateSource;
      } | null;
      readonly explanation: string;
    }
  /** The last step is on, or over. */
  | { readonly kind: 'none'; readonly explanation: string }
  | { readonly kind: 'unknown'; readonly explanation: string };

/** `if-resumed-now`: paused, the times are frozen. `out-of-contact`: counted on from what was last heard. */
export type EstimateBasis = 'running' | 'if-resumed-now' | 'out-of-contact';

export interface RunEstimate {
  readonly basis: EstimateBasis;
  readonly remaining: Remaining;
  readonly next: NextStep;
  readonly progress: PlanProgress;
}

/** Seconds counted from the moment the estimate stands on, before they are put on the clock. */
type Rest =
  | (Sourced & { readonly kind: 'known' | 'at-least' | 'endless'; readonly seconds: number })
  | { readonly kind: 'unknown'; readonly explanation: string };

/** Puts seconds from the estimate's ground on the wall clock. */
type OnClock = (seconds: number) => { readonly seconds: number; readonly at: Instant };

/**
 * When a run will be done, what comes next and how far it is; null if no run is on. Pure, and cheap enough for once a
 * second. Never negative and never without its source.
 */
export function estimateRun(input: EstimateInput): RunEstimate | null {
  const { run, now, heardAt } = input;
  if (run.kind !== 'active' && run.kind !== 'paused') return null;
  const silent = heardAt !== null && freshness(heardAt, now) !== 'fresh';
  const basis = run.kind === 'paused' ? 'if-resumed-now' : silent ? 'out-of-contact' : 'running';
  const ground = run.kind === 'paused' ? run.pausedAt : silent ? heardAt : now;
  const standing = standAt(run.progress, input, ground);
  const onClock: OnClock = (seconds) => {
    const from = basis === 'if-resumed-now' ? now : ground;
    const at = (from + seconds * 1000) as Instant;
    return { seconds: Math.max(0, at - now) / 1000, at };
  };
  const rest = restOf(run.progress, input, standing, basis);
  return {
    basis,
    remaining: remainingOf(rest, onClock, silenceWords(basis, now, ground)),
    next: nextOf(input, standing, onClock),
    progress: planProgress(input.protocol, standing, run.progress.time),
  };
}

function restOf(
  progress: RunProgress,
  input: EstimateInput,
  standing: Standing,
  basis: EstimateBasis,
): Rest {
  const { place } = standing;
  const planned = plannedRest(input, standing);
  const source = standing.learnt ? 'learnt' : 'computed';
  if (planned?.endless === true) {
    const inIt = planned.seconds === 0 ? 'is in' : 'comes to';
    const explanation = `The run ${inIt} a hold without an end and goes on until somebody ends it`;
    return { kind: 'endless', seconds: planned.seconds, source, explanation };
  }
  const said = machineRest(progress, standing, basis);
  const warmUp = place.kind === 'before' ? place.warmUp : null;
  // A zero while stages are still on says only that the machine, too, expected less.
  if (said?.fresh && (said.seconds > 0 || planned === null || place.kind === 'after')) {
    const words = `The machine says ${describeSeconds(said.seconds)}`;
    return warmed({ seconds: said.seconds, source: 'machine', explanation: words }, warmUp);
  }
  if (place.kind === 'after') {
    const explanation = 'The last stage is over; how long the machine takes to finish is not known';
    return { kind: 'at-least', seconds: 0, source: 'computed', explanation };
  }
  if (planned !== null) {
    const words = plannedWords(input, standing);
    return warmed({ seconds: planned.seconds, source, explanation: words }, warmUp);
  }
  if (said !== null) {
    const words = `The machine last said ${describeSeconds(said.said)}, ${describeSeconds(said.ageSeconds)} ago`;
    return warmed({ seconds: said.seconds, source: 'machine', explanation: words }, warmUp);
  }
  return { kind: 'unknown', explanation: unknownWords(input, standing) };
}

interface MachineRest {
  /** What is left of it. */
  readonly seconds: number;
  readonly said: number;
  readonly ageSeconds: number;
  readonly fresh: boolean;
}

/** The machine's remaining time, counted down since it was said: but it stands still before the first stage and in a pause. */
function machineRest(
  { time }: RunProgress,
  { at, place }: Standing,
  basis: EstimateBasis,
): MachineRest | null {
  const said = time?.remainingSeconds ?? null;
  if (time === null || said === null || said < 0) return null;
  const age = Math.max(0, at - time.at);
  const counts = place.kind !== 'before' && basis !== 'if-resumed-now';
  const seconds = Math.max(0, said - (counts ? age / 1000 : 0));
  return { seconds, said, ageSeconds: age / 1000, fresh: age < staleAfterMilliseconds };
}

/** What the protocol still holds; null if that cannot be told. Without the heating of the cover. */
function plannedRest({ protocol }: EstimateInput, { place, excess }: Standing): Span | null {
  if (protocol === null) return null;
  switch (place.kind) {
    case 'before':
      return protocolSpan(protocol, excess);
    case 'in-step': {
      const after = spanAfter(protocol, place.step, excess);
      return place.left === null || after === null ? null : addSpans(place.left, after);
    }
    case 'lost':
    case 'after':
      return null;
    default:
      return assertNever(place);
  }
}

/** Puts the heating of the cover before the stages. */
function warmed(stages: Sourced & { readonly seconds: number }, warmUp: WarmUp | null): Rest {
  const { seconds, source, explanation } = stages;
  if (warmUp === null) return { kind: 'known', ...stages };
  if (warmUp.seconds === null) {
    const words = `${explanation}; that begins to count when the cover is hot, and how long this takes is not known`;
    return { kind: 'at-least', seconds, source, explanation: words };
  }
  const heating =
    warmUp.cover === null
      ? 'the cover is hot and the first stage about to begin'
      : `the cover, now at ${warmUp.cover.now.toFixed(0)} of ${warmUp.cover.target.toFixed(0)} °C, needs about ${describeSeconds(warmUp.seconds)} before that begins to count`;
  return {
    kind: 'known',
    seconds: seconds + warmUp.seconds,
    source: warmUp.cover === null ? source : 'computed',
    explanation: `${explanation}; ${heating}`,
  };
}

function plannedWords({ protocol }: EstimateInput, { learnt, place }: Standing): string {
  const words = [
    learnt
      ? 'Computed from the protocol and from how long this run’s steps have taken'
      : 'Computed from the protocol, without the machine’s own word',
  ];
  if (place.kind === 'in-step') {
    if (place.left?.seconds === 0) words.push('the step that is on lasts longer than expected');
    else if (!place.startSeen) words.push('at most, because the step that is on began unseen');
  }
  if (protocol !== null && unknownTexts(protocol).length > 0)
    words.push('commands that are not understood here are not counted');
  return words.join('; ');
}

function unknownWords({ protocol }: EstimateInput, { place }: Standing): string {
  if (protocol === null) return 'The protocol has not been read, and the machine has given no time';
  return place.kind === 'lost'
    ? 'The run is at a place that its protocol does not have'
    : 'A number of repeats in the protocol could not be read';
}

function remainingOf(rest: Rest, onClock: OnClock, silence: string): Remaining {
  const explanation = `${rest.explanation}${silence}.`;
  if (rest.kind === 'unknown') return { kind: 'unknown', explanation };
  const { kind, source } = rest;
  const { seconds, at } = onClock(rest.seconds);
  switch (kind) {
    case 'known':
      return { kind: 'known', seconds, finishAt: at, source, explanation };
    case 'at-least':
      return { kind: 'at-least', seconds, notBefore: at, source, explanation };
    case 'endless':
      return { kind: 'endless', holdInSeconds: seconds, holdAt: at, source, explanation };
    default:
      return assertNever(kind);
  }
}

function silenceWords(basis: EstimateBasis, now: Instant, ground: Instant): string {
  switch (basis) {
    case 'running':
      return '';
    case 'if-resumed-now':
      return '; the run is paused, and this holds if it is resumed now';
    case 'out-of-contact':
      return `; nothing was heard for ${describeSeconds((now - ground) / 1000)}, and this takes it that the run goes on`;
    default:
      return assertNever(basis);
  }
}

function nextOf({ protocol }: EstimateInput, standing: Standing, onClock: OnClock): NextStep {
  const { place } = standing;
  if (place.kind === 'after') return { kind: 'none', explanation: 'The last stage is over.' };
  if (protocol === null)
    return { kind: 'unknown', explanation: 'The protocol of this run has not been read.' };
  if (place.kind === 'lost')
    return {
      kind: 'unknown',
      explanation: 'The run is at a place that its protocol does not have.',
    };
  const before = place.kind === 'before';
  const next = before ? firstStep(protocol) : stepAfter(protocol, place.step);
  const step = next === null ? null : findStep(protocol, next);
  if (next === null || step === null)
    return { kind: 'none', explanation: 'The step that is on is the last one of the protocol.' };
  const description = describeStep(step, next.cycle);
  const source = standing.learnt ? 'learnt' : 'computed';
  const endless = !before && place.left?.endless === true;
  const seconds = before ? place.warmUp.seconds : endless ? null : (place.left?.seconds ?? null);
  if (seconds === null) {
    const explanation = endless
      ? 'It begins when somebody ends the hold that is on.'
      : before
        ? 'It begins when the cover is hot; how long that takes is not known.'
        : 'The length of the step that is on is not known.';
    return { kind: 'step', at: next, description, begins: null, explanation };
  }
  const begins = { ...onClock(seconds), source } as const;
  const explanation = before
    ? 'It begins when the cover is hot, judged by how the cover heats.'
    : 'Computed from the protocol and from when the step that is on began.';
  return { kind: 'step', at: next, description, begins, explanation };
}
