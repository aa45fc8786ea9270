import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, readAddress } from '../../../shared/machine-address.ts';

const good: readonly (readonly [string, string, number | null])[] = [
  ['qs5', 'qs5', null],
  ['  qs5  ', 'qs5', null],
  ['qs5.lab.example', 'qs5.lab.example', null],
  ['qs5.lab.example.', 'qs5.lab.example.', null],
  ['QS-5_a.lab:7443', 'QS-5_a.lab', 7443],
  ['192.0.2.7', '192.0.2.7', null],
  ['192.0.2.7:7000', '192.0.2.7', 7000],
  ['qs5:1', 'qs5', 1],
  ['qs5:65535', 'qs5', 65_535],
  ['2001:db8::7', '2001:db8::7', null],
  ['::1', '::1', null],
  ['::', '::', null],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8', null],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7::', null],
  ['::ffff:192.0.2.7', '::ffff:192.0.2.7', null],
  ['fe80::1%eth0', 'fe80::1%eth0', null],
  ['[2001:db8::7]', '2001:db8::7', null],
  ['[2001:db8::7]:7000', '2001:db8::7', 7000],
  ['[fe80::1%eth0.2]:7443', 'fe80::1%eth0.2', 7443],
  ['1e5', '1e5', null],
  ['a1.2', 'a1.2', null],
];

const bad: readonly string[] = [
  '',
  '   ',
  'http://qs5',
  'qs5:',
  'qs5:0',
  'qs5:65536',
  'qs5:70 00',
  'qs5:-1',
  'qs5:7e3',
  'qs5:port',
  'qs 5',
  'qs5/path',
  'user@qs5',
  '-qs5',
  'qs5-',
  'qs5..lab',
  '.',
  '.lab',
  'x'.repeat(64),
  `${'x'.repeat(60)}.`.repeat(5),
  '192.0.2',
  '192.0.2.256',
  '192.0.2.7.8',
  '1.2.3.4:70000',
  '[qs5]',
  '[qs5]:7000',
  '[2001:db8::7',
  '[2001:db8::7]x',
  '[2001:db8::7]:',
  '[]',
  '2001:db8::7::1',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  ':1:2',
  '::12345',
  '::g',
  '1.2.3.4::',
  '::1.2.3.4:5',
  '1::2%',
  '1::2%a%b',
  'fe80::1%eth 0',
  'qs5\n7000',
  'qs5:7000:7000',
  'Labör',
];

describe('a machine’s address', () => {
  it.each(good)('%j is read', (text, host, port) => {
    expect(readAddress(text)).toEqual({ ok: true, address: { host, port } });
  });

  it.each(bad)('%j is refused with a sentence', (text) => {
    const reading = readAddress(text);
    expect(reading.ok).toBe(false);
    if (!reading.ok) expect(reading.problem).toMatch(/^.+\.$/s);
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof readAddress(text).ok).toBe('boolean');
      }),
    );
  });

  it('is written so that it is read back', () => {
    const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,10}[a-z0-9_])?$/);
    const name = fc
      .array(label, { minLength: 1, maxLength: 4 })
      .map((labels) => labels.join('.'))
      .filter((text) => !/^[\d.]+$/.test(text));
    const zone = fc.option(fc.stringMatching(/^[a-z0-9]{1,8}$/));
    const host = fc.oneof(
      name,
      fc.ipV4(),
      fc
        .tuple(fc.ipV6(), zone)
        .map(([address, of]) => (of === null ? address : `${address}%${of}`)),
    );
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }));
    fc.assert(
      fc.property(host, port, (of, at) => {
        const address = { host: of, port: at };
        expect(readAddress(formatAddress(address))).toEqual({ ok: true, address });
      }),
      { numRuns: 1_000 },
    );
  });
});
