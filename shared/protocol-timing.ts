import { assertNever } from './assert-never.ts';
import {
  type CollectPart,
  findStage,
  holdSecondsAt,
  partChanges,
  type Protocol,
  type ProtocolStage,
  type ProtocolStep,
  type RampPart,
  type StepAt,
  stepFilters,
  targetsAt,
} from './protocol.ts';
import type { Celsius } from './units.ts';

/*
 * How long a protocol should take, from its text alone. Only the standard mode's fastest rate was seen on a real
 * machine; a run teaches the rest (run-pace.ts).
 */

/** °C per second at 100 % in the standard mode: `-rates=1.600` in a real log. */
const standardRate = 1.6;
/**
 * °C per second at 100 % in the fast mode, unverified: the vendor's `-rate=58.477` (instrument protocol, section 8)
 * is exactly the 1.6 °C/s of the standard mode if 100 % is this.
 */
const fastRate = 2.736;
/** The least a collection takes for each pair of filters, in seconds; unverified, and learnt from the run's first. */
const secondsPerFilter = 3;
/** Where the block is taken to be before the first ramp, in °C. */
const restCelsius = 25;

/** A length of time; `endless` if a hold without an end lies in it, and `seconds` is then the time before that hold. */
export interface Span {
  readonly seconds: number;
  readonly endless: boolean;
}

/** Seconds by which passes through a step of a stage last longer (or shorter) than planned. */
export type Excess = (stage: number, step: number) => number;

export const noExcess: Excess = () => 0;
const noTime: Span = { seconds: 0, endless: false };

/** One after the other: nothing after an endless hold can be counted on. */
export function addSpans(first: Span, second: Span): Span {
  if (first.endless) return first;
  return { seconds: first.seconds + second.seconds, endless: second.endless };
}

/** °C per second of a ramp in a run mode. A mode not known here is taken for the standard one. */
function rampCelsiusPerSecond(ramp: RampPart, runMode: string | null): number {
  const fastest = /^fast$/i.test(runMode ?? '') ? fastRate : standardRate;
  if (ramp.rate === null) return fastest;
  switch (ramp.rate.unit) {
    case 'percent':
      return (fastest * ramp.rate.value) / 100;
    case 'celsius-per-second':
      return ramp.rate.value;
    default:
      return assertNever(ramp.rate.unit);
  }
}

/** Seconds of a ramp: those of the zone with the longest way. */
function rampSeconds(
  from: readonly Celsius[],
  to: readonly Celsius[],
  celsiusPerSecond: number,
): number {
  const zones = Math.max(from.length, to.length);
  let farthest = 0;
  for (let zone = 0; zone < zones; zone++) {
    const start = from.length === 1 ? from[0] : from[zone];
    const end = to.length === 1 ? to[0] : to[zone];
    if (start !== undefined && end !== undefined)
      farthest = Math.max(farthest, Math.abs(end - start));
  }
  return farthest / celsiusPerSecond;
}

/**
 * One pass through a step, all its points, from where the step before it ends or from the block's temperatures `from`.
 * Null for a place the protocol does not have or whose repeat is unreadable.
 */
export function stepSpan(
  protocol: Protocol,
  at: StepAt,
  excess: Excess = noExcess,
  from?: readonly Celsius[],
): Span | null {
  const stage = findStage(protocol, at.stage);
  const step = stage?.steps.find(({ number }) => number === at.step);
  if (stage === null || step === undefined) return null;
  const span = plannedStep(protocol, step, at, from ?? targetsBefore(protocol, stage, at));
  if (span === null || span.endless) return span;
  return { ...span, seconds: Math.max(0, span.seconds + excess(at.stage, at.step)) };
}

/**
 * The cycles `from` to `to` of a stage. Cycles that are all alike are multiplied; others are added up once for each
 * protocol object, so that asking every second is cheap. Null if a step's time is unknown.
 */
export function cyclesSpan(
  protocol: Protocol,
  stage: ProtocolStage,
  from: number,
  to: number,
  excess: Excess = noExcess,
): Span | null {
  if (to < from) return noTime;
  const first = cycleSpan(protocol, stage, from);
  if (first === null || first.endless) return first;
  const planned = plannedCycles(protocol, stage, first.seconds, from, to);
  const each = stage.steps.reduce((all, { number }) => all + excess(stage.number, number), 0);
  return { seconds: Math.max(0, planned + each * (to - from + 1)), endless: false };
}

function plannedCycles(
  protocol: Protocol,
  stage: ProtocolStage,
  firstSeconds: number,
  from: number,
  to: number,
): number {
  if (stage.steps.every((step) => !step.parts.some(partChanges))) {
    // From the second cycle on every one begins where the one before it ended.
    const other = to === from ? 0 : (cycleSpan(protocol, stage, from + 1)?.seconds ?? 0);
    return firstSeconds + other * (to - from);
  }
  const sums = cycleSums(protocol, stage);
  while (sums.length <= to) {
    const cycle = cycleSpan(protocol, stage, sums.length);
    sums.push((sums.at(-1) ?? 0) + (cycle?.seconds ?? 0));
  }
  return (sums[to] ?? 0) - (sums[from - 1] ?? 0);
}

const knownSums = new WeakMap<Protocol, Map<ProtocolStage, number[]>>();

/** Planned seconds of the first n cycles of a stage, at index n, as far as they were asked for. */
function cycleSums(protocol: Protocol, stage: ProtocolStage): number[] {
  const known = knownSums.get(protocol) ?? new Map<ProtocolStage, number[]>();
  knownSums.set(protocol, known);
  const sums = known.get(stage) ?? [0];
  known.set(stage, sums);
  return sums;
}

/** All cycles of a stage; null if their number or a step's time is unknown. */
export function stageSpan(
  protocol: Protocol,
  stage: ProtocolStage,
  excess: Excess = noExcess,
): Span | null {
  return stage.repeat === null ? null : cyclesSpan(protocol, stage, 1, stage.repeat, excess);
}

/** From the beginning of what follows a pass through a step to the end of the last stage. */
export function spanAfter(protocol: Protocol, at: StepAt, excess: Excess = noExcess): Span | null {
  const stageIndex = protocol.stages.findIndex(({ number }) => number === at.stage);
  const stage = protocol.stages[stageIndex];
  if (stage === undefined || stage.repeat === null) return null;
  const stepIndex = stage.steps.findIndex(({ number }) => number === at.step);
  const spans = [
    ...stage.steps
      .slice(stepIndex + 1)
      .map(({ number }) => stepSpan(protocol, { ...at, step: number }, excess)),
    cyclesSpan(protocol, stage, at.cycle + 1, stage.repeat, excess),
    ...protocol.stages.slice(stageIndex + 1).map((later) => stageSpan(protocol, later, excess)),
  ];
  return sum(spans);
}

/** The whole protocol, without what the machine does before its first stage and after its last. */
export function protocolSpan(protocol: Protocol, excess: Excess = noExcess): Span | null {
  return sum(protocol.stages.map((stage) => stageSpan(protocol, stage, excess)));
}

function cycleSpan(protocol: Protocol, stage: ProtocolStage, cycle: number): Span | null {
  return sum(
    stage.steps.map(({ number }) =>
      stepSpan(protocol, { stage: stage.number, cycle, step: number }),
    ),
  );
}

function sum(spans: readonly (Span | null)[]): Span | null {
  let total = noTime;
  for (const span of spans) {
    if (span === null) return null;
    total = addSpans(total, span);
  }
  return total;
}

function plannedStep(
  protocol: Protocol,
  step: ProtocolStep,
  { cycle }: StepAt,
  from: readonly Celsius[],
): Span | null {
  if (step.repeat === null) return null;
  let temperatures = from;
  let seconds = 0;
  for (let point = 1; point <= step.repeat; point++) {
    for (const part of step.parts) {
      if (part.kind === 'ramp') {
        const targets = targetsAt(part, cycle, point);
        seconds += rampSeconds(temperatures, targets, rampCelsiusPerSecond(part, protocol.runMode));
        temperatures = targets;
      } else if (part.kind === 'hold' || part.kind === 'collect') {
        const held = holdSecondsAt(part, cycle, point);
        if (held === null) return { seconds, endless: true };
        seconds += part.kind === 'hold' ? held : Math.max(held, leastCollecting(step, part));
      }
    }
  }
  return { seconds, endless: false };
}

function leastCollecting(step: ProtocolStep, part: CollectPart): number {
  return part.quant || part.pcr || part.tiff ? stepFilters(step).length * secondsPerFilter : 0;
}

/** Where the block is when a pass through a step begins: the last target before it. */
function targetsBefore(protocol: Protocol, stage: ProtocolStage, at: StepAt): readonly Celsius[] {
  const stepIndex = stage.steps.findIndex(({ number }) => number === at.step);
  const here =
    lastTargets(stage.steps.slice(0, stepIndex), at.cycle) ??
    (at.cycle > 1 ? lastTargets(stage.steps, at.cycle - 1) : null);
  if (here !== null) return here;
  for (const earlier of protocol.stages.slice(0, protocol.stages.indexOf(stage)).toReversed()) {
    const targets = lastTargets(earlier.steps, earlier.repeat ?? 1);
    if (targets !== null) return targets;
  }
  return [restCelsius as Celsius];
}

function lastTargets(steps: readonly ProtocolStep[], cycle: number): readonly Celsius[] | null {
  for (const step of steps.toReversed()) {
    const ramp = step.parts.findLast((part) => part.kind === 'ramp');
    if (ramp !== undefined) return targetsAt(ramp, cycle, step.repeat ?? 1);
  }
  return null;
}
