import { assertNever } from '../../../shared/assert-never.ts';
import type { RunState } from '../../../shared/run.ts';
import type { Instant } from '../../../shared/units.ts';
import type { StripPosition } from './strip-position.ts';

const nowhere: StripPosition = { kind: 'none' };

/** Where a machine's run is in its protocol, at `now`. How far it is in a hold shows only if the hold was seen to begin. */
export function runPosition(run: RunState, now: Instant): StripPosition {
  switch (run.kind) {
    case 'unknown':
    case 'none':
      return nowhere;
    case 'active':
    case 'paused': {
      const { stage, cycle, step, holdSince } = run.progress;
      const stepSeconds =
        holdSince === null ? null : Math.max(0, Math.floor((now - holdSince) / 1000));
      return { kind: 'at', stage, cycle, step, stepSeconds };
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
