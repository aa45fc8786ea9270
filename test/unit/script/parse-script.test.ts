import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../../../shared/script/parse-script.ts';
import { patternProblem } from '../../../shared/script/safe-pattern.ts';
import { unrollScript } from '../../../shared/script/unroll-script.ts';

function steps(...lines: readonly string[]) {
  const reading = parseScript(lines.join('\n'));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.script.steps;
}

function problems(...lines: readonly string[]): readonly (readonly [number, number, string])[] {
  const reading = parseScript(lines.join('\n'));
  if (reading.ok) return [];
  return reading.problems.map(({ line, column, message }) => [line, column, message] as const);
}

describe('a script', () => {
  it('is commands, waits, expectations, repeats, levels and values, with comments between', () => {
    expect(
      steps(
        '# A first look',
        '@set Run Evening plate',
        '@level controller  # to move it',
        '',
        '  DRAW?',
        '@expect /closed|open/i',
        '@repeat 2',
        '  @wait 1.5s # a little',
        '  EXP:LIST? "{{Run}}/*"',
        '@end',
      ),
    ).toEqual([
      { kind: 'set', line: 2, name: 'Run', value: 'Evening plate' },
      { kind: 'level', line: 3, level: 'Controller' },
      { kind: 'command', line: 5, text: 'DRAW?' },
      { kind: 'expect', line: 6, pattern: 'closed|open', ignoresCase: true },
      {
        kind: 'repeat',
        line: 7,
        count: 2,
        steps: [
          { kind: 'wait', line: 8, milliseconds: 1_500 },
          { kind: 'command', line: 9, text: 'EXP:LIST? "{{Run}}/*"' },
        ],
      },
    ]);
  });

  it('takes a command over as many lines as its tags need', () => {
    const body = [
      'PROT x <multiline.protocol>',
      '@wait 5s is text here',
      '# and so is this',
      'STAGe 1 A <multiline.stage>',
      '</multiline.stage>',
      '</multiline.protocol>',
    ];
    expect(steps(...body, 'POW?')).toEqual([
      { kind: 'command', line: 1, text: body.join('\n') },
      { kind: 'command', line: 7, text: 'POW?' },
    ]);
  });

  it('reads Windows line ends', () => {
    expect(steps('POW?\r', '@wait 2min\r')).toEqual([
      { kind: 'command', line: 1, text: 'POW?' },
      { kind: 'wait', line: 2, milliseconds: 120_000 },
    ]);
  });

  it.each<[string, readonly string[], readonly (readonly [number, number, RegExp])[]]>([
    ['an unknown directive', ['POW?', '  @ask x'], [[2, 3, /@ask is not known/]]],
    [
      'a wait without a time',
      ['@wait', '@wait 5', '@wait 25h'],
      [
        [1, 6, /Say how long/],
        [2, 7, /Say how long/],
        [3, 7, /Say how long/],
      ],
    ],
    ['a level that is none', ['@level King'], [[1, 8, /Name a level/]]],
    [
      'a repeat without a number',
      ['@repeat x', 'POW?', '@end'],
      [
        [1, 9, /Say how often/],
        [3, 1, /no @repeat/],
      ],
    ],
    ['a repeat without an end', ['POW?', '@repeat 2', 'POW?'], [[2, 1, /no @end/]]],
    ['an end without a repeat', ['@end'], [[1, 1, /no @repeat/]]],
    ['a pattern without slashes', ['POW?', '@expect ON'], [[2, 9, /Write @expect/]]],
    ['a pattern that is none', ['POW?', '@expect /(/'], [[2, 9, /This is not a pattern/]]],
    [
      'a pattern that may take for ever',
      ['POW?', '@expect /(a+)+b/'],
      [[2, 9, /could take for ever/]],
    ],
    ['a flag it does not know', ['POW?', '@expect /a/g'], [[2, 9, /Only i/]]],
    ['an expectation before any command', ['@expect /a/'], [[1, 1, /none before it/]]],
    ['a name that is none', ['@set 1x y'], [[1, 6, /Write @set/]]],
    ['a value that is not set', ['RET {{Name}}'], [[1, 1, /\{\{Name\}\} has no value/]]],
    [
      'a tag that is not closed',
      ['POW?', '  RET <quote>a', 'DRAW?'],
      [[2, 7, /<quote> is never closed/]],
    ],
    ['a close tag that closes nothing', ['POW? </quote>'], [[1, 6, /closes nothing/]]],
    ['a tag that a value opens', ['@set T <quote>', 'RET {{T}}'], [[2, 1, /never closed, once/]]],
    [
      'more steps than a run may take',
      ['@repeat 100000', '@repeat 100000', 'POW?', '@end', '@end'],
      [[1, 1, /more than 100000 steps/]],
    ],
    [
      'several at once, in order',
      ['@x', 'POW?', '@wait soon'],
      [
        [1, 1, /@x is not known/],
        [3, 7, /Say how long/],
      ],
    ],
  ])('names line and column of %s', (_what, lines, expected) => {
    const found = problems(...lines);
    expect(found.map(([line, column]) => [line, column])).toEqual(
      expected.map(([line, column]) => [line, column]),
    );
    for (const [index, [, , message]] of expected.entries())
      expect(found[index]?.[2]).toMatch(message);
  });

  it('fills values in at their turn, in repeats too', () => {
    const reading = parseScript(
      ['@set N a', '@repeat 2', 'RET {{N}}', '@set N {{N}}b', '@end', 'RET {{ N }}'].join('\n'),
    );
    if (!reading.ok) throw new Error('it has mistakes');
    const sent = [...unrollScript(reading.script)].filter((step) => step.kind === 'command');
    expect(sent.map(({ text }) => text)).toEqual(['RET a', 'RET ab', 'RET abb']);
  });

  it('of any text is read or complained about, at a place inside it', () => {
    const pieces = fc.constantFrom(
      '@repeat 3',
      '@end',
      '@wait 1s',
      '@set A b',
      'RET {{A}}',
      '<quote>',
      '</quote>',
      '#',
      '@',
      'POW?',
      '\n',
      ' ',
      '@expect /x/',
      '@level Full',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((parts) => parts.join('\n')),
        ),
        (text) => {
          const reading = parseScript(text);
          if (reading.ok) return;
          const lines = text.split(/\r?\n/);
          expect(reading.problems.length).toBeGreaterThan(0);
          for (const { line, column, message } of reading.problems) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(lines.length);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 2);
            expect(message).toMatch(/\.$/);
          }
        },
      ),
    );
  });
});

describe('a pattern', () => {
  it.each([
    'a',
    '^-stealth=\\w+',
    '[+-]?\\d+\\.\\d+',
    '(ON|OFF)',
    '(?:a|b)',
    'a{2,5}',
    '[(*]+',
    '(ab)+',
    'x*y*',
    '\\d+ \\(.*\\)',
    '(?<name>a)',
  ])('/%s/ may be used', (pattern) => expect(patternProblem(pattern)).toBeNull());

  it.each([
    '(a+)+',
    '(a|a)*',
    '(a*)*b',
    '((a+)b?)+',
    '(?:a+){2,}',
    '(.*a){11}',
    '(?=a)b',
    '(?<!a)b',
    '(a)\\1',
    '(?<x>a)\\k<x>',
    '',
    '[',
    'a'.repeat(501),
  ])('/%s/ may not', (pattern) => expect(patternProblem(pattern)).toMatch(/\.$/));
});
