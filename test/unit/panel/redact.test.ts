import { assert, constantFrom, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../electron/panel/redact.ts';

test.each([
  ['17 AUTH 0123456789abcdef', '17 AUTH ***'],
  ['password=hunter22, next', 'password=***, next'],
  ['{"password": "a b\\"c", "x": 1}', '{"password": ***, "x": 1}'],
  ['webhookToken: abc.def', 'webhookToken: ***'],
  ['x-api-key=12345', 'x-api-key=***'],
  ['Authorization: Bearer abcdefgh.ijkl', 'Authorization: ***'],
  ['sent with Bearer abcdefgh.ijkl to it', 'sent with Bearer *** to it'],
  ['cookie: quantdeck-1=abc; other=2', 'cookie: ***'],
  ['https://hooks.example.org/services/T0/B0/key?x=1', 'https://hooks.example.org/***'],
  ['posting to https://user:pw@example.org/ failed', 'posting to https://example.org failed'],
  ['at http://127.0.0.1:27443/?token=abc.', 'at http://127.0.0.1:27443/***'],
  [
    'key -----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- end',
    'key -----BEGIN PRIVATE KEY----- *** end',
  ],
  ['key -----BEGIN RSA PRIVATE KEY-----\nMIIE and cut', 'key -----BEGIN RSA PRIVATE KEY----- ***'],
])('%s is kept as %s', (text, kept) => {
  expect(redact(text)).toBe(kept);
});

test('ordinary words stay as they are', () => {
  const text = 'QS5: open-drawer confirmed. A token was refused; the password was wrong (code 7).';
  expect(redact(text)).toBe(text);
});

test('no secret of ordinary characters survives behind any of its names', () => {
  const secret = stringMatching(/^[A-Za-z0-9_.+/-]{6,40}$/);
  const before = constantFrom('password=', 'AUTH ', 'token: ', '"secret":"', 'https://h.org/');
  assert(
    property(before, secret, (name, value) => {
      expect(redact(`${name}${value}`).includes(value)).toBe(false);
    }),
  );
});
