import { assertNever } from './assert-never.ts';
import type { Celsius } from './units.ts';

/*
 * What a run is to do, as the machine's protocol text says it (instrument protocol, section 8).
 * Stages, cycles, steps and points count from 1.
 */

/** How a value changes from cycle to cycle and from point to point (repeat of one step). */
export interface Increment {
  /** °C for a ramp, seconds for a hold; 0 for no change. */
  readonly by: number;
  /** The first cycle that is changed; null where the text does not say. */
  readonly fromCycle: number | null;
  /** The first point that is changed; null where the text does not say. */
  readonly fromStep: number | null;
}

/** Where an increment starts if its text does not say: the first pass is as written. Unverified on a real machine. */
const assumedIncrementStart = 2;

/** A bare `-rate` is percent of the fastest the run mode allows; a unit written behind it is taken at its word. */
export interface RampRate {
  readonly unit: 'percent' | 'celsius-per-second';
  readonly value: number;
}

/** A pair of filters: emission `m1`…`m6` and excitation `x1`…`x6`. */
export interface FilterSet {
  readonly emission: number;
  readonly excitation: number;
  /** Whether `quant` stands behind it. */
  readonly quant: boolean;
}

/** Every part keeps its exact text, comments and all, so that nothing the machine said is lost. */
interface PartText {
  readonly text: string;
}

export interface RampPart extends PartText {
  readonly kind: 'ramp';
  /** One for each zone, or one for all. */
  readonly targets: readonly Celsius[];
  /** Null: as fast as the run mode allows. */
  readonly rate: RampRate | null;
  /** A new target for the cover; null leaves it. */
  readonly cover: Celsius | null;
  readonly increment: Increment;
}

/**
 * A hold with nothing to photograph. Without a time (null) it lasts until somebody ends it. A written 0 is taken as
 * 0 s; whether the machine takes it for an endless hold is unverified.
 */
export interface HoldPart extends PartText {
  readonly kind: 'hold';
  readonly seconds: number | null;
  readonly increment: Increment;
}

/** A hold during which the filters of the step are photographed. Flags not written: `quant` alone (unverified). */
export interface CollectPart extends PartText {
  readonly kind: 'collect';
  readonly seconds: number | null;
  readonly pcr: boolean;
  readonly quant: boolean;
  /** Whether the pictures are kept. */
  readonly tiff: boolean;
  readonly increment: Increment;
}

export interface FiltersPart extends PartText {
  readonly kind: 'filters';
  readonly filters: readonly FilterSet[];
}

/** Exposure times for pairs of filters; their unit is unverified. */
export interface ExposurePart extends PartText {
  readonly kind: 'exposure';
  readonly settings: readonly {
    readonly filter: FilterSet;
    readonly exposures: readonly number[];
  }[];
}

/** A command not known here, or one whose values could not be read. */
export interface UnknownPart extends PartText {
  readonly kind: 'unknown';
}

export type ProtocolPart =
  | RampPart
  | HoldPart
  | CollectPart
  | FiltersPart
  | ExposurePart
  | UnknownPart;

export interface ProtocolStep {
  readonly number: number;
  readonly label: string | null;
  /** Points in each cycle; null if the text could not be read. */
  readonly repeat: number | null;
  readonly parts: readonly ProtocolPart[];
}

export interface ProtocolStage {
  readonly number: number;
  readonly label: string | null;
  /** Cycles; null if the text could not be read. */
  readonly repeat: number | null;
  readonly steps: readonly ProtocolStep[];
  /** What stands between the steps and is none. */
  readonly others: readonly UnknownPart[];
}

export interface Protocol {
  readonly name: string | null;
  readonly coverTarget: Celsius | null;
  /** µL */
  readonly sampleVolume: number | null;
  /** `standard`, `fast`, or another word of the machine's. */
  readonly runMode: string | null;
  readonly stages: readonly ProtocolStage[];
  /** What stands between the stages and is none, such as the machine's own `PRERun` and `POSTRun`. */
  readonly others: readonly UnknownPart[];
  /** The whole text as it came. */
  readonly text: string;
}

/** One pass through one step. */
export interface StepAt {
  readonly stage: number;
  readonly cycle: number;
  readonly step: number;
}

/** One pass through one point of a step. */
export interface PointAt extends StepAt {
  readonly point: number;
}

export function findStage(protocol: Protocol, number: number): ProtocolStage | null {
  return protocol.stages.find((stage) => stage.number === number) ?? null;
}

export function findStep(protocol: Protocol, at: StepAt): ProtocolStep | null {
  return findStage(protocol, at.stage)?.steps.find((step) => step.number === at.step) ?? null;
}

/** How much a value has changed at a cycle and point: once at the first changed one, twice at the next. */
function changeAt(increment: Increment, cycle: number, point: number): number {
  const cycles = cycle - (increment.fromCycle ?? assumedIncrementStart) + 1;
  const points = point - (increment.fromStep ?? assumedIncrementStart) + 1;
  return increment.by * (Math.max(0, cycles) + Math.max(0, points));
}

/** The target in °C of a zone (from 1) at a cycle and point, as written: limits of the block are not applied. */
export function targetAt(ramp: RampPart, zone: number, cycle: number, point = 1): Celsius {
  const target = ramp.targets.length === 1 ? ramp.targets[0] : ramp.targets[zone - 1];
  if (target === undefined) throw new RangeError(`No zone ${zone} in “${ramp.text}”`);
  return (target + changeAt(ramp.increment, cycle, point)) as Celsius;
}

/** The targets of all zones at a cycle and point. */
export function targetsAt(ramp: RampPart, cycle: number, point = 1): readonly Celsius[] {
  const change = changeAt(ramp.increment, cycle, point);
  return ramp.targets.map((target) => (target + change) as Celsius);
}

/** Seconds of a hold at a cycle and point, never negative; null for an endless one. */
export function holdSecondsAt(
  hold: HoldPart | CollectPart,
  cycle: number,
  point = 1,
): number | null {
  return hold.seconds === null
    ? null
    : Math.max(0, hold.seconds + changeAt(hold.increment, cycle, point));
}

/** `x1-m4`: the usual name of a pair of filters. */
export function filterName({ emission, excitation }: FilterSet): string {
  return `x${excitation}-m${emission}`;
}

/** The filters a step photographs; empty where it names none or collects nothing. */
export function stepFilters(step: ProtocolStep): readonly FilterSet[] {
  if (!stepCollects(step)) return [];
  return step.parts.findLast((part) => part.kind === 'filters')?.filters ?? [];
}

/** Whether anything is photographed in a step. */
export function stepCollects(step: ProtocolStep): boolean {
  return step.parts.some((part) => part.kind === 'collect');
}

/** Collections of the whole protocol, one for each pass through a `HoldAndCollect`; null if a repeat is unreadable. */
export function totalCollections(protocol: Protocol): number | null {
  let total = 0;
  for (const stage of protocol.stages) {
    for (const step of stage.steps) {
      const each = step.parts.filter((part) => part.kind === 'collect').length;
      if (each === 0) continue;
      if (stage.repeat === null || step.repeat === null) return null;
      total += each * stage.repeat * step.repeat;
    }
  }
  return total;
}

/** Texts of the protocol that are not understood here: their time is in no estimate. */
export function unknownTexts(protocol: Protocol): readonly string[] {
  const texts = protocol.stages.flatMap((stage) => [
    ...stage.steps.flatMap((step) => step.parts.filter(isUnknown)),
    ...stage.others,
  ]);
  return texts.map(({ text }) => text);
}

/**
 * Every pass through every point in order, made one at a time as it is asked for. A repeat that could not be read
 * counts as one pass.
 */
export function* expandProtocol(protocol: Protocol): Generator<PointAt> {
  for (const stage of protocol.stages) {
    for (let cycle = 1; cycle <= (stage.repeat ?? 1); cycle++) {
      for (const step of stage.steps) {
        for (let point = 1; point <= (step.repeat ?? 1); point++) {
          yield { stage: stage.number, cycle, step: step.number, point };
        }
      }
    }
  }
}

/**
 * The pass through a step that follows another; null after the last one, and for a place the protocol does not have.
 * The cycle after one of an unreadable number of cycles is the next stage's first.
 */
export function stepAfter(protocol: Protocol, at: StepAt): StepAt | null {
  const stageIndex = protocol.stages.findIndex((stage) => stage.number === at.stage);
  const stage = protocol.stages[stageIndex];
  const stepIndex = stage?.steps.findIndex((step) => step.number === at.step) ?? -1;
  if (stage === undefined || stepIndex === -1) return null;
  const nextStep = stage.steps[stepIndex + 1];
  if (nextStep !== undefined) return { ...at, step: nextStep.number };
  const first = stage.steps[0];
  if (first !== undefined && at.cycle < (stage.repeat ?? 1))
    return { stage: at.stage, cycle: at.cycle + 1, step: first.number };
  return firstStep(protocol, stageIndex + 1);
}

/** The first step from a stage (by its place, from 0) on; null if there is none. */
export function firstStep(protocol: Protocol, fromStageIndex = 0): StepAt | null {
  for (const stage of protocol.stages.slice(fromStageIndex)) {
    const step = stage.steps[0];
    if (step !== undefined) return { stage: stage.number, cycle: 1, step: step.number };
  }
  return null;
}

/** Whether a part changes from pass to pass. */
export function partChanges(part: ProtocolPart): boolean {
  switch (part.kind) {
    case 'ramp':
    case 'hold':
    case 'collect':
      return part.increment.by !== 0;
    case 'filters':
    case 'exposure':
    case 'unknown':
      return false;
    default:
      return assertNever(part);
  }
}

function isUnknown(part: ProtocolPart): part is UnknownPart {
  return part.kind === 'unknown';
}
