import { assertNever } from '../../shared/assert-never.ts';
import type { FilterSet, Increment, Protocol, StepAction } from './protocol-text.ts';

export type RunMode = 'standard' | 'fast';

/** °C per second at 100 %. */
const fastestRate: Readonly<Record<RunMode, number>> = { standard: 1.6, fast: 3 };
const secondsPerPicture = 2.8;
/** A hold with pictures ends this long after the last one is processed, as on the real machine. */
const secondsAfterCollecting = 4.5;

export type PlannedAction =
  | {
      readonly kind: 'ramp';
      readonly targets: readonly number[] /** °C per second */;
      readonly rate: number;
    }
  | {
      readonly kind: 'hold';
      readonly seconds: number;
      /** What to photograph; empty for a plain hold. */
      readonly filters: readonly FilterSet[];
      /** From the start of the hold to `Collected`. */
      readonly collectSeconds: number;
    };

/** One pass through a step, with increments applied. All numbers count from 1. */
export interface PlannedStep {
  readonly stage: number;
  readonly cycle: number;
  readonly step: number;
  readonly point: number;
  /** Its temperature changes from cycle to cycle, as in a melt curve. */
  readonly sweeping: boolean;
  readonly actions: readonly PlannedAction[];
}

/** Every pass through every step, in order. */
export function* planRun(protocol: Protocol, mode: RunMode): Generator<PlannedStep> {
  for (const [stageIndex, stage] of protocol.stages.entries()) {
    for (let cycle = 1; cycle <= stage.repeat; cycle++) {
      for (const [stepIndex, step] of stage.steps.entries()) {
        for (let point = 1; point <= step.repeat; point++) {
          const at = { stage: stageIndex + 1, cycle, step: stepIndex + 1, point };
          const sweeping = step.actions.some(
            (action) => action.kind === 'ramp' && action.increment.by !== 0,
          );
          yield { ...at, sweeping, actions: planActions(step.actions, cycle, point, mode) };
        }
      }
    }
  }
}

function planActions(
  actions: readonly StepAction[],
  cycle: number,
  point: number,
  mode: RunMode,
): readonly PlannedAction[] {
  const planned: PlannedAction[] = [];
  let filters: readonly FilterSet[] = [{ emission: 'm1', excitation: 'x1' }];
  for (const action of actions) {
    switch (action.kind) {
      case 'ramp': {
        const change = changeOf(action.increment, cycle, point);
        planned.push({
          kind: 'ramp',
          targets: action.targets.map((target) => Math.min(100, Math.max(4, target + change))),
          rate: (fastestRate[mode] * action.ratePercent) / 100,
        });
        break;
      }
      case 'filters':
        filters = action.filters;
        break;
      case 'hold':
        planned.push(planHold(action, changeOf(action.increment, cycle, point), filters));
        break;
      default:
        assertNever(action);
    }
  }
  return planned;
}

function planHold(
  action: Extract<StepAction, { kind: 'hold' }>,
  change: number,
  filters: readonly FilterSet[],
): PlannedAction {
  const seconds = Math.max(0, action.seconds + change);
  if (!action.collect) return { kind: 'hold', seconds, filters: [], collectSeconds: 0 };
  const collectSeconds = Math.max(
    1 + secondsPerPicture * filters.length,
    seconds - secondsAfterCollecting,
  );
  return { kind: 'hold', seconds: Math.max(seconds, collectSeconds), filters, collectSeconds };
}

/** The first cycle (or repeat of the step) that is changed is changed once, the next twice, and so on. */
function changeOf(increment: Increment, cycle: number, point: number): number {
  const cycles = Math.max(0, cycle - increment.fromCycle + 1);
  const points = Math.max(0, point - increment.fromStep + 1);
  return increment.by * (cycles + points);
}

/** How many cycles a protocol photographs at one temperature: the length of its amplification curves. */
export function amplificationCycles(protocol: Protocol): number {
  return protocol.stages
    .filter(({ steps }) =>
      steps.some(
        ({ actions }) =>
          actions.some((action) => action.kind === 'hold' && action.collect) &&
          actions.every((action) => action.kind !== 'ramp' || action.increment.by === 0),
      ),
    )
    .reduce((sum, { repeat }) => sum + repeat, 0);
}

/** How long a step takes from the temperatures at which the one before ended. */
export function stepSeconds(step: PlannedStep, from: readonly number[]): number {
  let temperatures = from;
  let seconds = 0;
  for (const action of step.actions) {
    if (action.kind === 'hold') seconds += action.seconds;
    else {
      const start = temperatures;
      const gaps = action.targets.map((target, zone) => Math.abs(target - (start[zone] ?? target)));
      seconds += Math.max(...gaps) / action.rate;
      temperatures = action.targets;
    }
  }
  return seconds;
}

/** The temperatures at which a step ends. */
export function stepEnd(step: PlannedStep, from: readonly number[]): readonly number[] {
  return step.actions.reduce(
    (last, action) => (action.kind === 'ramp' ? action.targets : last),
    from,
  );
}
