import { assertNever } from './assert-never.ts';
import { type Protocol, type ProtocolStage, type StepAt } from './protocol.ts';
import { cyclesSpan, stageSpan, stepSpan } from './protocol-timing.ts';
import type { RunTime } from './run.ts';
import type { Place, Standing } from './run-standing.ts';

/** One stage for a segmented bar. */
export interface StageProgress {
  readonly number: number;
  readonly label: string | null;
  /** Null if the protocol's text could not be read. */
  readonly cycles: number | null;
  /** By the protocol's text, without an endless hold in it; null if that cannot be told. */
  readonly plannedSeconds: number | null;
  /** 0 to 1. */
  readonly fraction: number;
}

export type OverallProgress =
  | {
      readonly kind: 'known';
      /** 0 to 1. */
      readonly fraction: number;
      readonly source: 'machine' | 'computed';
      readonly explanation: string;
    }
  | { readonly kind: 'unknown'; readonly explanation: string };

export interface PlanProgress {
  readonly overall: OverallProgress;
  /** Empty while the protocol is unknown. */
  readonly stages: readonly StageProgress[];
}

/**
 * How far a run is, by planned time. What it has learnt is left out, so that the bar never moves backward; so is the
 * heating of the cover, which is no stage.
 */
export function planProgress(
  protocol: Protocol | null,
  { place }: Standing,
  time: RunTime | null,
): PlanProgress {
  if (protocol === null || place.kind === 'lost') {
    return { overall: fromMachine(time), stages: [] };
  }
  const stages = protocol.stages.map((stage): StageProgress => {
    const plannedSeconds = stageSpan(protocol, stage)?.seconds ?? null;
    const fraction = stageFraction(protocol, stage, plannedSeconds, place);
    const { number, label, repeat } = stage;
    return { number, label, cycles: repeat, plannedSeconds, fraction };
  });
  return { overall: fromStages(stages) ?? fromMachine(time), stages };
}

function stageFraction(
  protocol: Protocol,
  stage: ProtocolStage,
  plannedSeconds: number | null,
  place: Exclude<Place, { kind: 'lost' }>,
): number {
  switch (place.kind) {
    case 'before':
      return 0;
    case 'after':
      return 1;
    case 'in-step': {
      const { step, elapsedSeconds } = place;
      const current = protocol.stages.findIndex(({ number }) => number === step.stage);
      const index = protocol.stages.indexOf(stage);
      if (index !== current) return index < current ? 1 : 0;
      const seconds = doneSeconds(protocol, stage, step, elapsedSeconds);
      return share(seconds, plannedSeconds) ?? byCycles(stage, step);
    }
    default:
      return assertNever(place);
  }
}

function fromStages(stages: readonly StageProgress[]): OverallProgress | null {
  let total = 0;
  let done = 0;
  for (const { plannedSeconds, fraction } of stages) {
    if (plannedSeconds === null) return null;
    total += plannedSeconds;
    done += plannedSeconds * fraction;
  }
  const fraction = share(done, total);
  if (fraction === null) return null;
  const explanation = 'The share of the protocol’s planned time that is over, all stages together.';
  return { kind: 'known', fraction, source: 'computed', explanation };
}

function fromMachine(time: RunTime | null): OverallProgress {
  const remaining = time?.remainingSeconds ?? null;
  const fraction =
    time === null || remaining === null
      ? null
      : share(time.elapsedSeconds, time.elapsedSeconds + remaining);
  if (fraction === null)
    return {
      kind: 'unknown',
      explanation: 'Neither the protocol nor the machine’s time is known.',
    };
  const explanation = 'From the elapsed and remaining time the machine gave.';
  return { kind: 'known', fraction, source: 'machine', explanation };
}

/** Planned seconds of a stage that are over: a step that lasts too long does not count beyond its plan. */
function doneSeconds(
  protocol: Protocol,
  stage: ProtocolStage,
  at: StepAt,
  elapsedSeconds: number,
): number | null {
  const cycles = cyclesSpan(protocol, stage, 1, at.cycle - 1);
  if (cycles === null) return null;
  let seconds = cycles.seconds;
  for (const { number } of stage.steps) {
    const step = stepSpan(protocol, { ...at, step: number });
    if (step === null) return null;
    if (number === at.step) return seconds + Math.min(elapsedSeconds, step.seconds);
    seconds += step.seconds;
  }
  return seconds;
}

function byCycles({ repeat }: ProtocolStage, { cycle }: StepAt): number {
  return repeat === null ? 0 : Math.min(1, (cycle - 1) / repeat);
}

function share(done: number | null, total: number | null): number | null {
  if (done === null || total === null || !(total > 0)) return null;
  return Math.min(1, Math.max(0, done / total));
}
