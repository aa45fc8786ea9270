import { assertNever } from '../../../shared/assert-never.ts';
import type { RunState } from '../../../shared/run.ts';
import type { StripPosition } from './strip-position.ts';

const nowhere: StripPosition = { kind: 'none' };

/** Where a machine's run is in its protocol. The machine tells how long a hold is, not how far into it the run is. */
export function runPosition(run: RunState): StripPosition {
  switch (run.kind) {
    case 'unknown':
    case 'none':
      return nowhere;
    case 'active':
    case 'paused': {
      const { stage, cycle, step } = run.progress;
      return { kind: 'at', stage, cycle, step, stepSeconds: null };
    }
    case 'ended': {
      const completed = run.ending === 'completed';
      if (run.last === null)
        return completed
          ? { kind: 'over', completed, stage: { kind: 'postrun' }, cycle: null, step: null }
          : nowhere;
      const { stage, cycle, step } = run.last;
      return { kind: 'over', completed, stage, cycle, step };
    }
    default:
      return assertNever(run);
  }
}
