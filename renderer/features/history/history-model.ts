import { assertNever } from '../../../shared/assert-never.ts';
import type { RunEnding } from '../../../shared/run.ts';
import type { RunRecord, RunSummary } from '../../../shared/run-history.ts';
import { formatDuration } from '../../format/duration.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { IconName } from '../../model/icon-name.ts';
import type { StripPosition } from '../timeline/strip-position.ts';

/** How an outcome is shown: never by colour alone. */
export interface OutcomeLook {
  readonly icon: IconName;
  readonly word: string;
  readonly tone: 'ok' | 'warn' | 'err' | 'plain';
}

export function runOutcomeLook({ end }: RunSummary): OutcomeLook {
  return outcomeLook(end === null ? 'on' : end.ending);
}

/** `on`: not known to have ended. */
export function outcomeLook(outcome: RunEnding | 'on'): OutcomeLook {
  switch (outcome) {
    case 'on':
      return { icon: 'running', word: 'No end seen yet', tone: 'plain' };
    case 'completed':
      return { icon: 'finished', word: 'Completed', tone: 'ok' };
    case 'stopped':
      return { icon: 'ended', word: 'Stopped', tone: 'warn' };
    case 'aborted':
      return { icon: 'abort', word: 'Aborted', tone: 'warn' };
    case 'failed':
      return { icon: 'error', word: 'Failed', tone: 'err' };
    case 'unknown':
      return { icon: 'unknown', word: 'Ended unseen', tone: 'plain' };
    default:
      return assertNever(outcome);
  }
}

export function runTitle({ title }: RunSummary): string {
  return title.trim() === '' ? 'Run without a name' : visibleText(title);
}

/** `34:02`, as far as it was seen from here: `at least 34:02` where its beginning or its end was not. */
export function seenDuration({ observedFrom, observedTo, sawStart, end }: RunSummary): string {
  const whole = sawStart && end !== null && end.ending !== 'unknown';
  const duration = formatDuration(((end?.at ?? observedTo) - observedFrom) / 1000);
  return whole ? duration : `at least ${duration}`;
}

/** Where a stored run was last. */
export function storedPosition({ summary, stages }: RunRecord): StripPosition {
  const completed = summary.end?.ending === 'completed';
  const last = stages.at(-1)?.stage ?? null;
  if (last === null && !completed) return { kind: 'none' };
  const stage = last ?? { kind: 'postrun' };
  if (summary.end === null)
    return { kind: 'at', stage, cycle: null, step: null, stepSeconds: null };
  return { kind: 'over', completed, stage, cycle: null, step: null };
}
