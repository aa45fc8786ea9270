import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../shared/catalogue/catalogue.ts';
import { completionsAt } from '../../../shared/catalogue/completion.ts';
import { readTypedLine } from '../../../shared/catalogue/typed-line.ts';

/** `|` marks the caret. */
function at(marked: string): { readonly text: string; readonly caret: number } {
  const caret = marked.indexOf('|');
  return { text: marked.replace('|', ''), caret };
}

function labels(marked: string): readonly string[] {
  const { text, caret } = at(marked);
  return completionsAt(text, caret, catalogue).items.map(({ label }) => label);
}

function placed(marked: string): readonly [string | undefined, string, string] {
  const { text, caret } = at(marked);
  const { command, place } = readTypedLine(text, caret, catalogue);
  return [command?.name, place.kind, place.kind === 'elsewhere' ? '' : place.prefix];
}

describe('the place of a caret', () => {
  it.each<[string, string | undefined, string, string]>([
    ['|', undefined, 'command', ''],
    ['BLO|', undefined, 'command', 'BLO'],
    ['12 BLO|', undefined, 'command', 'BLO'],
    ['BLOCK |', 'BLOCK', 'argument', ''],
    ['block ON |60', 'BLOCK', 'argument', ''],
    ['SUBS -time|', 'SUBScribe', 'option-name', '-time'],
    ['ACC -exclusive=Tr|', 'ACCess', 'option-value', 'Tr'],
    ['RET $(DRA|', undefined, 'command', 'DRA'],
    ['RET $(FILE:LIST? |', 'FILe:LIST?', 'argument', ''],
    ['RET $(POW?) |', 'RETurn', 'argument', ''],
    ['RET "$(POW|', undefined, 'command', 'POW'],
    ['EXP:RUN <block>\n OPE|', undefined, 'command', 'OPE'],
    ['FILE:WRITE a <quote.base64>\nOPEN|', undefined, 'elsewhere', ''],
    ['FILE:WRITE a <quote.base64>x</quote.base64> |', 'FILe:WRITe', 'argument', ''],
    ['POW? # OPE|', undefined, 'elsewhere', ''],
    ['PROT x <multiline.protocol>\nSTAG|', undefined, 'command', 'STAG'],
    ['RET ${Run|', undefined, 'elsewhere', ''],
    ['EXP:NEW "my ru|', 'EXPeriment:NEW', 'argument', '"my ru'],
    ["RET it's |", 'RETurn', 'argument', ''],
    ['FOO |', undefined, 'argument', ''],
  ])('in %j', (marked, command, kind, prefix) => {
    expect(placed(marked)).toEqual([command, kind, prefix]);
  });

  it('is found in any text at any caret, and what is replaced lies around the caret', () => {
    const pieces = fc.constantFrom(
      ...'$(|)|<block>|</block>|"|\'|\n|;|#|OPEN| |-a=|${|}|<|>'.split('|'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), fc.nat(100), (parts, where) => {
        const text = parts.join('');
        const caret = Math.min(where, text.length);
        const { from, to } = completionsAt(text, caret, catalogue);
        expect(from).toBeLessThanOrEqual(caret);
        expect(to).toBeGreaterThanOrEqual(caret);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('completion', () => {
  it('offers commands by short form, long form and what they contain, best first', () => {
    expect(labels('exp:re|')).toEqual(['EXPeriment:READ?']);
    expect(labels('covd|')).toEqual(['COVerDOWN']);
    expect(labels('temper|')).toContain('TBC:SampleTemperatures?');
    expect(labels('RU|').slice(0, 3)).toEqual(['RUNTitle?', 'RunProgress?', 'RunProtocol']);
    expect(labels('|').length).toBe(50);
  });

  it('offers options that are not given yet, and their values', () => {
    expect(labels('ACC -|')).toEqual(['-stealth=', '-exclusive=']);
    expect(labels('ACC -stealth=True -|')).toEqual(['-exclusive=']);
    expect(labels('ACC -exclusive=|')).toEqual(['True', 'False']);
    expect(labels('FILE:READ? -encoding=b|')).toEqual(['base64']);
  });

  it('offers what an argument may be', () => {
    expect(labels('POW |')).toEqual(['ON', 'OFF']);
    expect(labels('ACC C|')).toEqual(['Controller']);
    expect(labels('UNS Temperature T|')).toEqual(['Temperature', 'Time']);
    expect(labels('HELP? DRA|')).toEqual(['DRAWer?']);
    expect(labels('StopRun |')).toEqual(['${RunTitle}']);
  });

  it('replaces the whole word at the caret', () => {
    const { text, caret } = at('RET $(DRA|W?) 1');
    expect(completionsAt(text, caret, catalogue)).toMatchObject({ from: 6, to: 11 });
  });
});
