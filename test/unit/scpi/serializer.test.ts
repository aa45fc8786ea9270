import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../../electron/scpi/framer.ts';
import { parseBody } from '../../../electron/scpi/parser.ts';
import {
  ArgumentTextError,
  buildCommand,
  quoteText,
  tagged,
  writeArgument,
} from '../../../shared/command-text.ts';
import { checkSendable } from '../../../electron/scpi/serializer.ts';
import { unwire } from '../../support/scpi-splits.ts';

/** Reads one written argument back by the letter of the protocol page, without the client's parser. */
function readBack(written: string): string {
  const body = /^<quote>([^]*)<\/quote>$/.exec(written);
  if (body) return body[1] as string;
  const quoted = /^(["'])([^]*)\1$/.exec(written);
  if (!quoted) {
    if (/[\s"'#<>\\]/.test(written)) throw new Error(`not a bare word: ${written}`);
    return written;
  }
  const inner = quoted[2] as string;
  if (inner.includes(quoted[1] as string) || /[\r\n\\<>]/.test(inner)) {
    throw new Error(`ambiguous quotes: ${written}`);
  }
  return inner;
}

/** How many messages a server would see, by counting newlines outside of tags with a plain stack. */
function messagesIn(text: string): number {
  const open: string[] = [];
  let messages = 0;
  for (const [piece] of text.matchAll(/<\/?[A-Za-z_][A-Za-z0-9_.-]*>|\n|[^<\n]+|</g)) {
    if (piece === '\n' && open.length === 0) messages++;
    else if (/^<\/.+>$/.test(piece)) open.pop();
    else if (/^<[A-Za-z_].*>$/.test(piece)) open.push(piece);
  }
  return messages;
}

describe('writing an argument', () => {
  it.each([
    ['plain', 'plain'],
    ['public_run_complete:a/b_c-1.eds', 'public_run_complete:a/b_c-1.eds'],
    ['1.5,-2,x', '1.5,-2,x'],
    ['-1', '-1'],
    ['-0.25', '-0.25'],
    ['-', '"-"'],
    ['-key=value', '"-key=value"'],
    ['', '""'],
    ['two words', '"two words"'],
    ['#1', '"#1"'],
    ['run #1', '"run #1"'],
    ['say "hi"', `'say "hi"'`],
    ["it's", `"it's"`],
    [`both " and '`, `<quote>both " and '</quote>`],
    ['two\nlines', '<quote>two\nlines</quote>'],
    ['back\\slash', '<quote>back\\slash</quote>'],
    ['a < b', '<quote>a < b</quote>'],
    ['<a>x</a>', '<quote><a>x</a></quote>'],
    ['Größe', '"Größe"'],
    ['tab\there', '"tab\there"'],
    ['100%', '100%'],
    ['$5', '"$5"'],
  ])('writes %j as %s', (text, written) => {
    expect(quoteText(text)).toBe(written);
  });

  it.each(['$(OPEN)', '${Stage}', '$[1+1]', 'nice run $(ABORT)'])(
    'refuses %j, which the server would execute',
    (text) => {
      expect(() => quoteText(text)).toThrow(ArgumentTextError);
      expect(() => quoteText(text)).toThrow(/would execute/);
    },
  );

  it('says at which column a substitution begins', () => {
    expect(() => quoteText('ab $(POW?)')).toThrow('"$(" at column 4');
  });

  it.each(['<quote>', '</quote>', '<a><b></a></b>'])(
    'refuses %j, which no tag can hold',
    (text) => {
      expect(() => quoteText(text)).toThrow(ArgumentTextError);
    },
  );

  it('writes numbers, truth values and raw text', () => {
    expect([1, -2.5, true, false, { raw: '$(POW?)' }].map(writeArgument)).toEqual([
      '1',
      '-2.5',
      'True',
      'False',
      '$(POW?)',
    ]);
    for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => writeArgument(number)).toThrow(ArgumentTextError);
    }
  });

  it('puts a body in the tag that was asked for, and refuses what is no tag name', () => {
    expect(tagged('multiline.stage', '\nSTEP\n')).toBe(
      '<multiline.stage>\nSTEP\n</multiline.stage>',
    );
    for (const name of ['', '1a', 'a b', 'a>', 'x'.repeat(65)]) {
      expect(() => tagged(name, '')).toThrow(ArgumentTextError);
    }
  });

  it('reads back, by the letter of the protocol, as the text that was written', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '"',
      "'",
      '\n',
      '\r',
      '\\',
      '<',
      '>',
      '/',
      '#',
      '-',
      '$',
      'é',
      '<b>',
      '</b>',
      '1',
      ',',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let written: string;
        try {
          written = quoteText(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ArgumentTextError);
          return;
        }
        expect(readBack(written)).toBe(text);
        expect(checkSendable(`RET ${written}`)).toBeNull();
        const { args, options } = parseBody(written, { comments: true });
        expect(options).toEqual([]);
        expect(args.map((value) => value.text)).toEqual([text]);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('building a command', () => {
  it('writes options before arguments, in order and repeated', () => {
    expect(
      buildCommand('FILE:READ?', {
        options: [
          ['encoding', 'base64'],
          ['x', 1],
          ['x', 'a b'],
          ['verbose', null],
        ],
        args: ['public_run_complete:my run.eds', { raw: '${Stage:--1}' }],
      }),
    ).toBe(
      'FILE:READ? -encoding=base64 -x=1 -x="a b" -verbose "public_run_complete:my run.eds" ${Stage:--1}',
    );
    expect(buildCommand('OPEN')).toBe('OPEN');
  });

  it('refuses what is no option name', () => {
    expect(() => buildCommand('A', { options: [['a b', 1]] })).toThrow('"a b" is no option name');
  });
});

describe('checking a command before it is sent', () => {
  it.each([
    'OPEN',
    'RET $(POW?) ${Stage:--1} $[ 1 <> 2 ]',
    'RET a < b > c',
    'EXP:RUN -asynchronous <block> zip "a" "b" </block>',
    'PROT <multiline.protocol>\n\tSTAGe 1 <multiline.stage>\r\n</multiline.stage>\n</multiline.protocol>',
    'RET <q>\0</q>',
    'RET <1>x</1>',
    'RET <q><r>x</r>\n<1>\n</1></q>',
    ' leading blank',
    'RET µ',
    'RET <quote',
    'OPEN # now',
  ])('lets %j pass', (text) => {
    expect(checkSendable(text)).toBeNull();
  });

  it.each([
    ['', 'empty', 1, 1],
    [' \t ', 'empty', 1, 1],
    ['# only a comment', 'empty', 1, 1],
    ['A\nB', 'newline', 1, 2],
    ['OPEN\n', 'newline', 1, 5],
    ['RET <q>\n</q>\n', 'newline', 2, 5],
    ['RET <q>\n</q> \n<q></q>', 'newline', 2, 6],
    ['A\r', 'carriage-return', 1, 2],
    ['A\0B', 'nul', 1, 2],
    ['RET <quote>', 'unclosed-tag', 1, 5],
    ['RET "<quote>"', 'unclosed-tag', 1, 6],
    ['RET <q>\n <r>\n</q>', 'mismatched-close', 3, 1],
    ['RET </q>', 'close-without-open', 1, 5],
    ['RET <a></b>', 'mismatched-close', 1, 8],
    ['RET <a></A>', 'mismatched-close', 1, 8],
    ['RET <1>', 'unclosed-tag', 1, 5],
    ['RET <1>\n</1>', 'newline', 1, 8],
    ['A\ud800B', 'unpaired-surrogate', 1, 2],
  ])('refuses %j as %s, at line %i column %i', (text, fault, line, column) => {
    const error = checkSendable(text);
    expect(error).toMatchObject({ name: 'CommandTextError', fault, line, column });
    expect(error?.message).toContain(`(line ${line}, column ${column})`);
  });

  it('lets pass only what is exactly one message on the wire', () => {
    const piece = fc.constantFrom(
      'A',
      ' ',
      '\n',
      '<a>',
      '</a>',
      '<b>',
      '</b>',
      '<',
      '>',
      '/',
      '"',
      '\r',
      '<a',
      '<1>',
      '</1>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const text = pieces.join('');
        if (checkSendable(text) !== null) return;
        const line = `1 ${text}\n`;
        expect(messagesIn(line)).toBe(1);
        const frames: string[] = [];
        new Framer().push(Buffer.from(line), (frame) => frames.push(unwire(frame)));
        expect(frames).toEqual([line]);
      }),
      { numRuns: 5000 },
    );
  });
});
