/**
 * @typedef {{ name: string, reason: string }} Skip
 * @typedef {{ passed: number, failed: number, skipped: Skip[], flaky?: string[] }} Counts
 */

/**
 * Counts the tests in Playwright's JSON report. A test that passed only on a second try has passed, and is named.
 * @param {any} report @returns {Counts}
 */
export function countPlaywright(report) {
  /** @type {Counts} */
  const counts = { passed: 0, failed: report.errors?.length ?? 0, skipped: [], flaky: [] };
  for (const suite of report.suites ?? []) countSuite(suite, [], counts);
  return counts;
}

/** @param {any} suite @param {readonly string[]} above @param {Counts} counts */
function countSuite(suite, above, counts) {
  const path = [...above, suite.title];
  for (const inner of suite.suites ?? []) countSuite(inner, path, counts);
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      const name = `[${test.projectName}] ${[...path, spec.title].join(' › ')}`;
      if (test.status === 'expected' || test.status === 'flaky') counts.passed += 1;
      if (test.status === 'flaky') counts.flaky?.push(name);
      if (test.status === 'skipped') counts.skipped.push({ name, reason: reasonOf(test) });
      if (!['expected', 'flaky', 'skipped'].includes(test.status)) counts.failed += 1;
    }
  }
}

/** @param {any} test */
function reasonOf(test) {
  const given = (test.annotations ?? []).find(
    (/** @type {any} */ annotation) =>
      ['skip', 'fixme'].includes(annotation.type) && annotation.description,
  );
  return given?.description ?? 'no reason was given';
}

/** The last line of a test run. @param {Pick<Counts, 'passed' | 'failed'> & { skipped: readonly unknown[] }} counts */
export function summaryLine({ passed, failed, skipped }) {
  const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed} failed${tail}`;
}
