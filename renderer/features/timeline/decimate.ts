import type { ContactGap } from '../../../shared/run-record.ts';
import { breaksBetween, type TimeSpan } from './gaps.ts';
import { firstFrom } from './series-buffer.ts';

/** Rows to draw: times ascending, null where a line breaks. */
export interface DrawnRows {
  readonly at: readonly number[];
  readonly columns: readonly (readonly (number | null)[])[];
}

/** Neighbouring rows that share a pixel column, `end` not included. */
interface Bucket {
  readonly start: number;
  readonly end: number;
  readonly broken: boolean;
}

/**
 * What a chart of `pixels` columns must draw of a time span: in each pixel column the lowest and the highest value of
 * every line, in the order they came, so that no peak is lost and nothing looks bridged that was broken. One row
 * beyond either edge is kept, so that lines run out of the picture. The columns lie on a fixed grid of time, so that
 * panning does not change them. A line made of several columns is drawn from the lowest of them to the highest.
 */
export function decimate(
  at: Float64Array,
  lines: readonly (readonly Float32Array[])[],
  span: TimeSpan,
  pixels: number,
  contactGaps: readonly ContactGap[] = [],
): DrawnRows {
  const buckets = bucketsOf(at, span, Math.max(1, pixels), contactGaps);
  // A range takes two rows even where it was measured once.
  const ranges = lines.some((columns) => columns.length > 1);
  const times: number[] = [];
  for (const { start, end, broken } of buckets) {
    const first = at[start] ?? 0;
    if (broken) times.push(((at[start - 1] ?? first) + first) / 2);
    times.push(first);
    if (end - start > 1 || ranges) times.push(at[end - 1] ?? 0);
  }
  return { at: times, columns: lines.map((columns) => drawnColumn(columns, buckets, ranges)) };
}

function bucketsOf(
  at: Float64Array,
  span: TimeSpan,
  pixels: number,
  contactGaps: readonly ContactGap[],
): readonly Bucket[] {
  const from = Math.max(0, firstFrom(at, span.from) - 1);
  const to = Math.min(at.length, firstFrom(at, span.to) + 1);
  const width = Math.max(Number.MIN_VALUE, (span.to - span.from) / pixels);
  const buckets: Bucket[] = [];
  let start = from;
  let broken = false;
  for (let index = from + 1; index <= to; index++) {
    if (index < to) {
      const before = at[index - 1] ?? 0;
      const here = at[index] ?? 0;
      const breaks = breaksBetween(before, here, contactGaps);
      if (!breaks && Math.floor(before / width) === Math.floor(here / width)) continue;
      buckets.push({ start, end: index, broken });
      broken = breaks;
    } else buckets.push({ start, end: index, broken });
    start = index;
  }
  return buckets;
}

function drawnColumn(
  columns: readonly Float32Array[],
  buckets: readonly Bucket[],
  ranges: boolean,
): (number | null)[] {
  const drawn: (number | null)[] = [];
  const [first] = columns;
  for (const { start, end, broken } of buckets) {
    if (broken) drawn.push(null);
    if (end - start === 1 && !ranges) {
      drawn.push(numberOrNull(first?.[start]));
      continue;
    }
    let low = Infinity;
    let high = -Infinity;
    let lowAt = start;
    let highAt = start;
    for (const values of columns) {
      for (let index = start; index < end; index++) {
        const value = values[index] ?? Number.NaN;
        if (value < low) {
          low = value;
          lowAt = index;
        }
        if (value > high) {
          high = value;
          highAt = index;
        }
      }
    }
    if (low === Infinity) drawn.push(null, null);
    else if (lowAt <= highAt) drawn.push(low, high);
    else drawn.push(high, low);
  }
  return drawn;
}

function numberOrNull(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
