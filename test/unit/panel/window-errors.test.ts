import { beforeEach, expect, test } from 'vitest';
import { WindowErrors, mostErrors } from '../../../electron/panel/window-errors.ts';
import type { WindowError } from '../../../shared/host.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const mistake: WindowError = {
  kind: 'view',
  message: 'TypeError: x is undefined',
  stack: 'TypeError: x is undefined\n    at Card (index.js:1)',
  place: '#/machines',
};
let clock: FakeClock;
let log: string[];
let errors: WindowErrors;
beforeEach(() => {
  clock = new FakeClock();
  log = [];
  errors = new WindowErrors(clock, (text) => log.push(text));
});

test('a mistake is written down once with its place and stack', () => {
  errors.report(mistake);
  errors.report({ ...mistake, kind: 'rejection', stack: '' });
  expect(log).toEqual([
    'A window’s view at #/machines: TypeError: x is undefined\n    at Card (index.js:1)',
    'A window’s rejection at #/machines: TypeError: x is undefined\n',
  ]);
});

test('a window that fails without end does not fill the log, and what was left out is counted', async () => {
  for (let i = 0; i < mostErrors + 7; i++) errors.report(mistake);
  expect(log).toHaveLength(mostErrors);
  await clock.advance(60_000);
  errors.report(mistake);
  expect(log.slice(mostErrors)).toEqual([
    '7 more mistakes of windows were left out.',
    expect.stringContaining('A window’s view'),
  ]);
});
