import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimate } from '../../../renderer/features/timeline/decimate.ts';
import { arbitraryRows, instant, noon } from './support.ts';

const pixels = fc.integer({ min: 1, max: 400 });

/** A stretch somewhere in or around the rows. */
const spanOf = (at: Float64Array) =>
  fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([a, b]) => {
      const first = (at[0] ?? 0) - 5_000;
      const length = (at.at(-1) ?? 0) + 5_000 - first;
      const from = first + Math.min(a, b) * length;
      return { from, to: Math.max(from + 100, first + Math.max(a, b) * length) };
    });

const cases = arbitraryRows.chain((rows) => fc.tuple(fc.constant(rows), spanOf(rows.at), pixels));

test('every pixel column keeps its lowest and its highest value', () => {
  fc.assert(
    fc.property(cases, ([{ at, values }, span, width]) => {
      const drawn = decimate(at, [[values]], span, width);
      const perPixel = (span.to - span.from) / width;
      const column = (time: number): number => Math.floor(time / perPixel);
      const inColumns = new Map<number, number[]>();
      for (const [index, time] of at.entries()) {
        const value = values[index] ?? Number.NaN;
        if (time < span.from || time > span.to || Number.isNaN(value)) continue;
        inColumns.set(column(time), [...(inColumns.get(column(time)) ?? []), value]);
      }
      for (const [place, all] of inColumns) {
        const kept = drawn.at.flatMap((time, index) => {
          const value = drawn.columns[0]?.[index] ?? null;
          return value !== null && column(time) === place ? [value] : [];
        });
        expect(Math.max(...kept)).toBeGreaterThanOrEqual(Math.max(...all));
        expect(Math.min(...kept)).toBeLessThanOrEqual(Math.min(...all));
      }
    }),
  );
});

test('only values that were measured are drawn, at times in ascending order', () => {
  fc.assert(
    fc.property(cases, ([{ at, values }, span, width]) => {
      const drawn = decimate(at, [[values]], span, width);
      const measured = new Set(values);
      for (const value of drawn.columns[0] ?? [])
        if (value !== null) expect(measured.has(value)).toBe(true);
      for (const [index, time] of drawn.at.entries())
        expect(time).toBeGreaterThan(drawn.at[index - 1] ?? -Infinity);
      expect(drawn.columns[0]).toHaveLength(drawn.at.length);
    }),
  );
});

test('between two rows more than five seconds apart the line is always broken', () => {
  fc.assert(
    fc.property(cases, ([{ at, values }, span, width]) => {
      const drawn = decimate(at, [[values]], span, width);
      for (let index = 1; index < drawn.at.length; index++) {
        const before = drawn.columns[0]?.[index - 1] ?? null;
        const here = drawn.columns[0]?.[index] ?? null;
        if (before === null || here === null) continue;
        const from = drawn.at[index - 1] ?? 0;
        const to = drawn.at[index] ?? 0;
        const inside = [...at].filter((time) => time >= from && time <= to);
        for (let row = 1; row < inside.length; row++)
          expect((inside[row] ?? 0) - (inside[row - 1] ?? 0)).toBeLessThanOrEqual(5_000);
      }
    }),
  );
});

test('no more than two rows and a break are drawn for each pixel column and gap', () => {
  const at = Float64Array.from({ length: 86_400 }, (_, index) => noon + index * 1000);
  const values = Float32Array.from({ length: 86_400 }, (_, index) => index % 97);
  const span = { from: noon, to: noon + 86_400_000 };
  expect(decimate(at, [[values]], span, 700).at.length).toBeLessThanOrEqual(2 * 702);
});

test('rows far fewer than pixels are drawn as they are', () => {
  const at = Float64Array.of(noon, noon + 1000, noon + 2000);
  const drawn = decimate(
    at,
    [[Float32Array.of(1, 5, 3)]],
    { from: noon - 500, to: noon + 2500 },
    700,
  );
  expect(drawn).toEqual({ at: [...at], columns: [[1, 5, 3]] });
});

test('one row beyond each edge is kept, so that the line runs out of the picture', () => {
  const at = Float64Array.from({ length: 10 }, (_, index) => noon + index * 1000);
  const values = Float32Array.from({ length: 10 }, (_, index) => index);
  const drawn = decimate(at, [[values]], { from: noon + 3500, to: noon + 5500 }, 700);
  expect(drawn.columns).toEqual([[3, 4, 5, 6]]);
});

test('panning by whole pixel columns does not change what is drawn of a stretch', () => {
  const at = Float64Array.from({ length: 5000 }, (_, index) => noon + index * 1000);
  const values = Float32Array.from({ length: 5000 }, (_, index) => (index * 7919) % 101);
  const width = 100;
  const length = 2_000_000;
  const draw = (from: number): Map<number, number | null> => {
    const drawn = decimate(at, [[values]], { from, to: from + length }, width);
    return new Map(drawn.at.map((time, index) => [time, drawn.columns[0]?.[index] ?? null]));
  };
  const before = draw(noon + 1_000_000);
  const after = draw(noon + 1_000_000 + (7 * length) / width);
  const inner = [...after].filter(([time]) => time > noon + 1_200_000 && time < noon + 2_900_000);
  expect(inner.length).toBeGreaterThan(100);
  for (const [time, value] of inner) expect(before.get(time)).toBe(value);
});

test('a loss of contact breaks the line even where rows are close', () => {
  const at = Float64Array.of(noon, noon + 1000, noon + 2000);
  const gap = { from: instant(noon + 1200), to: instant(noon + 1900) };
  const span = { from: noon, to: noon + 2000 };
  const drawn = decimate(at, [[Float32Array.of(1, 2, 3)]], span, 700, [gap]);
  expect(drawn.columns).toEqual([[1, 2, null, 3]]);
});

test('a line of several zones is drawn from the lowest to the highest of them, also in a column with one row', () => {
  const at = Float64Array.of(noon, noon + 100_000, noon + 100_100);
  const zones = [Float32Array.of(20, 30, 31), Float32Array.of(25, 29, 40)];
  const drawn = decimate(at, [zones], { from: noon, to: noon + 200_000 }, 2);
  expect(drawn.columns).toEqual([[20, 25, null, 29, 40]]);
});
