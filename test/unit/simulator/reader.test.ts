import { array, assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandReader } from '../../../electron/simulator/reader.ts';

const wire = [
  '1 POW?\n',
  'ACC -stealth=False Controller\r\n',
  '2 PROT demo <multiline.protocol>\nSTAGe 1 a <multiline.stage>\n</multiline.stage>\n</multiline.protocol>\n',
  'RET "a < b" <quote>x\ny</quote> ü\n',
].join('');

const commands = [
  '1 POW?',
  'ACC -stealth=False Controller',
  '2 PROT demo <multiline.protocol>\nSTAGe 1 a <multiline.stage>\n</multiline.stage>\n</multiline.protocol>',
  'RET "a < b" <quote>x\ny</quote> ü',
];

function readAll(chunks: readonly Uint8Array[]): { commands: string[]; failure: string | null } {
  const reader = new CommandReader();
  const found: string[] = [];
  let failure: string | null = null;
  for (const chunk of chunks) {
    const read = reader.push(chunk);
    found.push(...read.commands);
    failure = read.failure;
  }
  return { commands: found, failure };
}

describe('CommandReader', () => {
  const sound = Buffer.from(wire, 'utf8');

  it('cuts commands at newlines outside tags, whatever the packet borders', () => {
    const whole = readAll([sound]);
    const bytewise = readAll([...sound].map((byte) => Uint8Array.of(byte)));
    expect(whole).toEqual({ commands, failure: null });
    expect(bytewise).toEqual(whole);
    for (let cut = 1; cut < sound.length; cut++) {
      expect(readAll([sound.subarray(0, cut), sound.subarray(cut)])).toEqual(whole);
    }
  });

  it('reads any cutting of the stream alike', () => {
    assert(
      property(array(nat(sound.length), { maxLength: 8 }), (cuts) => {
        const borders = [0, ...cuts.toSorted((a, b) => a - b), sound.length];
        const chunks = borders.slice(1).map((end, index) => sound.subarray(borders[index], end));
        expect(readAll(chunks).commands).toEqual(commands);
      }),
    );
  });

  it('takes a less-than sign without a well-formed tag as plain text', () => {
    expect(readAll([Buffer.from('RET a<b c<\nRET <>\nRET <a b>\n')]).commands).toEqual([
      'RET a<b c<',
      'RET <>',
      'RET <a b>',
    ]);
  });

  it.each([
    ['1 RET </quote>\n', '</quote> closes nothing'],
    ['1 RET <a><b></a>\n', '</a> does not match <b>'],
  ])('refuses to read on after %j', (text, failure) => {
    const read = readAll([Buffer.from('ISTAT?\n'), Buffer.from(text), Buffer.from('POW?\n')]);
    expect(read).toEqual({ commands: ['ISTAT?'], failure });
  });

  it('keeps an open body waiting for its end', () => {
    const reader = new CommandReader();
    expect(reader.push(Buffer.from('RET <quote>a\nb\n')).commands).toEqual([]);
    expect(reader.push(Buffer.from('</quote>\n')).commands).toEqual(['RET <quote>a\nb\n</quote>']);
  });
});
