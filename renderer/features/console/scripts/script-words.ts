import { assertNever } from '../../../../shared/assert-never.ts';
import type { ScriptRunState } from '../../../../shared/scripts.ts';
import type { Instant } from '../../../../shared/units.ts';
import { formatDuration } from '../../../format/duration.ts';

/** Where a script run stands, in words. */
export function scriptWords({ progress, line, step, steps }: ScriptRunState, now: Instant): string {
  const place = `line ${line}, step ${Math.min(step + 1, steps)} of ${steps}`;
  switch (progress.kind) {
    case 'running':
      return `Running ${place}`;
    case 'waiting':
      return `Waiting ${formatDuration(Math.max(0, progress.until - now) / 1000)} more, ${place}`;
    case 'pausing':
      return `Pausing after ${place}`;
    case 'paused':
      return `Paused before ${place}`;
    case 'stopping':
      return `Stopping after ${place}`;
    case 'finished':
      return `Finished: ${steps} steps`;
    case 'stopped':
      return `Stopped at line ${line}`;
    case 'failed':
      return `Failed at line ${line}: ${progress.failure.message}`;
    case 'unknown':
      return `Outcome unknown at line ${line}: ${progress.failure.message}`;
    default:
      return assertNever(progress);
  }
}
