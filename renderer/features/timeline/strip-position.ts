import { assertNever } from '../../../shared/assert-never.ts';
import type { RunStage } from '../../../shared/run.ts';

/** Where a run is in its protocol. */
export type StripPosition =
  /** The protocol alone, without a run. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'at';
      readonly stage: RunStage;
      readonly cycle: number | null;
      readonly step: number | null;
      /** Seconds in the hold that is on; null where that is not known. */
      readonly stepSeconds: number | null;
    }
  /** The run is over; where it was last. A run that was `completed` has done it all. */
  | {
      readonly kind: 'over';
      readonly completed: boolean;
      readonly stage: RunStage;
      readonly cycle: number | null;
      readonly step: number | null;
    };

/** `stopped`: the run ended in it; `skipped`: it ended before. */
export type CardState = 'done' | 'now' | 'next' | 'stopped' | 'skipped';

/** The state of a stage's card. */
export function cardStateOf(stage: RunStage, position: StripPosition): CardState {
  switch (position.kind) {
    case 'none':
      return 'next';
    case 'at':
    case 'over': {
      if (position.kind === 'over' && position.completed) return 'done';
      const order = stageOrder(stage) - stageOrder(position.stage);
      if (order < 0) return 'done';
      if (position.kind === 'at') return order === 0 ? 'now' : 'next';
      return order === 0 ? 'stopped' : 'skipped';
    }
    default:
      return assertNever(position);
  }
}

/** The states of what lies before and after the place inside one stage. */
export function pastStates(stage: 'now' | 'stopped'): readonly [CardState, CardState] {
  return stage === 'now' ? ['done', 'next'] : ['done', 'skipped'];
}

/** The state for those who do not see colours and pictures. */
export function stateWords(state: CardState): string {
  switch (state) {
    case 'done':
      return 'done';
    case 'now':
      return 'running';
    case 'next':
      return 'to come';
    case 'stopped':
      return 'ended here';
    case 'skipped':
      return 'not reached';
    default:
      return assertNever(state);
  }
}

function stageOrder(stage: RunStage): number {
  switch (stage.kind) {
    case 'starting':
      return -1;
    case 'prerun':
      return 0;
    case 'stage':
      return stage.number;
    case 'postrun':
      return Number.MAX_SAFE_INTEGER;
    default:
      return assertNever(stage);
  }
}
