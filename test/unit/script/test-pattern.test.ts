import { expect, it } from 'vitest';
import { testPattern } from '../../../electron/panel/scripts/test-pattern.ts';
import { FakeClock } from '../../support/fake-clock.ts';

it('a pattern is found or not in what a machine answered', async () => {
  const clock = new FakeClock();
  expect(await testPattern('^on', true, 'ON 60.0', clock)).toEqual({ ok: true, value: true });
  expect(await testPattern('^on', false, 'ON 60.0', clock)).toEqual({ ok: true, value: false });
});

it('a pattern that takes a while is waited for, for being slow is no failure', async () => {
  const clock = new FakeClock();
  const text = 'a'.repeat(600);
  expect(await testPattern('a*a*b', false, text, clock)).toEqual({ ok: true, value: false });
  expect(clock.pending).toBe(0);
});

it('a pattern that takes too long is broken off', async () => {
  const clock = new FakeClock();
  // Refused when a script is read; here it stands for one that slipped through.
  const answer = testPattern('(a+)+b', false, 'a'.repeat(5_000), clock);
  await clock.advance(2_000);
  expect(await answer).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
  expect(clock.pending).toBe(0);
});

it('what is no pattern is told, and ends nothing else', async () => {
  expect(await testPattern('(', false, 'a', new FakeClock())).toMatchObject({ ok: false });
});
