import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../electron/scpi/message.ts';
import { parseBody, parseMessage, splitEcho } from '../../../electron/scpi/parser.ts';
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

describe('reading a greeting', () => {
  it('takes the known facts out and keeps every option', () => {
    const { greeting } = only(
      'ready',
      'READy -session=474800 -product=QuantStudio3_5 -version=1.3.0 -build=001 -capabilities=Index -new=1\n',
    );
    expect(greeting).toMatchObject({
      session: '474800',
      product: 'QuantStudio3_5',
      version: '1.3.0',
      build: '001',
      capabilities: 'Index',
      raw: '-session=474800 -product=QuantStudio3_5 -version=1.3.0 -build=001 -capabilities=Index -new=1',
    });
    expect(optionText(greeting.options, 'NEW')).toBe('1');
  });

  it('says null for what the machine left out', () => {
    const { greeting } = only('ready', 'READ\r\n');
    expect(greeting).toEqual({
      session: null,
      product: null,
      version: null,
      build: null,
      capabilities: null,
      options: [],
      raw: '',
    });
  });
});

describe('reading replies', () => {
  it.each([
    ['OK 7\n', 'ok'],
    ['ok 7\r\n', 'ok'],
    ['NEXT 7\n', 'next'],
    ['next 7', 'next'],
    ['ERRor 7 testerror\n', 'error'],
    ['ERR 7 testerror\n', 'error'],
    ['ERROR 7 testerror\n', 'error'],
  ])('reads %j with its ident', (text, kind) => {
    expect(parse(text)).toMatchObject({ kind, ident: 7 });
  });

  it('keeps the rest of the line as the exact text', () => {
    expect(okBody('a title  with spaces ').raw).toBe('a title  with spaces ');
  });

  it('has an empty body when nothing follows', () => {
    expect(only('ok', 'OK 12\r\n').body).toMatchObject({ raw: '', options: [], args: [] });
  });

  it('has no ident when the reply repeats the command', () => {
    expect(only('ok', 'OK ACCess OBSERVER\n')).toMatchObject({
      ident: null,
      body: { raw: 'ACCess OBSERVER' },
    });
    expect(only('ok', 'OK 7th floor\n')).toMatchObject({ ident: null, body: { raw: '7th floor' } });
    expect(only('ok', 'OK\n').ident).toBeNull();
  });

  it('takes no number beyond exact integers for an ident', () => {
    expect(only('ok', 'OK 99999999999999999999 x\n').ident).toBeNull();
  });

  it.each(['hello', '', 'OKAY 7', 'OK\u00a07', 'NEXTONE', '7 OK', '<quote>OK 1</quote>', 'ERRO 1'])(
    'keeps %j whole as unknown',
    (text) => {
      expect(parse(`${text}\n`)).toMatchObject({
        kind: 'unknown',
        raw: Buffer.from(wire(text)).toString('utf8'),
      });
      expect(unwire(only('unknown', `${text}\n`).bytes)).toBe(text);
    },
  );
});

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

describe('reading messages of a topic', () => {
  it('reads the time stamp as Unix milliseconds', () => {
    const message = only(
      'message',
      'MESSage Temperature 1763430538.777 -sample=32.4,32.1 -heatsink=33.1\n',
    );
    expect(message).toMatchObject({ topic: 'Temperature', timestamp: 1_763_430_538_777 });
    expect(words(message.body).options).toEqual(['sample=32.4,32.1', 'heatsink=33.1']);
  });

  it.each([
    ['MESSage Run Cycle 1\n', 'Run', 'Cycle 1'],
    ['MESS Run 12.5 x\n', 'Run', '12.5 x'],
    ['mess Time -elapsed=1\n', 'Time', '-elapsed=1'],
    ['MESSAGE Run\n', 'Run', ''],
  ])('has no time stamp in %j', (text, topic, raw) => {
    expect(only('message', text)).toMatchObject({ topic, timestamp: null, body: { raw } });
  });

  it('keeps a body of several lines', () => {
    const message = only(
      'message',
      'MESS Log 1763430538.777 <quote.message>a\nb\n</quote.message>\n',
    );
    expect(words(message.body).args).toEqual(['<quote.message>a\nb\n']);
  });

  it('keeps a message without a topic whole', () => {
    expect(parse('MESSage \n').kind).toBe('unknown');
  });
});

const details = (rest: string) => only('error', `ERRor 7 ${rest}\n`).details;

describe('reading errors', () => {
  it('takes kind, fields and text apart', () => {
    const error = details(
      '[InsufficientAccess] -requiredAccess="Controller" -currentAccess="Observer" --> This operation requires Controller access or higher',
    );
    expect(error.errorKind).toBe('InsufficientAccess');
    expect(error.fields.map(({ key, value }) => [key, value?.text])).toEqual([
      ['requiredAccess', 'Controller'],
      ['currentAccess', 'Observer'],
    ]);
    expect(error.text).toBe('This operation requires Controller access or higher');
    expect(error.chain).toEqual([error.text]);
  });

  it('cuts the text at its arrows', () => {
    const error = details(
      `[ParseError] -message="bad --> here" --> In macro 'x', line 1 --> Unknown command "FOO" <-- RUN`,
    );
    expect(error.fields[0]?.value?.text).toBe('bad --> here');
    expect(error.text).toBe(`In macro 'x', line 1 --> Unknown command "FOO" <-- RUN`);
    expect(error.chain).toEqual([`In macro 'x', line 1`, 'Unknown command "FOO"', 'RUN']);
  });

  it.each([
    ['[AuthError] --> Authentication failed', 'AuthError', 'Authentication failed'],
    ['[InvocationError] too few arguments', 'InvocationError', 'too few arguments'],
    ['[NoMatch]', 'NoMatch', ''],
    ['[NeverSeen] -x --> y', 'NeverSeen', 'y'],
    ['[Glued]-x=1 text', 'Glued', 'text'],
    ['testerror', null, 'testerror'],
    ['-key=1 --> no kind', null, '-key=1 --> no kind'],
    ['', null, ''],
    ['[not a kind] text', null, '[not a kind] text'],
  ])('reads %j', (rest, errorKind, text) => {
    expect(details(rest)).toMatchObject({ errorKind, text, raw: rest });
  });

  it('has no ident when the reply repeats the command', () => {
    expect(only('error', 'ERRor COP a b [IOError] -message="x" --> no\n')).toMatchObject({
      ident: null,
      details: {
        errorKind: 'IOError',
        fields: [{ key: 'message', value: { text: 'x' } }],
        text: 'no',
        raw: 'COP a b [IOError] -message="x" --> no',
      },
    });
    expect(only('error', 'ERRor OPEN failed\n')).toMatchObject({
      ident: null,
      details: { errorKind: null, text: 'OPEN failed' },
    });
    expect(only('error', 'ERRor [AuthError] --> in [Brackets]\n')).toMatchObject({
      ident: null,
      details: { errorKind: 'AuthError', text: 'in [Brackets]' },
    });
  });
});

const echo = (text: string, pending: readonly string[]) => {
  const found = splitEcho(only('ok', text).body, pending);
  return found && [found.command, found.body.raw];
};

describe('replies to commands without an ident', () => {
  it('finds the command and its values', () => {
    expect(echo('OK ISTAT? Running\n', ['ACCess OBSERVER', 'ISTAT?'])).toEqual([
      'ISTAT?',
      'Running',
    ]);
    expect(echo('OK ACCess OBSERVER\n', ['ACCess OBSERVER'])).toEqual(['ACCess OBSERVER', '']);
  });

  it('prefers the longest command, and never one that only begins alike', () => {
    expect(echo('OK ACC Observer x\n', ['ACC', 'ACC Observer'])).toEqual(['ACC Observer', 'x']);
    expect(echo('OK ISTATE Running\n', ['ISTAT'])).toBeNull();
    expect(echo('OK anything\n', [''])).toBeNull();
  });
});

describe('reading anything', () => {
  it('never throws, and keeps the whole text of what it does not know', () => {
    const piece = fc.constantFrom(
      'OK',
      'NEXT',
      'ERRor',
      'MESSage',
      'READy',
      ' ',
      '\n',
      '7',
      '-',
      '=',
      '"',
      "'",
      '\\',
      '<q>',
      '</q>',
      '<',
      ',',
      '[',
      ']',
      '-->',
      '\xe9',
      '\xff',
      '#',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const message = parse(text);
        if (message.kind === 'unknown') {
          expect(text.startsWith(unwire(message.bytes))).toBe(true);
          expect(text.length - message.bytes.length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => parseMessage(bytes)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it('puts every word of a line into exactly one option or value', () => {
    const word = fc.constantFrom('a', '-b', '-c=d', '"e f"', "-g='h i'", '<q>j k</q>', '-1', ',');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (parts) => {
        const body = okBody(parts.join(' '));
        const written = [
          ...body.options.map(({ key, value }) => (value ? `-${key}=${value.raw}` : `-${key}`)),
          ...body.args.map(({ raw }) => raw),
        ];
        expect(written.toSorted()).toEqual(parts.toSorted());
      }),
      { numRuns: 1000 },
    );
  });
});
