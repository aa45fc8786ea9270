import { describe, expect, it } from 'vitest';
import type { Message } from '../../../electron/scpi/message.ts';
import { parseBody, parseMessage } from '../../../electron/scpi/parser.ts';
import {
  type Body,
  findOption,
  keyValuePairs,
  list,
  optionText,
} from '../../../electron/scpi/value.ts';
import { unwire, wire } from '../../support/scpi-splits.ts';

const parse = (text: string): Message => parseMessage(wire(text));

function only<K extends Message['kind']>(kind: K, text: string): Extract<Message, { kind: K }> {
  const message = parse(text);
  if (message.kind !== kind) throw new Error(`"${text}" was read as ${message.kind}`);
  return message as Extract<Message, { kind: K }>;
}

/** A body as words a person can check: options as `key=value`, the kind of a value by its brackets. */
function words(body: Body): { options: string[]; args: string[] } {
  return {
    options: body.options.map(({ key, value }) => (value ? `${key}=${value.text}` : key)),
    args: body.args.map((value) =>
      value.kind === 'tagged' ? `<${value.tag}>${value.text}` : `${value.kind}:${value.text}`,
    ),
  };
}

const okBody = (rest: string): Body => only('ok', `OK 1 ${rest}\n`).body;

describe('reading options and values', () => {
  const cases: readonly (readonly [text: string, options: string[], args: string[]])[] = [
    ['-RunMode=standard -Step=1 -Stage=PRERUN', ['RunMode=standard', 'Step=1', 'Stage=PRERUN'], []],
    [
      '-stealth=False -exclusive=True Controller',
      ['stealth=False', 'exclusive=True'],
      ['bare:Controller'],
    ],
    ['x -a=1 y -b z', ['a=1', 'b'], ['bare:x', 'bare:y', 'bare:z']],
    ['-a=1 -a=2 -A=3', ['a=1', 'a=2', 'A=3'], []],
    ['-Step=- -x=-1 -y=', ['Step=-', 'x=-1', 'y='], []],
    [
      '-1 -0.5 - -- -.5 -1e3',
      [],
      ['bare:-1', 'bare:-0.5', 'bare:-', 'bare:--', 'bare:-.5', 'bare:-1e3'],
    ],
    ['"with spaces" \'and so\' ""', [], ['quoted:with spaces', 'quoted:and so', 'quoted:']],
    ['-name="a b" -other=\'c "d"\'', ['name=a b', 'other=c "d"'], []],
    ['"say \\"hi\\" \\\\ \\n"', [], ['quoted:say "hi" \\ \\n']],
    ['"ends with \\"', [], ['quoted:ends with \\']],
    ["'no \\' escapes", [], ['quoted:no \\', 'bare:escapes']],
    ["it's don't 'tis", [], ["bare:it's", "bare:don't", "bare:'tis"]],
    ['12" 5"', [], ['bare:12"', 'bare:5"']],
    ['"open end', [], ['bare:"open', 'bare:end']],
    ['"a"b "c"', [], ['bare:"a"b', 'quoted:c']],
    ['-T=1.5,-2,3 m1,x1,quant', ['T=1.5,-2,3'], ['bare:m1,x1,quant']],
    ['"a, b","c" x,"y z",w', [], ['bare:"a, b","c"', 'bare:x,"y z",w']],
    ['<quote>\na b\n</quote>', [], ['<quote>\na b\n']],
    ['-x=<q>a b</q> <r> </r>', ['x=a b'], ['<r> ']],
    ['<q><q>x</q></q>', [], ['<q><q>x</q>']],
    ['pre<q>a b</q>post', [], ['bare:pre<q>a b</q>post']],
    ['<q>a</q><r>b</r>', [], ['bare:<q>a</q><r>b</r>']],
    ['<q>"</q> "<r> </r>"', [], ['<q>"', 'quoted:<r> </r>']],
    ['a < b <c', [], ['bare:a', 'bare:<', 'bare:b', 'bare:<c']],
    ['# no comment #1', [], ['bare:#', 'bare:no', 'bare:comment', 'bare:#1']],
    ['\t a \t\t b', [], ['bare:a', 'bare:b']],
    ['-a+b -c.d=1 -e-f=2 -g:h', ['c.d=1', 'e-f=2', 'g:h'], ['bare:-a+b']],
    ['-x="a" -y=1', ['x=a', 'y=1'], []],
    ['Temperature:38.4315 Current:9.4774', [], ['bare:Temperature:38.4315', 'bare:Current:9.4774']],
  ];
  it.each(cases)('reads %j', (text, options, args) => {
    expect(words(okBody(text))).toEqual({ options, args });
  });

  it('decodes UTF-8 and keeps the exact bytes of a body that is not', () => {
    const utf8 = Buffer.from('OK 1 "Größe à 37 °C" -µ=1 <q>α\n</q>\n', 'utf8');
    const message = parseMessage(utf8);
    if (message.kind !== 'ok') throw new Error(message.kind);
    expect(words(message.body)).toEqual({
      options: [],
      args: ['quoted:Größe à 37 °C', 'bare:-µ=1', '<q>α\n'],
    });
    const value = okBody('<quote>\xff\xfe\n\x00</quote>').args[0];
    if (value?.kind !== 'tagged') throw new Error('no body');
    expect(unwire(value.bytes)).toBe('\xff\xfe\n\x00');
    expect(value.text).toBe('\ufffd\ufffd\n\u0000');
  });

  it('keeps how each value was written', () => {
    expect(okBody(`a "b c" -x='d' <q>e</q>`)).toMatchObject({
      raw: `a "b c" -x='d' <q>e</q>`,
      args: [{ raw: 'a' }, { raw: '"b c"' }, { raw: '<q>e</q>' }],
      options: [{ key: 'x', value: { raw: "'d'" } }],
    });
  });

  it('finds options without regard to case, the first of several', () => {
    const { options } = okBody('-Zone1=25.0 -zone1=30 -flag');
    expect(optionText(options, 'ZONE1')).toBe('25.0');
    expect(findOption(options, 'flag')).toEqual({ key: 'flag', value: null });
    expect(optionText(options, 'flag')).toBeNull();
    expect(optionText(options, 'zone2')).toBeNull();
  });

  it('leaves comments out where the text has them: in commands and protocols', () => {
    const text = 'HACFILT m1,x1,quant # filters "x\n\tSTEP 1 <s>\n# in a body\n</s>#no\n#end';
    expect(words(parseBody(text, { comments: true })).args).toEqual([
      'bare:HACFILT',
      'bare:m1,x1,quant',
      'bare:STEP',
      'bare:1',
      'bare:<s>\n# in a body\n</s>#no',
    ]);
  });

  it('takes tags that do not pair up for text where no framer has checked them', () => {
    expect(words(parseBody('<a> b </c> </a', { comments: false })).args).toEqual([
      'bare:<a>',
      'bare:b',
      'bare:</c>',
      'bare:</a',
    ]);
  });
});

const listOf = (text: string): readonly string[] => {
  const value = parseBody(text, { comments: false }).args[0];
  return value ? list(value) : ['nothing'];
};

describe('lists and pairs', () => {
  it.each([
    ['32.4,32.1', ['32.4', '32.1']],
    ['one', ['one']],
    ['"a, b","c",d', ['a, b', 'c', 'd']],
    ["'a','b'", ['a', 'b']],
    ['a,,b,', ['a', '', 'b', '']],
    ['"a,b"', ['a', 'b']],
    ['<q>a,b</q>', ['a', 'b']],
    ['""', []],
    ['a,"b', ['a', '"b']],
    ['"a"b,c', ['"a"b', 'c']],
  ])('cuts %s', (text, members) => {
    expect(listOf(text)).toEqual(members);
  });

  it('reads the key:value pairs of the status LED', () => {
    const message = only(
      'message',
      'MESSage LEDStatus 1763430538.682 Temperature:38.4315 Current:9.4774 odd JuncTemp:54:4\n',
    );
    expect([...keyValuePairs(message.body)]).toEqual([
      ['Temperature', '38.4315'],
      ['Current', '9.4774'],
      ['JuncTemp', '54:4'],
    ]);
  });
});
