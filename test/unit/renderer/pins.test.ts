import { expect, test } from 'vitest';
import { isPin, pinRecordSchema, pinsOf } from '../../../renderer/stores/pins.ts';

const pins = pinsOf(globalThis.crypto);

test('a PIN is recognised from its record, another is not', async () => {
  const record = await pins.make('4711');
  expect(await pins.check(record, '4711')).toBe(true);
  expect(await pins.check(record, '4712')).toBe(false);
});

test('a record does not hold the PIN, and two records of one PIN differ', async () => {
  const [first, second] = await Promise.all([pins.make('4711'), pins.make('4711')]);
  expect(pinRecordSchema.safeParse(first).success).toBe(true);
  expect(first.hash).not.toBe(second.hash);
  expect(first.salt).not.toBe(second.salt);
  expect(JSON.stringify(first)).not.toContain('4711');
  expect(first.iterations).toBeGreaterThanOrEqual(200_000);
});

test('without SubtleCrypto there are no PINs', async () => {
  const none = pinsOf({ getRandomValues: (array) => array });
  expect(none.available).toBe(false);
  await expect(none.make('4711')).rejects.toThrow('SubtleCrypto');
});

test.each([
  ['4711', true],
  ['12345678', true],
  ['123', false],
  ['123456789', false],
  ['12a4', false],
  [' 4711', false],
  ['', false],
])('“%s” as a PIN: %s', (text, expected) => {
  expect(isPin(text)).toBe(expected);
});
