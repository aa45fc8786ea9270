export interface Skip {
  name: string;
  reason: string;
}
export interface Counts {
  passed: number;
  failed: number;
  skipped: Skip[];
  /** Tests that passed only on a second try. */
  flaky?: string[];
}
/** Counts the tests in Playwright's JSON report. */
export function countPlaywright(report: unknown): Counts;
/** The last line of a test run. */
export function summaryLine(counts: {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly unknown[];
}): string;
