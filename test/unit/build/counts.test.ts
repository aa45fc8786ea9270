import { expect, test } from 'vitest';
import { countPlaywright, summaryLine } from '../../../build/lib/counts.mjs';

const spec = (title: string, status: string, more: object = {}) => ({
  title,
  tests: [{ projectName: 'browser', status, annotations: [], ...more }],
});

test('passed, failed, flaky and skipped end-to-end tests are counted at every depth', () => {
  const report = {
    errors: [],
    suites: [
      {
        title: 'card.spec.ts',
        specs: [spec('opens', 'expected'), spec('closes', 'unexpected'), spec('both', 'flaky')],
        suites: [
          {
            title: 'during a run',
            specs: [
              spec('refuses', 'expected'),
              spec('waits', 'skipped', {
                projectName: 'electron',
                annotations: [{ type: 'skip', description: 'the runtime is not installed' }],
              }),
            ],
          },
        ],
      },
    ],
  };
  expect(countPlaywright(report)).toEqual({
    passed: 3,
    failed: 1,
    flaky: ['[browser] card.spec.ts › both'],
    skipped: [
      {
        name: '[electron] card.spec.ts › during a run › waits',
        reason: 'the runtime is not installed',
      },
    ],
  });
});

test('an error outside every test is a failure', () => {
  expect(countPlaywright({ errors: [{ message: 'no config' }], suites: [] }).failed).toBe(1);
});

test('a skip without a reason says that it has none', () => {
  const report = { suites: [{ title: 'a', specs: [spec('b', 'skipped')] }] };
  expect(countPlaywright(report).skipped[0]?.reason).toBe('no reason was given');
});

test('the summary names skipped tests only if there are any', () => {
  expect(summaryLine({ passed: 3, failed: 0, skipped: [] })).toBe('3 passed, 0 failed');
  expect(summaryLine({ passed: 3, failed: 1, skipped: [1, 2] })).toBe(
    '3 passed, 1 failed, 2 skipped',
  );
});
