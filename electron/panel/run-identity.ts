import type { RunProgress, RunStage } from '../../shared/run.ts';
import type { Instant } from '../../shared/units.ts';
import type { RunStatusReading } from '../machine/run-monitor.ts';

/** Two readings of one start differ by no more than rounding. */
const startTolerance = 1_000;

/** Without the machine's account of the start, a run of the same title is taken for the same within this time. */
const longestAbsence = 48 * 3_600_000;

/** Whether a status says that a run is on, whatever its name. */
export function isOn({ title, instrument }: RunStatusReading): boolean {
  return title !== null || instrument.kind === 'running' || instrument.kind === 'paused';
}

/**
 * Whether what the machine says now, in unbroken contact, can only be another run than the one that was on. A start that differs
 * does not tell it alone: right after a run has begun, the machine may still give the start of the one before (unverified).
 */
export function isOtherRun(known: RunProgress, status: RunStatusReading): boolean {
  if (status.title !== null && status.title !== known.title) return true;
  return startsAgree(known.startedAt, status.startedAt) === false && isBehind(status, known);
}

/**
 * Whether the run that is on after contact was away is the one that was on before: by title and the machine's account of the
 * start; without that account, if it is not long ago and the run is where it was or further on.
 */
export function isSameRun(
  known: { readonly progress: RunProgress; readonly heardAt: Instant },
  status: RunStatusReading,
  at: Instant,
): boolean {
  const { progress, heardAt } = known;
  if (!isOn(status) || (status.title !== null && status.title !== progress.title)) return false;
  return (
    startsAgree(progress.startedAt, status.startedAt) ??
    (Math.abs(at - heardAt) <= longestAbsence && !isBehind(status, progress))
  );
}

/** Null if either is not known. */
export function startsAgree(a: Instant | null, b: Instant | null): boolean | null {
  return a === null || b === null ? null : Math.abs(a - b) <= startTolerance;
}

type Place = Pick<RunProgress, 'stage' | 'cycle' | 'step'>;

export function isBehind(now: Place, before: Place): boolean {
  // A status may not say where the run is.
  if (now.stage.kind === 'starting') return false;
  const a = [stageRank(now.stage), now.cycle ?? 0, now.step ?? 0];
  const b = [stageRank(before.stage), before.cycle ?? 0, before.step ?? 0];
  const differing = a.findIndex((value, index) => value !== b[index]);
  return differing !== -1 && (a[differing] ?? 0) < (b[differing] ?? 0);
}

function stageRank(stage: RunStage): number {
  if (stage.kind === 'stage') return stage.number;
  return { starting: -2, prerun: -1, postrun: Number.POSITIVE_INFINITY }[stage.kind];
}
