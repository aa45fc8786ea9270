import { expect, it } from 'vitest';
import { testPattern } from '../../../electron/panel/scripts/test-pattern.ts';

it('a pattern is found or not in what a machine answered', () => {
  expect(testPattern('^on', true, 'ON 60.0')).toEqual({ ok: true, value: true });
  expect(testPattern('^on', false, 'ON 60.0')).toEqual({ ok: true, value: false });
});

it('a pattern that takes too long is broken off', () => {
  // Refused when a script is read; here it stands for one that slipped through.
  expect(testPattern('(a+)+b', false, 'a'.repeat(5_000))).toMatchObject({
    ok: false,
    failure: { kind: 'invalid-input' },
  });
});
