import * as fc from 'fast-check';
import { SeriesBuffer, type Telemetry } from '../../../renderer/features/timeline/series-buffer.ts';
import type { Series, SetPointChange } from '../../../shared/run-record.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';

export const noon = Date.UTC(2026, 0, 5, 12);
export const instant = (at: number): Instant => at as Instant;

/** Rows with these times and sample temperatures; six equal zones unless told. */
export function seriesOf(
  rows: readonly (readonly [at: number, celsius: number])[],
  zones = 6,
): Series {
  const values = rows.map(([, celsius]) => celsius);
  return {
    at: rows.map(([at]) => at),
    sample: Array.from({ length: zones }, () => values),
    block: Array.from({ length: zones }, () => values.map((value) => value + 1)),
    cover: values.map(() => 105),
    heatsink: values.map(() => null),
  };
}

export function telemetryOf(series: Series): Telemetry {
  const buffer = new SeriesBuffer();
  buffer.add(series);
  return buffer.current();
}

export function setPoint(at: number, ...zones: number[]): SetPointChange {
  return { at: instant(at), zones: zones as Celsius[], cover: null };
}

/** Ascending times about a second apart, with a gap now and then, and a value for each; NaN for some. */
export const arbitraryRows = fc
  .array(
    fc.record({
      step: fc.oneof(
        { weight: 9, arbitrary: fc.integer({ min: 500, max: 1500 }) },
        { weight: 1, arbitrary: fc.integer({ min: 5001, max: 90_000 }) },
      ),
      value: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: -100, max: 1200 }).map((tenths) => tenths / 8) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
    }),
    { minLength: 1, maxLength: 300 },
  )
  .map((rows) => {
    let at = noon;
    const times = rows.map(({ step }) => {
      at += step;
      return at;
    });
    return { at: Float64Array.from(times), values: Float32Array.from(rows, ({ value }) => value) };
  });
