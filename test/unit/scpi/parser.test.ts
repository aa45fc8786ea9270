import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../electron/scpi/message.ts';
import { parseMessage, splitEcho } from '../../../electron/scpi/parser.ts';
import { type Body, optionText } from '../../../electron/scpi/value.ts';
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
  it('reads very long hostile lines without ado', () => {
    for (const part of ['"', "'x ", '<a> ', '<a></a> ', '"\\" ', '-a="', ',"', '"<q>', ' --> ']) {
      const text = part.repeat(100_000);
      const { options, args } = okBody(text);
      expect(options.length + args.length).toBeGreaterThan(0);
      expect(only('error', `ERRor 1 [A] ${text}\n`).details.raw).toContain(text);
    }
  });

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
        if ('body' in message) expect(message.body.args).toBeInstanceOf(Array);
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
