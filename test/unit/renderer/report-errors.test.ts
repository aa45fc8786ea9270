// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { reportErrors, wordsOf } from '../../../renderer/report-errors.ts';
import { windowErrorLimits, windowErrorSchema } from '../../../shared/host.ts';
import { FixtureHost } from '../../support/renderer-host.ts';
import { instant } from '../../support/renderer-fixtures.ts';

test('what goes wrong in the window is told to main, each mistake a few times at most', () => {
  const host = new FixtureHost([], instant(0));
  const report = reportErrors(window, host.ask);
  for (let i = 0; i < 10; i++) report('view', new TypeError('the same'));
  window.dispatchEvent(new ErrorEvent('error', { error: new Error('a script') }));
  const rejected = Object.assign(new Event('unhandledrejection'), { reason: 'no reason' });
  window.dispatchEvent(rejected);
  expect(host.inputsOf('host.windowFailed')).toMatchObject([
    ...Array.from({ length: 3 }, () => ({ kind: 'view', message: 'TypeError: the same' })),
    { kind: 'error', message: 'Error: a script' },
    { kind: 'rejection', message: 'no reason', stack: '' },
  ]);
});

test('however many mistakes there are, main is told of fifty at most', () => {
  const host = new FixtureHost([], instant(0));
  const report = reportErrors(window, host.ask);
  for (let i = 0; i < 80; i++) report('error', new Error(`number ${i}`));
  expect(host.inputsOf('host.windowFailed')).toHaveLength(50);
});

test('a mistake of any size is cut to what main takes', () => {
  const error = new Error('x'.repeat(10_000));
  error.stack = 'y'.repeat(100_000);
  const words = wordsOf('error', error, `#/${'z'.repeat(1_000)}`);
  expect(windowErrorSchema.safeParse(words).success).toBe(true);
  expect(words.stack).toHaveLength(windowErrorLimits.stack);
});
