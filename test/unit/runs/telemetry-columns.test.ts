import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnsOf,
  samplesOf,
  type TelemetrySample,
  toSeries,
} from '../../../electron/store/runs/telemetry-columns.ts';
import { inChunks } from '../../../electron/store/runs/telemetry-tail.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';

const value = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: -40, max: 120 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
) as fc.Arbitrary<Celsius>;

/** Times that go on, stand still and go back; layouts that change. */
const anySamples: fc.Arbitrary<readonly TelemetrySample[]> = fc.array(
  fc.constantFrom(1, 1, 3).chain((zones) =>
    fc.record({
      at: fc.integer({ min: 0, max: 60 }) as unknown as fc.Arbitrary<Instant>,
      temperatures: fc.record({
        sample: fc.array(value, { minLength: zones, maxLength: zones }),
        block: fc.array(value, { minLength: 1, maxLength: 1 }),
        cover: value,
        heatsink: fc.option(value.filter((celsius) => !Number.isNaN(celsius))),
      }),
    }),
  ),
  { maxLength: 40 },
);

/** The rows that a chart is to have, one by one. */
function wanted(samples: readonly TelemetrySample[], first: number, last: number) {
  const whole = samples.filter(
    ({ at, temperatures: { sample, block, cover } }) =>
      at >= first && at < last && [...sample, ...block, cover].every(Number.isFinite),
  );
  return whole
    .toSorted((a, b) => a.at - b.at)
    .filter(({ at }, index, all) => at !== all[index - 1]?.at);
}

function sampleOf(at: number, zones: readonly number[]): TelemetrySample {
  return {
    at: at as Instant,
    temperatures: {
      sample: zones as readonly Celsius[],
      block: [50 as Celsius],
      cover: 105 as Celsius,
      heatsink: null,
    },
  };
}

describe('the columns of a chart', () => {
  it('hold every whole sample of the time asked for, once, in the order of time', () => {
    fc.assert(
      fc.property(
        anySamples,
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 70 }),
        (samples, first, last) => {
          const rows = wanted(samples, first, last);
          const series = toSeries(inChunks(samples).map(columnsOf), first, last);
          expect(series.at).toEqual(rows.map(({ at }) => at));
          expect(series.cover).toEqual(rows.map(({ temperatures }) => temperatures.cover));
          expect(series.heatsink).toEqual(rows.map(({ temperatures }) => temperatures.heatsink));
          for (const [zone, column] of series.sample.entries())
            expect(column).toEqual(
              rows.map(({ temperatures: { sample } }) => sample[zone] ?? sample[0]),
            );
          for (const column of [...series.sample, ...series.block])
            expect(column).toHaveLength(rows.length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('have as many zones as the widest whole sample', () => {
    const parts = [sampleOf(1, [60]), sampleOf(2, [61, 62]), sampleOf(3, [1, 2, Number.NaN])];
    expect(toSeries(inChunks(parts).map(columnsOf)).sample).toEqual([
      [60, 61],
      [60, 62],
    ]);
  });

  it('of no sample are empty', () => {
    expect(toSeries([])).toEqual({ at: [], sample: [], block: [], cover: [], heatsink: [] });
    expect(() => columnsOf([])).toThrow('no samples');
  });

  it('and its samples are the same', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        expect(inChunks(samples).flatMap((chunk) => samplesOf(columnsOf(chunk)))).toEqual(samples);
      }),
    );
  });
});
