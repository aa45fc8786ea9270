import { assertNever } from '../../shared/assert-never.ts';
import type { Readings } from '../../shared/readings.ts';
import type { RunProgress, RunState } from '../../shared/run.ts';

/** What the interlocks look at. */
export interface Situation {
  readonly machineName: string;
  /** False while there is no session, it fell silent, or the last status is too old to act on. */
  readonly stateKnown: boolean;
  readonly run: RunState;
  readonly readings: Readings;
}

/** The columns of the product page's table. */
export type Phase =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'active'; readonly progress: RunProgress }
  | { readonly kind: 'paused'; readonly progress: RunProgress };

export function phaseOf(situation: Situation): Phase {
  const { run } = situation;
  if (!situation.stateKnown) return { kind: 'unknown' };
  switch (run.kind) {
    case 'unknown':
      return { kind: 'unknown' };
    case 'none':
    case 'ended':
      return { kind: 'idle' };
    case 'active':
      return { kind: 'active', progress: run.progress };
    case 'paused':
      return { kind: 'paused', progress: run.progress };
    default:
      return assertNever(run);
  }
}

/** Says what is happening in the run, for instance “imaging, stage 2 cycle 17 of 40”. */
export function describeProgress(progress: RunProgress): string {
  const parts: string[] = [];
  switch (progress.stage.kind) {
    case 'starting':
      parts.push('starting');
      break;
    case 'prerun':
      parts.push('preparing, the cover is heating');
      break;
    case 'postrun':
      parts.push('finishing');
      break;
    case 'stage': {
      const cycles = progress.cycleCount === null ? '' : ` of ${progress.cycleCount}`;
      const cycle = progress.cycle === null ? '' : ` cycle ${progress.cycle}${cycles}`;
      parts.push(`stage ${progress.stage.number}${cycle}`);
      break;
    }
    default:
      assertNever(progress.stage);
  }
  if (progress.activity.kind === 'acquiring') parts.unshift('imaging');
  return parts.join(', ');
}

export function named(progress: RunProgress): string {
  return progress.title === '' ? 'A run' : `The run “${progress.title}”`;
}

/** Of all zones, in °C; null where none was read. */
export function hottestBlock(readings: Readings): number | null {
  const zones = readings.temperatures?.value.block;
  return zones === undefined || zones.length === 0 ? null : Math.max(...zones);
}
