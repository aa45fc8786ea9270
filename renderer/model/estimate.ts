import { assertNever } from '../../shared/assert-never.ts';
import type { EstimateSource, NextStep, RunEstimate } from '../../shared/run-estimate.ts';
import type { Instant } from '../../shared/units.ts';
import { formatDuration } from '../format/duration.ts';
import { formatMoment } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';

/** Words with the sentence that says where they come from. */
export interface Explained {
  readonly text: string;
  readonly explanation: string;
}

/** A run's estimate as words, counted on to the moment it is shown. */
export interface EstimateModel {
  /** Null where it cannot be told, and in a hold without an end. */
  readonly left: {
    readonly seconds: number;
    readonly caption: string;
    readonly explanation: string;
  } | null;
  /** `done ≈ 14:32` */
  readonly finish: Explained;
  /** What comes next and in how long; null if nothing does or nobody knows. */
  readonly next: (Explained & { readonly when: string }) | null;
}

const sourceWords: Readonly<Record<EstimateSource, string>> = {
  machine: 'Said by the machine',
  computed: 'Computed from the protocol',
  learnt: 'Learnt from this run’s own pace',
};

/** Puts an estimate into words for `now`: main made it some moments ago. */
export function estimateModel(estimate: RunEstimate, now: Instant): EstimateModel {
  return { ...remainingWords(estimate, now), next: nextWords(estimate, now) };
}

function remainingWords(
  { remaining, basis }: RunEstimate,
  now: Instant,
): Pick<EstimateModel, 'left' | 'finish'> {
  const paused = basis === 'if-resumed-now';
  const secondsTo = (at: Instant, seconds: number): number =>
    paused ? seconds : Math.max(0, at - now) / 1000;
  const clock = (at: Instant, seconds: number): string =>
    formatMoment(paused ? ((now + seconds * 1000) as Instant) : at, now);
  const done = paused ? 'if resumed now' : 'done';
  switch (remaining.kind) {
    case 'known': {
      const { seconds, finishAt } = remaining;
      const explanation = sourced(remaining);
      const left = { seconds: secondsTo(finishAt, seconds), caption: 'left', explanation };
      return { left, finish: { text: `${done} ≈ ${clock(finishAt, seconds)}`, explanation } };
    }
    case 'at-least': {
      const { seconds, notBefore } = remaining;
      const explanation = sourced(remaining);
      const wait = secondsTo(notBefore, seconds);
      const left = wait > 0 ? { seconds: wait, caption: 'or more left', explanation } : null;
      const text = wait > 0 ? `${done} after ${clock(notBefore, seconds)}` : 'done soon';
      return { left, finish: { text, explanation } };
    }
    case 'endless': {
      const { holdInSeconds, holdAt } = remaining;
      const explanation = sourced(remaining);
      const wait = secondsTo(holdAt, holdInSeconds);
      if (wait <= 0)
        return { left: null, finish: { text: 'holds until ended by hand', explanation } };
      const text = `${paused ? 'if resumed now, holds' : 'holds'} from ≈ ${clock(holdAt, holdInSeconds)}`;
      const left = { seconds: wait, caption: 'to the last hold', explanation };
      return { left, finish: { text, explanation } };
    }
    case 'unknown':
      return {
        left: null,
        finish: { text: 'finish not known', explanation: remaining.explanation },
      };
    default:
      return assertNever(remaining);
  }
}

function nextWords({ next, basis }: RunEstimate, now: Instant): EstimateModel['next'] {
  switch (next.kind) {
    case 'step': {
      const { stage, cycle, step } = next.at;
      const place = `stage ${stage}, cycle ${cycle}, step ${step}`;
      const explanation = `Next is ${place}. ${next.explanation}`;
      const text = visibleText(next.description);
      return { text, when: whenWords(next, basis, now), explanation };
    }
    case 'none':
    case 'unknown':
      return null;
    default:
      return assertNever(next);
  }
}

function whenWords(
  { begins }: Extract<NextStep, { kind: 'step' }>,
  basis: RunEstimate['basis'],
  now: Instant,
): string {
  if (begins === null) return '';
  const paused = basis === 'if-resumed-now';
  const seconds = paused ? begins.seconds : Math.max(0, begins.at - now) / 1000;
  const at = paused ? ((now + seconds * 1000) as Instant) : begins.at;
  if (seconds < 1) return paused ? 'once it is resumed' : 'any moment';
  return `in ${formatDuration(seconds)}, ${paused ? 'if resumed now' : `≈ ${formatMoment(at, now)}`}`;
}

function sourced({
  source,
  explanation,
}: {
  readonly source: EstimateSource;
  readonly explanation: string;
}): string {
  return `${sourceWords[source]}. ${explanation}`;
}
