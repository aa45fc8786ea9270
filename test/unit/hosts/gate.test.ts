import { expect, test } from 'vitest';
import { createGate } from '../../../electron/hosts/browser/gate.ts';

function counter(): () => string {
  let count = 0;
  return () => `random${++count}`;
}

const nameAndValue = (cookie: string): string => cookie.split(';')[0] ?? '';

test('the token is exchanged once for a cookie that scripts and other sites cannot use', () => {
  const gate = createGate(counter(), 4317);
  expect(gate.token).toBe('random1');
  const cookie = gate.exchange('random1');
  expect(cookie).toBe('quantdeck-4317=random2; HttpOnly; SameSite=Strict; Path=/');
  expect(gate.exchange('random1')).toBeNull();
});

test('a wrong token gives nothing and does not spend the right one', () => {
  const gate = createGate(counter(), 4317);
  for (const wrong of ['', 'random2', 'random', 'random11'])
    expect(gate.exchange(wrong)).toBeNull();
  expect(gate.exchange(gate.token)).not.toBeNull();
});

test('only the exact session cookie of this port is admitted, wherever it stands in the header', () => {
  const gate = createGate(counter(), 4317);
  const cookie = nameAndValue(gate.exchange(gate.token) ?? '');
  expect(gate.admits(cookie)).toBe(true);
  expect(gate.admits(`theme=dark; ${cookie}; other=1`)).toBe(true);
  expect(gate.admits(undefined)).toBe(false);
  expect(gate.admits('')).toBe(false);
  expect(gate.admits(`${cookie}x`)).toBe(false);
  expect(gate.admits(cookie.replace('4317', '4318'))).toBe(false);
  expect(gate.admits(`quantdeck-4317=${gate.token}`)).toBe(false);
});

test('nobody is admitted before the token was used, not even with the right cookie', () => {
  const gate = createGate(counter(), 4317);
  expect(gate.admits('quantdeck-4317=random2')).toBe(false);
});
