import { assertNever } from '../../shared/assert-never.ts';
import type { RunProgress } from '../../shared/run.ts';

/** The progress bar: one section per stage where the count is known, else one by time. */
export interface ProgressModel {
  /** Filled fraction of each section, 0 to 1. */
  readonly sections: readonly number[];
  /** The whole, 0 to 100, for assistive technology. */
  readonly percent: number;
  /** The same in words. */
  readonly text: string;
}

/** Derives the bar; null while neither the stages nor the time are known. Sections are equal: planned times are not known. */
export function progressModel(progress: RunProgress): ProgressModel | null {
  const text = progressWords(progress);
  if (progress.stageCount !== null && progress.stageCount > 0) {
    const sections = Array.from({ length: progress.stageCount }, (_, index) =>
      filledOf(progress, index + 1),
    );
    const percent = (100 * sum(sections)) / sections.length;
    return { sections, percent: Math.round(percent), text };
  }
  const { time } = progress;
  if (time === null || time.remainingSeconds === null) return null;
  const total = time.elapsedSeconds + time.remainingSeconds;
  const done = total <= 0 ? 0 : time.elapsedSeconds / total;
  return { sections: [done], percent: Math.round(done * 100), text };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function filledOf(progress: RunProgress, stageNumber: number): number {
  const { stage } = progress;
  switch (stage.kind) {
    case 'starting':
    case 'prerun':
      return 0;
    case 'postrun':
      return 1;
    case 'stage': {
      if (stageNumber < stage.number) return 1;
      if (stageNumber > stage.number) return 0;
      const { cycle, cycleCount } = progress;
      if (cycle === null || cycleCount === null || cycleCount <= 0) return 0;
      return Math.min(1, Math.max(0, (cycle - 1) / cycleCount));
    }
    default:
      return assertNever(stage);
  }
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
