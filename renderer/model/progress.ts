import { assertNever } from '../../shared/assert-never.ts';
import type { RunProgress } from '../../shared/run.ts';
import type { RunEstimate } from '../../shared/run-estimate.ts';

/** The progress bar: one section per stage, as wide as its planned time, where the protocol is known; else one by time. */
export interface ProgressModel {
  readonly sections: readonly ProgressSection[];
  /** The whole, 0 to 100, for assistive technology. */
  readonly percent: number;
  /** The same in words. */
  readonly text: string;
  /** Where it comes from; empty if that needs no word. */
  readonly explanation: string;
}

export interface ProgressSection {
  /** Its share of the width, in any unit. */
  readonly weight: number;
  /** 0 to 1 */
  readonly filled: number;
}

/** Derives the bar from the estimate of a run; null while neither the protocol nor the time is known. */
export function progressModel(
  progress: RunProgress,
  estimate: RunEstimate | null,
): ProgressModel | null {
  const text = progressWords(progress);
  if (estimate === null) return barByTime(progress);
  const { overall, stages } = estimate.progress;
  if (overall.kind === 'unknown') return null;
  const { fraction, explanation } = overall;
  const percent = Math.round(fraction * 100);
  // A stage whose time is not known, or is nothing but a hold without an end, still is a stage.
  const known = stages.every(({ plannedSeconds }) => plannedSeconds !== null);
  const sections = stages.map(({ plannedSeconds, fraction: filled }) => ({
    weight: known ? Math.max(1, plannedSeconds ?? 0) : 1,
    filled,
  }));
  const whole = [{ weight: 1, filled: fraction }];
  return { sections: sections.length > 0 ? sections : whole, percent, text, explanation };
}

function barByTime(progress: RunProgress): ProgressModel | null {
  const { time } = progress;
  if (time === null || time.remainingSeconds === null) return null;
  const total = time.elapsedSeconds + time.remainingSeconds;
  const filled = total <= 0 ? 0 : time.elapsedSeconds / total;
  return {
    sections: [{ weight: 1, filled }],
    percent: Math.round(filled * 100),
    text: progressWords(progress),
    explanation: '',
  };
}

/** One position: `Stage 2/3`, or without a label `Before stage 1`. */
export interface Position {
  readonly label: string;
  readonly value: string;
}

const outOf = (value: number, count: number | null): string =>
  count === null ? String(value) : `${value}/${count}`;

/** Stage, cycle and step as far as the machine told them. */
export function positionsOf(progress: RunProgress): readonly Position[] {
  const { stage } = progress;
  if (stage.kind !== 'stage') return [{ label: '', value: stageWords(progress) }];
  const positions: Position[] = [
    { label: 'Stage', value: outOf(stage.number, progress.stageCount) },
  ];
  if (progress.cycle !== null)
    positions.push({ label: 'Cycle', value: outOf(progress.cycle, progress.cycleCount) });
  if (progress.step !== null) positions.push({ label: 'Step', value: String(progress.step) });
  return positions;
}

function stageWords(progress: RunProgress): string {
  switch (progress.stage.kind) {
    case 'starting':
      return 'Starting';
    case 'prerun':
      return 'Before stage 1';
    case 'postrun':
      return 'After the last stage';
    case 'stage':
      return outOf(progress.stage.number, progress.stageCount);
    default:
      return assertNever(progress.stage);
  }
}

/** Where a run is, as a phrase: `stage 2/3 · cycle 17/40`. */
export function progressWords(progress: RunProgress): string {
  return positionsOf(progress)
    .filter((position) => position.label !== 'Step')
    .map((position) => `${position.label} ${position.value}`.trim().toLowerCase())
    .join(' · ');
}
