import { assertNever } from './assert-never.ts';
import { findStage, type Protocol, type StepAt } from './protocol.ts';
import { type Excess, noExcess, stepSpan } from './protocol-timing.ts';
import type { RunStage } from './run.ts';
import type { Instant } from './units.ts';

/** One pass through a step that was seen from its beginning to its end. */
export interface StepSample extends StepAt {
  readonly seconds: number;
  /** What the machine began then: it must fit the protocol, or a message between was missed. */
  readonly endedBy: 'step' | 'cycle' | 'stage';
}

/** The pass through a step that is on. */
export interface OpenStep extends StepAt {
  /** When it began, pauses left out; if its beginning was missed, when it was first seen. */
  readonly since: Instant;
  readonly startSeen: boolean;
  /** False once a pause or a gap makes its length no example for others. */
  readonly countable: boolean;
}

/** What one run has taught so far, as plain data. */
export interface RunPace {
  readonly title: string | null;
  readonly startedAt: Instant | null;
  /** Where the machine's own counting stands; null until it is told, and after a message was missed. */
  readonly stage: number | null;
  readonly cycle: number | null;
  readonly open: OpenStep | null;
  readonly pausedAt: Instant | null;
  /** Whether all was heard since the run began, so that what was not heard has not happened. */
  readonly complete: boolean;
  /** When the cover was reported hot. */
  readonly coverReachedAt: Instant | null;
  /** The last few of each step, oldest first. */
  readonly samples: readonly StepSample[];
}

export const initialPace: RunPace = {
  title: null,
  startedAt: null,
  stage: null,
  cycle: null,
  open: null,
  pausedAt: null,
  complete: false,
  coverReachedAt: null,
  samples: [],
};

type PaceEvent =
  | { readonly kind: 'starting'; readonly title: string }
  | { readonly kind: 'stage'; readonly stage: RunStage }
  | { readonly kind: 'cycle'; readonly cycle: number }
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'ramped'; readonly cover: boolean }
  | {
      readonly kind:
        | 'ramping'
        | 'holding'
        | 'acquiring'
        | 'collected'
        | 'ending'
        | 'ended'
        | 'remark'
        | 'other';
    };

/** The run monitor's own input, as far as it matters here, and the gaps between sessions. */
export type PaceInput =
  | { readonly kind: 'event'; readonly at: Instant; readonly event: PaceEvent }
  | {
      readonly kind: 'status';
      readonly at: Instant;
      readonly status: {
        readonly title: string | null;
        readonly stage: RunStage;
        readonly cycle: number | null;
        readonly step: number | null;
        readonly instrument: { readonly kind: string };
        readonly startedAt: Instant | null;
      };
    }
  /** Messages may have been missed. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'time' | 'totals' | 'mark-read' };

const samplesPerStep = 5;

/**
 * Learns how long this run's steps really take. Pure. Only a pass of which beginning and end were seen, with the
 * machine's count unbroken and no pause between, becomes a sample: a gap costs the interval it touches.
 */
export function followPace(pace: RunPace, input: PaceInput): RunPace {
  switch (input.kind) {
    case 'event':
      return followEvent(pace, input.event, input.at);
    case 'status':
      return followStatus(pace, input.status, input.at);
    case 'gap':
      return {
        ...pace,
        stage: null,
        cycle: null,
        open: uncountable(pace.open),
        complete: false,
      };
    case 'time':
    case 'totals':
    case 'mark-read':
      return pace;
    default:
      return assertNever(input);
  }
}

/**
 * By how much passes through each step have lasted longer than planned: the median of the last few, so that one
 * unnoticed pause does not count. A first cycle comes from another temperature than the rest, so it counts only until
 * a later one is known. Steps not yet seen are taken as planned.
 */
export function learntExcess(protocol: Protocol, pace: RunPace): Excess {
  const found = new Map<string, number[]>();
  const fitting = pace.samples.filter((sample) => fits(protocol, sample));
  const later = new Set(fitting.filter(({ cycle }) => cycle > 1).map(keyOf));
  for (const sample of fitting) {
    if (sample.cycle === 1 && later.has(keyOf(sample))) continue;
    const planned = stepSpan(protocol, sample);
    if (planned === null || planned.endless) continue;
    const known = found.get(keyOf(sample)) ?? [];
    known.push(sample.seconds - planned.seconds);
    found.set(keyOf(sample), known);
  }
  if (found.size === 0) return noExcess;
  const medians = new Map([...found].map(([key, values]) => [key, median(values)]));
  return (stage, step) => medians.get(keyOf({ stage, step })) ?? 0;
}

function keyOf({ stage, step }: Pick<StepAt, 'stage' | 'step'>): string {
  return `${stage}/${step}`;
}

/** Samples of which the protocol agrees that they ended where they should. */
export function fits(protocol: Protocol, sample: StepSample): boolean {
  const stage = findStage(protocol, sample.stage);
  if (stage === null) return false;
  const isLastStep = stage.steps.at(-1)?.number === sample.step;
  if (!stage.steps.some(({ number }) => number === sample.step)) return false;
  switch (sample.endedBy) {
    case 'step':
      return !isLastStep;
    case 'cycle':
      return isLastStep && stage.repeat !== null && sample.cycle < stage.repeat;
    case 'stage':
      return isLastStep && sample.cycle === stage.repeat;
    default:
      return assertNever(sample.endedBy);
  }
}

function followEvent(pace: RunPace, event: PaceEvent, at: Instant): RunPace {
  switch (event.kind) {
    case 'starting':
      return { ...initialPace, title: event.title, complete: true };
    case 'stage': {
      const stage = event.stage.kind === 'stage' ? event.stage.number : null;
      return { ...close(resumed(pace, at), 'stage', at), stage, cycle: null };
    }
    case 'cycle':
      return followCycle(resumed(pace, at), event.cycle, at);
    case 'step':
      return followStep(resumed(pace, at), event.step, at);
    case 'ramped':
      return event.cover ? { ...pace, coverReachedAt: at } : pace;
    case 'ended':
      return { ...pace, stage: null, cycle: null, open: null };
    case 'ramping':
    case 'holding':
    case 'acquiring':
    case 'collected':
    case 'ending':
    case 'remark':
    case 'other':
      return pace;
    default:
      return assertNever(event);
  }
}

function followCycle(pace: RunPace, cycle: number, at: Instant): RunPace {
  if (pace.stage === null) return lost(pace);
  if (pace.cycle !== null && pace.cycle + 1 !== cycle) return lost(pace);
  return { ...close(pace, 'cycle', at), cycle };
}

function followStep(pace: RunPace, step: number, at: Instant): RunPace {
  const { stage, cycle, open } = pace;
  if (stage === null || cycle === null) return lost(pace);
  // A step that does not follow: a message was missed, or the machine names each point of a step (unverified).
  if (open !== null && open.step + 1 !== step) return lost(pace);
  const begun = { stage, cycle, step, since: at, startSeen: true, countable: true };
  return { ...close(pace, 'step', at), open: begun };
}

/** The count is broken: nothing is attributed to any place until the machine names the stage again. */
function lost(pace: RunPace): RunPace {
  return { ...pace, stage: null, cycle: null, open: null };
}

function close(pace: RunPace, endedBy: StepSample['endedBy'], at: Instant): RunPace {
  const { open } = pace;
  if (open === null) return pace;
  if (!open.startSeen || !open.countable || at < open.since) return { ...pace, open: null };
  const { stage, cycle, step } = open;
  const seconds = (at - open.since) / 1000;
  const samples = [...pace.samples, { stage, cycle, step, seconds, endedBy }];
  const same = samples.filter((sample) => sample.stage === stage && sample.step === step);
  const oldest = same.length > samplesPerStep ? same[0] : null;
  return { ...pace, open: null, samples: samples.filter((sample) => sample !== oldest) };
}

function followStatus(
  before: RunPace,
  status: Extract<PaceInput, { kind: 'status' }>['status'],
  at: Instant,
): RunPace {
  const on = status.instrument.kind === 'running' || status.instrument.kind === 'paused';
  if (status.title === null && !on) return initialPace;
  const sameRun =
    (before.title === null || status.title === null || before.title === status.title) &&
    (before.startedAt === null ||
      status.startedAt === null ||
      before.startedAt === status.startedAt);
  const known = sameRun ? before : initialPace;
  const pace = place(
    {
      ...known,
      title: status.title ?? known.title,
      startedAt: status.startedAt ?? known.startedAt,
    },
    status,
    at,
  );
  if (status.instrument.kind !== 'paused') return resumed(pace, at);
  return { ...pace, pausedAt: pace.pausedAt ?? at, open: uncountable(pace.open) };
}

/** Agrees with where a status says the run is. */
function place(
  pace: RunPace,
  { stage, cycle, step }: Extract<PaceInput, { kind: 'status' }>['status'],
  at: Instant,
): RunPace {
  if (stage.kind !== 'stage') return { ...pace, stage: null, cycle: null, open: null };
  const { open } = pace;
  const here = { ...pace, stage: stage.number, cycle };
  if (cycle === null || step === null) {
    return open?.stage === stage.number && open.cycle === cycle ? here : { ...here, open: null };
  }
  if (open?.stage === stage.number && open.cycle === cycle && open.step === step) return here;
  const seen = { stage: stage.number, cycle, step, since: at, startSeen: false, countable: false };
  return { ...here, open: seen };
}

/** After a pause the step goes on where it stood. */
function resumed(pace: RunPace, at: Instant): RunPace {
  const { open, pausedAt } = pace;
  if (pausedAt === null) return pace;
  const since = open === null ? null : ((open.since + Math.max(0, at - pausedAt)) as Instant);
  return {
    ...pace,
    pausedAt: null,
    open: open === null || since === null ? null : { ...open, since, countable: false },
  };
}

function uncountable(open: OpenStep | null): OpenStep | null {
  return open === null ? null : { ...open, countable: false };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const high = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? (high + (sorted[middle - 1] ?? high)) / 2 : high;
}
