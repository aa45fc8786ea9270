import { describe, expect, it } from 'vitest';
import { Framer, type FramerLimits } from '../../../electron/scpi/framer.ts';
import { FramingError, type FramingErrorKind } from '../../../electron/scpi/framing-error.ts';
import { cuttings, unwire, wire } from '../../support/scpi-splits.ts';

interface Framed {
  readonly frames: readonly string[];
  readonly error: FramingError | null;
  readonly held: string;
}

function frame(chunks: readonly Uint8Array[], limits?: Partial<FramerLimits>): Framed {
  const framer = new Framer(limits);
  const frames: string[] = [];
  let error: FramingError | null = null;
  for (const chunk of chunks) {
    try {
      framer.push(chunk, (bytes) => frames.push(unwire(bytes)));
    } catch (caught) {
      if (!(caught instanceof FramingError)) throw caught;
      error ??= caught;
      expect(caught).toBe(error);
    }
  }
  return { frames, error, held: unwire(framer.peek(framer.heldBytes)) };
}

describe('a framer, however the stream is cut', () => {
  const cases: readonly (readonly [name: string, stream: string, frames: readonly string[]])[] = [
    ['ends a message at a newline', 'OK 1\nOK 2\n', ['OK 1\n', 'OK 2\n']],
    ['keeps a carriage return with its line end', 'OK 1\r\nOK 2\r\n', ['OK 1\r\n', 'OK 2\r\n']],
    ['gives blank lines as frames', '\n\nOK 1\n', ['\n', '\n', 'OK 1\n']],
    [
      'keeps newlines inside a tag in the message',
      'OK 1 <quote.reply>\na\nb\n</quote.reply>\nOK 2\n',
      ['OK 1 <quote.reply>\na\nb\n</quote.reply>\n', 'OK 2\n'],
    ],
    [
      'follows nested tags',
      'OK 1 <multiline.protocol>\n<multiline.stage>\n</multiline.stage>\n</multiline.protocol>\n',
      ['OK 1 <multiline.protocol>\n<multiline.stage>\n</multiline.stage>\n</multiline.protocol>\n'],
    ],
    [
      'follows a tag inside a tag of the same name',
      'OK 1 <q>\n<q>\n</q>\n</q>\nOK 2\n',
      ['OK 1 <q>\n<q>\n</q>\n</q>\n', 'OK 2\n'],
    ],
    [
      'follows tags one after the other',
      'OK <a>\n</a><b>\n</b>\nOK 2\n',
      ['OK <a>\n</a><b>\n</b>\n', 'OK 2\n'],
    ],
    ['takes a lone < for text', 'OK 1 a < b\nOK 2\n', ['OK 1 a < b\n', 'OK 2\n']],
    ['takes << and <<q> apart', 'OK <<q>\n</q>\nOK 2\n', ['OK <<q>\n</q>\n', 'OK 2\n']],
    ['takes </ alone for text', 'OK </ >\nOK </\n', ['OK </ >\n', 'OK </\n']],
    ['takes <> and </> for text', 'OK <> </>\nOK\n', ['OK <> </>\n', 'OK\n']],
    ['takes a name that begins with a digit for text', 'OK <1>\nOK\n', ['OK <1>\n', 'OK\n']],
    [
      'takes a tag cut off by the line end for text',
      'OK <quote\nOK 2\n',
      ['OK <quote\n', 'OK 2\n'],
    ],
    ['takes a close tag cut off by the line end for text', 'OK </q\n>\n', ['OK </q\n', '>\n']],
    [
      'takes a start tag with attributes outside every tag for text',
      'OK <a b="c">\nOK 2\n',
      ['OK <a b="c">\n', 'OK 2\n'],
    ],
    [
      'keeps text with < in a body',
      'OK 1 <quote.reply>\nif a < b and c << d <\n</quote.reply>\nOK 2\n',
      ['OK 1 <quote.reply>\nif a < b and c << d <\n</quote.reply>\n', 'OK 2\n'],
    ],
    [
      'lets a close tag directly follow a < in a body',
      'OK <q>a <</q>\nOK 2\n',
      ['OK <q>a <</q>\n', 'OK 2\n'],
    ],
    [
      'keeps an XML document with attributes in a body',
      'OK 1 <quote>\n<?xml version="1.0"?>\n<!DOCTYPE x>\n<!-- a > b -->\n<Plate id="1">\n<Name />\n<Row/>\n<Well n=\'2\' label="x > y"\n>3</Well>\n<A><B c="d"></B></A></Plate>\n</quote>\nOK 2\n',
      [
        'OK 1 <quote>\n<?xml version="1.0"?>\n<!DOCTYPE x>\n<!-- a > b -->\n<Plate id="1">\n<Name />\n<Row/>\n<Well n=\'2\' label="x > y"\n>3</Well>\n<A><B c="d"></B></A></Plate>\n</quote>\n',
        'OK 2\n',
      ],
    ],
    [
      'closes the right element when one with attributes holds one of the same name without',
      'OK <q><a b="1"><a>\n</a></a>\n</q>\nOK 2\n',
      ['OK <q><a b="1"><a>\n</a></a>\n</q>\n', 'OK 2\n'],
    ],
    [
      'closes the right element when one without attributes holds one of the same name with',
      'OK <q><a><a b="1">\n</a></a>\n</q>\nOK 2\n',
      ['OK <q><a><a b="1">\n</a></a>\n</q>\n', 'OK 2\n'],
    ],
    [
      'opens nothing with an element that closes itself',
      'OK <q><a>\n<a b="1"/><a b="/" /></a>\n</q>\nOK 2\n',
      ['OK <q><a>\n<a b="1"/><a b="/" /></a>\n</q>\n', 'OK 2\n'],
    ],
    [
      'opens an element whose last attribute ends with a slash',
      'OK <q><a b="/">\n</a>\n</q>\nOK 2\n',
      ['OK <q><a b="/">\n</a>\n</q>\n', 'OK 2\n'],
    ],
    [
      'does not wait for an unclosed start tag with attributes in a body',
      'OK <q>one <b c> two\n<br clear="all">\n</q>\nOK 2\n',
      ['OK <q>one <b c> two\n<br clear="all">\n</q>\n', 'OK 2\n'],
    ],
    [
      'ends a body whose text shows its own tag with attributes',
      'OK <quote>say <quote text> so\n</quote>\nOK 2\n',
      ['OK <quote>say <quote text> so\n</quote>\n', 'OK 2\n'],
    ],
    [
      'finds a close tag after an unclosed attribute quote in a body',
      'OK <q>a <b "c\n</q>\nOK 2\n',
      ['OK <q>a <b "c\n</q>\n', 'OK 2\n'],
    ],
    [
      'keeps arbitrary bytes of a body',
      'OK <q>\0\x01\xff\xfe\x80\xc3\n\r</q>\nOK 2\n',
      ['OK <q>\0\x01\xff\xfe\x80\xc3\n\r</q>\n', 'OK 2\n'],
    ],
    [
      'takes letters, digits, underscore, point and hyphen in a name',
      'OK <_a.B-9>\n</_a.B-9>\nOK 2\n',
      ['OK <_a.B-9>\n</_a.B-9>\n', 'OK 2\n'],
    ],
  ];
  it.each(cases)('%s', (_, stream, frames) => {
    for (const chunks of cuttings(wire(stream))) {
      expect(frame(chunks)).toEqual({ frames, error: null, held: '' });
    }
  });

  it('holds what has no end yet', () => {
    for (const chunks of cuttings(wire('OK 1\nOK 2 <quote>\nabc</quo'))) {
      expect(frame(chunks)).toMatchObject({ frames: ['OK 1\n'], held: 'OK 2 <quote>\nabc</quo' });
    }
  });
});

/** A body of that many elements with attributes, one in the other. */
const nested = (count: number): string =>
  `OK <q>${'<p a="b">'.repeat(count)}${'</p>'.repeat(count)}</q>\n`;

describe('a framer of a damaged stream, however it is cut', () => {
  const small = { maxFrameBytes: 24, maxDepth: 3 };
  const cases: readonly (readonly [
    name: string,
    stream: string,
    frames: readonly string[],
    kind: FramingErrorKind,
    byteOffset: number,
    words: string,
  ])[] = [
    [
      'refuses a close tag of another name',
      'OK 1\nOK 2 <quote>a</other>\nOK 3\n',
      ['OK 1\n'],
      'mismatched-close',
      18,
      '</other> does not close <quote>, opened at byte 10',
    ],
    [
      'refuses a close tag of another case',
      'OK <q>a</Q>\n',
      [],
      'mismatched-close',
      7,
      '</Q> does not close <q>',
    ],
    [
      'refuses a close tag that closes nothing',
      'OK 1\nOK </q>\n',
      ['OK 1\n'],
      'close-without-open',
      8,
      '</q>',
    ],
    [
      'refuses tags that cross',
      'OK <a><b></a></b>\n',
      [],
      'mismatched-close',
      9,
      '</a> does not close <b>',
    ],
    [
      'does not let an element with attributes of an outer tag be closed inside',
      'OK <q><a b=""><c></a></c></q>\n',
      [],
      'mismatched-close',
      17,
      '</a> does not close <c>',
    ],
  ];
  it.each(cases)('%s', (_, stream, frames, kind, byteOffset, words) => {
    for (const chunks of cuttings(wire(stream))) {
      const result = frame(chunks);
      expect(result.frames).toEqual(frames);
      expect(result.error).toMatchObject({ kind, byteOffset });
      expect(result.error?.message).toContain(words);
    }
  });

  it('refuses a frame that is too large and says where', () => {
    for (const chunks of cuttings(wire('OK 1\nOK 2 0123456789012345678901234567890\n'))) {
      const result = frame(chunks, small);
      expect(result.frames).toEqual(['OK 1\n']);
      expect(result.error).toMatchObject({ kind: 'frame-too-large', byteOffset: 29 });
    }
  });

  it('names a frame that is too large before a fault that lies beyond the limit', () => {
    for (const chunks of cuttings(wire(`OK ${'x'.repeat(30)}</q>\n`))) {
      expect(frame(chunks, small).error?.kind).toBe('frame-too-large');
    }
  });

  it('takes a frame of exactly the largest size', () => {
    const stream = 'OK 0123456789012345678\nOK\n';
    for (const chunks of cuttings(wire(stream))) {
      expect(frame(chunks, { maxFrameBytes: 23 }).error).toBeNull();
      expect(frame(chunks, { maxFrameBytes: 22 }).error?.kind).toBe('frame-too-large');
    }
  });

  it('refuses tags nested deeper than the limit, and takes them up to it', () => {
    for (const chunks of cuttings(wire('<a><b><c></c></b></a>\n'))) {
      expect(frame(chunks, small).error).toBeNull();
    }
    for (const chunks of cuttings(wire('<a><b><c><d></d></c></b></a>\n'))) {
      expect(frame(chunks, { maxDepth: 3 }).error).toMatchObject({
        kind: 'tags-too-deep',
        byteOffset: 9,
      });
    }
  });

  it('remembers 128 open elements with attributes, and forgets the oldest of more', () => {
    expect(frame([wire(nested(128))]).frames).toEqual([nested(128)]);
    expect(frame([wire(nested(129))]).error?.kind).toBe('mismatched-close');
    const unclosed = `OK <q>${'<br a="b">'.repeat(500)}<p a="b">\n</p></q>\n`;
    expect(frame([wire(unclosed)]).frames).toEqual([unclosed]);
  });

  it('holds no byte beyond the largest size', () => {
    const framer = new Framer({ maxFrameBytes: 8 });
    framer.push(wire('12345678'), () => {});
    expect(() => framer.push(wire('9'), () => {})).toThrow(FramingError);
    expect(framer.heldBytes).toBe(8);
  });

  it('takes a name of 256 bytes for a tag and a longer one for text', () => {
    const longest = `<${'n'.repeat(256)}>`;
    expect(frame([wire(`OK ${longest}\n`)]).frames).toEqual([]);
    const longer = `OK <${'n'.repeat(257)}>\n`;
    expect(frame([wire(longer)]).frames).toEqual([longer]);
    const longerClose = `OK </${'n'.repeat(257)}>\n`;
    expect(frame([wire(longerClose)]).frames).toEqual([longerClose]);
  });

  it('says the same error for ever and reads nothing more', () => {
    const framer = new Framer();
    const frames: string[] = [];
    const push = (text: string) => () => {
      framer.push(wire(text), (bytes) => frames.push(unwire(bytes)));
    };
    expect(push('OK 1\n</a>\nOK 2\n')).toThrow(FramingError);
    expect(push('OK 3\n')).toThrow('</a> closes nothing');
    expect(push('')).toThrow('byte 5');
    expect(frames).toEqual(['OK 1\n']);
    expect(unwire(framer.peek(100))).toBe('</a>\nOK 2\n');
  });
});
