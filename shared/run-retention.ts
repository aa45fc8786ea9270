import { z } from 'zod';
import type { RunId } from './run-history.ts';
import type { Instant } from './units.ts';

/** How long recorded runs can be kept, in days after they were last seen. */
export const keepRunDays = { min: 1, max: 3_650 } as const;

/** How much room recorded runs can be given, in millions of bytes. */
export const keepRunMegabytes = { min: 10, max: 1_000_000 } as const;

/** How long recorded runs are kept. Null: without that limit. A run goes when either limit says so. */
export const runLimitsSchema = z.strictObject({
  keepDays: z.number().int().min(keepRunDays.min).max(keepRunDays.max).nullable(),
  keepMegabytes: z.number().int().min(keepRunMegabytes.min).max(keepRunMegabytes.max).nullable(),
});
export type RunLimits = Readonly<z.infer<typeof runLimitsSchema>>;

/** What the recorded runs are and need. */
export interface RunUsage {
  readonly runs: number;
  /** On disk, in bytes, with everything the database needs for itself. */
  readonly bytes: number;
  /** The first moment that is still kept; null without runs. */
  readonly oldest: Instant | null;
}

/** What limits would remove. */
export interface RunForecast {
  readonly runs: number;
  readonly bytes: number;
}

/** What retention looks at. */
export interface StoredRunSize {
  readonly id: RunId;
  readonly observedTo: Instant;
  /** Whether it has an end. */
  readonly ended: boolean;
  readonly bytes: number;
}

const dayMilliseconds = 24 * 3_600_000;

/** A run without an end that was seen within this time is taken to be on, and never removed. */
const surelyOnMilliseconds = dayMilliseconds;

/** The runs that are to go, oldest first. A run that is on stays, whatever its age or size. */
export function runsToRemove(
  runs: readonly StoredRunSize[],
  { keepDays, keepMegabytes }: RunLimits,
  now: Instant,
): readonly StoredRunSize[] {
  const oldest = keepDays === null ? -Infinity : now - keepDays * dayMilliseconds;
  const room = keepMegabytes === null ? Infinity : keepMegabytes * 1_000_000;
  let bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
  const removed: StoredRunSize[] = [];
  for (const run of runs.toSorted((a, b) => a.observedTo - b.observedTo)) {
    const mayGo = run.ended || now - run.observedTo > surelyOnMilliseconds;
    if (!mayGo || (run.observedTo >= oldest && bytes <= room)) continue;
    removed.push(run);
    bytes -= run.bytes;
  }
  return removed;
}
