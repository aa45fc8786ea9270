import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstFrom, SeriesBuffer } from '../../../renderer/features/timeline/series-buffer.ts';
import { packSeries, unpackSeries } from '../../../shared/run-record.ts';
import { noon, seriesOf } from './support.ts';

const column = (buffer: SeriesBuffer, quantity: string, zone: number | null): number[] => {
  const found = buffer
    .current()
    .columns.find(({ name }) => name.quantity === quantity && name.zone === zone);
  return [...(found?.values ?? [])];
};

test('rows added at the end extend every column, and the means of the zones with them', () => {
  const buffer = new SeriesBuffer();
  buffer.add({
    at: [1, 2],
    sample: [
      [10, 20],
      [30, 40],
    ],
    block: [
      [1, 2],
      [3, 4],
    ],
    cover: [100, 101],
    heatsink: [null, 30],
  });
  buffer.add({ at: [3], sample: [[50], [70]], block: [[5], [7]], cover: [102], heatsink: [31] });
  expect([...buffer.current().at]).toEqual([1, 2, 3]);
  expect(column(buffer, 'sample', 2)).toEqual([30, 40, 70]);
  expect(column(buffer, 'sample', null)).toEqual([20, 30, 60]);
  expect(column(buffer, 'heatsink', null)).toEqual([Number.NaN, 30, 31]);
  expect(buffer.current().extent).toEqual({ low: 1, high: 102 });
});

test('however rows are split, repeated and shuffled on their way, the result is one row for each time in order', () => {
  const chunks = fc.array(
    fc
      .uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 30 })
      .map((times) => times.toSorted((a, b) => a - b)),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(chunks, (parts) => {
      const buffer = new SeriesBuffer();
      for (const part of parts)
        buffer.add(
          seriesOf(
            part.map((at) => [noon + at, at / 2] as const),
            2,
          ),
        );
      const expected = [...new Set(parts.flat())].toSorted((a, b) => a - b);
      expect([...buffer.current().at]).toEqual(expected.map((at) => noon + at));
      expect(column(buffer, 'sample', 1)).toEqual(expected.map((at) => at / 2));
      expect(column(buffer, 'block', null)).toEqual(expected.map((at) => at / 2 + 1));
    }),
  );
});

test('a picture drawn from an earlier state is not touched by what is added, sorted in or trimmed later', () => {
  const buffer = new SeriesBuffer();
  buffer.add(
    seriesOf([
      [10, 1],
      [20, 2],
    ]),
  );
  const before = buffer.current();
  buffer.add(seriesOf([[30, 3]]));
  buffer.add(seriesOf([[5, 9]]));
  buffer.trimBefore(15);
  expect([...before.at]).toEqual([10, 20]);
  expect([...(before.columns[0]?.values ?? [])]).toEqual([2, 3]);
  expect([...buffer.current().at]).toEqual([20, 30]);
});

test('listeners hear of each change, and no more after they left', () => {
  const buffer = new SeriesBuffer();
  let heard = 0;
  const leave = buffer.subscribe(() => {
    heard++;
  });
  buffer.add(seriesOf([[10, 1]]));
  buffer.trimBefore(5);
  buffer.add({ at: [], sample: [], block: [], cover: [], heatsink: [] });
  leave();
  buffer.add(seriesOf([[20, 1]]));
  expect(heard).toBe(1);
});

test('more zones than before get columns that are empty where they were not measured', () => {
  const buffer = new SeriesBuffer();
  buffer.add(seriesOf([[10, 1]], 1));
  buffer.add(seriesOf([[20, 2]], 2));
  expect(buffer.current().zones).toBe(2);
  expect(column(buffer, 'sample', 2)).toEqual([Number.NaN, 2]);
  expect(column(buffer, 'sample', null)).toEqual([1, 2]);
});

test('columns of different lengths are refused', () => {
  const odd = { ...seriesOf([[10, 1]]), cover: [] };
  expect(() => new SeriesBuffer().add(odd)).toThrow('A column has 0 rows where there are 1 times');
});

test('the first row not before a time is found in any ascending list', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 })),
      fc.integer({ min: -5, max: 60 }),
      (times, at) => {
        const sorted = Float64Array.from(times.toSorted((a, b) => a - b));
        const expected = sorted.findIndex((time) => time >= at);
        expect(firstFrom(sorted, at)).toBe(expected === -1 ? sorted.length : expected);
      },
    ),
  );
});

test('a series comes back from JSON as it was packed, to a hundredth of a degree', () => {
  const hundredths = fc.integer({ min: -5000, max: 20_000 }).map((value) => value / 100);
  const rows = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 5000 }), hundredths, hundredths, fc.option(hundredths)),
  );
  fc.assert(
    fc.property(rows, (all) => {
      let at = noon;
      const series = {
        at: all.map(([step]) => (at += step)),
        sample: [all.map(([, value]) => value)],
        block: [all.map(([, , value]) => value)],
        cover: all.map(([, value]) => value),
        heatsink: all.map(([, , , value]) => value),
      };
      expect(unpackSeries(JSON.parse(JSON.stringify(packSeries(series))))).toEqual(series);
    }),
  );
});

test('a packed series with a column too short is refused', () => {
  const packed = { ...packSeries(seriesOf([[10, 1]])), cover: [] };
  expect(() => unpackSeries(packed)).toThrow('A packed column has 0 rows where there are 1 times');
});
