import { beforeEach, expect, test } from 'vitest';
import { type Gate, createGate } from '../../../electron/hosts/browser/gate.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const life = 60_000;
let clock: FakeClock;
let gate: Gate;

// The session is random1, the folder random2, tokens are numbered from random3.
beforeEach(() => {
  let count = 0;
  clock = new FakeClock();
  gate = createGate(() => `random${++count}`, 4317, clock);
});

const nameAndValue = (cookie: string): string => cookie.split(';')[0] ?? '';

test('a token is exchanged once for a cookie that scripts, other sites and other ports cannot use', () => {
  expect(gate.issue(life)).toBe('random3');
  expect(gate.exchange('random3')).toEqual({
    cookie: 'quantdeck-4317=random1; HttpOnly; SameSite=Strict; Path=/random2/',
    folder: '/random2/',
  });
  expect(gate.exchange('random3')).toBeNull();
});

test('a wrong token gives nothing and does not spend the right one', () => {
  const token = gate.issue(life);
  for (const wrong of ['', 'random1', 'random2', 'random', 'random33'])
    expect(gate.exchange(wrong)).toBeNull();
  expect(gate.exchange(token)).not.toBeNull();
});

test('a token is void once its time is over', async () => {
  const token = gate.issue(life);
  await clock.advance(life - 1);
  expect(gate.exchange(gate.issue(life))).not.toBeNull();
  await clock.advance(1);
  expect(gate.exchange(token)).toBeNull();
});

test('each of several tokens works once, and asking for many makes the oldest void', () => {
  const first = gate.issue(life);
  const tokens = Array.from({ length: 16 }, () => gate.issue(life));
  expect(gate.exchange(first)).toBeNull();
  for (const token of tokens) expect(gate.exchange(token)).not.toBeNull();
  for (const token of tokens) expect(gate.exchange(token)).toBeNull();
});

test('only the exact session cookie of this port is admitted, wherever it stands in the header', () => {
  const token = gate.issue(life);
  const cookie = nameAndValue(gate.exchange(token)?.cookie ?? '');
  expect(gate.admits(cookie)).toBe(true);
  expect(gate.admits(`theme=dark; ${cookie}; other=1`)).toBe(true);
  expect(gate.admits(undefined)).toBe(false);
  expect(gate.admits('')).toBe(false);
  expect(gate.admits(`${cookie}x`)).toBe(false);
  expect(gate.admits(cookie.replace('4317', '4318'))).toBe(false);
  expect(gate.admits(`quantdeck-4317=${token}`)).toBe(false);
});

test('nobody is admitted before a token was used, not even with the right cookie', () => {
  gate.issue(life);
  expect(gate.admits('quantdeck-4317=random1')).toBe(false);
});
