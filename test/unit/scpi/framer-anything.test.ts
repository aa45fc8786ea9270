import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer, type FramerLimits } from '../../../electron/scpi/framer.ts';
import { FramingError } from '../../../electron/scpi/framing-error.ts';
import { unwire, wire } from '../../support/scpi-splits.ts';

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

const alphabet = fc.constantFrom(
  '<',
  '>',
  '/',
  '\n',
  '\r',
  'a',
  'b',
  '1',
  '"',
  "'",
  ' ',
  '=',
  '\xff',
  '<a>',
  '</a>',
  '<b>',
  '</b>',
);
const stream = fc.array(alphabet, { maxLength: 80 }).map((parts) => wire(parts.join('')));
const cuts = fc.array(fc.nat(80), { maxLength: 10 });

function cutAt(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  sorted.sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

describe('a framer of anything', () => {
  it('gives the same frames, error and rest however the stream is cut', () => {
    fc.assert(
      fc.property(stream, cuts, (bytes, places) => {
        const limits = { maxFrameBytes: 40, maxDepth: 3 };
        const whole = frame([bytes], limits);
        const cut = frame(cutAt(bytes, places), limits);
        expect(cut.frames).toEqual(whole.frames);
        expect(cut.error?.kind).toEqual(whole.error?.kind);
        expect(cut.error?.byteOffset).toEqual(whole.error?.byteOffset);
        if (whole.error === null) expect(cut.held).toEqual(whole.held);
      }),
      { numRuns: 2000 },
    );
  });

  it('loses and invents no byte before an error', () => {
    fc.assert(
      fc.property(stream, cuts, (bytes, places) => {
        const { frames, held, error } = frame(cutAt(bytes, places));
        const seen = frames.join('') + held;
        if (error === null) expect(seen).toBe(unwire(bytes));
        else expect(unwire(bytes).startsWith(seen)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('never holds more than its limit of arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
        const framer = new Framer({ maxFrameBytes: 100, maxDepth: 4 });
        for (const chunk of chunks) {
          try {
            framer.push(chunk, () => {});
          } catch (error) {
            expect(error).toBeInstanceOf(FramingError);
          }
          expect(framer.heldBytes).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('frames a reply of 50 MB in chunks of 1 kB', () => {
    const framer = new Framer();
    const frames: Uint8Array[] = [];
    const push = (bytes: Uint8Array): void => framer.push(bytes, (whole) => frames.push(whole));
    const line = Buffer.from(`${'QUJD'.repeat(255)}ABC\n`);
    push(wire('OK 1 <quote>\n'));
    for (let count = 0; count < 50 * 1024; count++) push(line);
    push(wire('</quote>\nOK 2\n'));
    expect(frames.map((bytes) => bytes.length)).toEqual([13 + 50 * 1024 * 1024 + 9, 5]);
  });

  it('owns the bytes of its frames, so that the caller may reuse a chunk', () => {
    const framer = new Framer();
    const frames: Uint8Array[] = [];
    const chunk = wire('OK 1\n');
    framer.push(chunk, (bytes) => frames.push(bytes));
    chunk.fill(0);
    framer.push(wire('OK 2\n'), (bytes) => frames.push(bytes));
    expect(frames.map(unwire)).toEqual(['OK 1\n', 'OK 2\n']);
  });
});
