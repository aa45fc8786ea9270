import { writeFileSync } from 'node:fs';

/**
 * A vitest reporter that writes counts and skipped tests, with the reasons the tests gave, to the file named by
 * `QUANTDECK_COUNTS`. vitest's own JSON reporter leaves the reasons out.
 */
export default class CountsReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env['QUANTDECK_COUNTS'];
    if (file === undefined) return;
    let passed = 0;
    let failed = unhandledErrors.length;
    const skipped = [];
    for (const module of modules) {
      // A file that cannot even be loaded holds no test that could fail.
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'failed') failed += 1;
        else
          skipped.push({
            name: `${module.relativeModuleId} › ${test.fullName}`,
            reason: (result.state === 'skipped' && result.note) || 'no reason was given',
          });
      }
    }
    writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  }
}
