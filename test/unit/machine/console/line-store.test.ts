import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineStore, type StoredLine } from '../../../../electron/machine/console/line-store.ts';
import type { Instant, SessionId } from '../../../../shared/units.ts';

function line(text: string, change: Partial<StoredLine> = {}): Omit<StoredLine, 'sequence'> {
  const bytes = Buffer.from(text, 'utf8');
  return {
    at: 1_767_225_600_123 as Instant,
    kind: 'ok',
    origin: 'panel',
    session: '12' as SessionId,
    ident: 7,
    wireBytes: bytes.length,
    durationMilliseconds: 15,
    bytes,
    ...change,
  };
}

const roomy = { lines: 200_000, bytes: () => 64_000_000 };
const said = (stored: StoredLine | null): string => Buffer.from(stored?.bytes ?? []).toString();

describe('the lines kept of one machine', () => {
  it('come back exactly as they were put in, whatever their number and size', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 60 }), (frames) => {
        const store = new LineStore(roomy);
        for (const bytes of frames) store.add(line('', { bytes, wireBytes: bytes.length }));
        expect(store.last).toBe(frames.length);
        for (const [index, bytes] of frames.entries())
          expect(store.get(index + 1)).toEqual({
            ...line(''),
            sequence: index + 1,
            bytes: new Uint8Array(bytes),
            wireBytes: bytes.length,
          });
      }),
      { numRuns: 30 },
    );
  });

  it('keep what is known beside the bytes, and what is not known as null', () => {
    const store = new LineStore(roomy);
    const bare = { session: null, ident: null, durationMilliseconds: null } as const;
    store.add(line('a', { ...bare, kind: 'message', origin: 'machine' }));
    store.add(line('b', { ident: 0, durationMilliseconds: 0, wireBytes: 99 }));
    expect(store.get(1)).toMatchObject({ ...bare, kind: 'message', origin: 'machine' });
    expect(store.get(2)).toMatchObject({ ident: 0, durationMilliseconds: 0, wireBytes: 99 });
  });

  it('are at least 200,000 before older ones go, which are counted', () => {
    const store = new LineStore(roomy);
    for (let count = 0; count < 210_000; count++) store.add(line(`line ${count}`));
    expect(store.last).toBe(210_000);
    const first = store.first ?? 0;
    expect(store.dropped).toBe(first - 1);
    expect(store.dropped).toBeGreaterThan(0);
    expect(210_000 - first + 1).toBeGreaterThanOrEqual(200_000);
    expect(said(store.get(first))).toBe(`line ${first - 1}`);
    expect(store.get(first - 1)).toBeNull();
    expect(said(store.get(210_000))).toBe('line 209999');
    expect(store.get(210_001)).toBeNull();
  });

  it('go when memory runs out, the oldest first, and the newest never', () => {
    const store = new LineStore({ lines: 200_000, bytes: () => 3_000_000 });
    const large = 'x'.repeat(2_000_000);
    for (let count = 0; count < 5; count++) store.add(line(large + count));
    expect(said(store.get(5)).at(-1)).toBe('4');
    expect(store.dropped).toBe(4);
    store.add(line('y'.repeat(9_000_000)));
    expect(said(store.get(6))).toHaveLength(9_000_000);
    expect(store.first).toBe(6);
  });
});
