import type { Temperatures } from '../../../shared/readings.ts';
import type { Series } from '../../../shared/run-record.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';

/** One message of the `Temperature` topic and when it arrived. */
export interface TelemetrySample {
  readonly at: Instant;
  readonly temperatures: Temperatures;
}

/**
 * The samples of one layout in their order, column by column in °C; NaN where there is no value. A day is a million values, which
 * as objects of their own would take longer to make than to read.
 */
export interface TelemetryColumns {
  readonly at: Float64Array;
  readonly sample: readonly Float64Array[];
  readonly block: readonly Float64Array[];
  readonly cover: Float64Array;
  readonly heatsink: Float64Array;
}

/** How many zones samples have; all of one chunk have the same. */
interface TelemetryLayout {
  readonly sampleZones: number;
  readonly blockZones: number;
}

export function layoutOf({ temperatures }: TelemetrySample): TelemetryLayout {
  return { sampleZones: temperatures.sample.length, blockZones: temperatures.block.length };
}

export function sameLayout(a: TelemetryLayout, b: TelemetryLayout): boolean {
  return a.sampleZones === b.sampleZones && a.blockZones === b.blockZones;
}

/** Throws if there is no sample, or if their layouts differ. */
export function columnsOf(samples: readonly TelemetrySample[]): TelemetryColumns {
  const [first] = samples;
  if (first === undefined) throw new Error('There are no samples');
  const layout = layoutOf(first);
  if (!samples.every((sample) => sameLayout(layoutOf(sample), layout)))
    throw new Error('The layouts differ');
  const column = (pick: (sample: TelemetrySample) => number): Float64Array =>
    Float64Array.from(samples, pick);
  const zones = (quantity: 'sample' | 'block'): readonly Float64Array[] =>
    first.temperatures[quantity].map((_, zone) =>
      column(({ temperatures }) => temperatures[quantity][zone] ?? Number.NaN),
    );
  return {
    at: column(({ at }) => at),
    sample: zones('sample'),
    block: zones('block'),
    cover: column(({ temperatures }) => temperatures.cover),
    heatsink: column(({ temperatures }) => temperatures.heatsink ?? Number.NaN),
  };
}

/** A zone without a value is NaN, as it came; the cover likewise. */
export function samplesOf({
  at,
  sample,
  block,
  cover,
  heatsink,
}: TelemetryColumns): readonly TelemetrySample[] {
  return Array.from(at, (time, row) => {
    const heat = valueOf(heatsink, row);
    return {
      at: time as Instant,
      temperatures: {
        sample: sample.map((column) => valueOf(column, row)),
        block: block.map((column) => valueOf(column, row)),
        cover: valueOf(cover, row),
        heatsink: Number.isNaN(heat) ? null : heat,
      },
    };
  });
}

function valueOf(column: Float64Array, row: number): Celsius {
  return (column[row] ?? Number.NaN) as Celsius;
}

/** Some rows of a part. */
interface Rows {
  readonly part: TelemetryColumns;
  readonly rows: readonly number[];
}

/**
 * The rows of all parts from `first` to `last`, which is not included, that lack nothing but the heatsink. In the order of time,
 * none twice: a workstation's clock may be set back, and a chart's may not.
 */
export function toSeries(
  parts: Iterable<TelemetryColumns>,
  first: number = Number.NEGATIVE_INFINITY,
  last: number = Number.POSITIVE_INFINITY,
): Series {
  const chosen: Rows[] = [];
  let sampleZones = 0;
  let blockZones = 0;
  for (const part of parts) {
    const rows = wantedRows(part, first, last);
    if (rows.length === 0) continue;
    chosen.push({ part, rows });
    sampleZones = Math.max(sampleZones, part.sample.length);
    blockZones = Math.max(blockZones, part.block.length);
  }
  const at = joined(chosen, (part) => part.at);
  const order = orderOf(at);
  const column = (pick: (part: TelemetryColumns) => Float64Array | undefined): number[] =>
    inOrder(joined(chosen, pick), order);
  const zones = (quantity: 'sample' | 'block', count: number): readonly (readonly number[])[] =>
    Array.from({ length: count }, (_, zone) =>
      // A machine that says one value for all zones means each of them.
      column((part) => part[quantity][zone] ?? part[quantity][0]),
    );
  return {
    at: inOrder(at, order),
    sample: zones('sample', sampleZones),
    block: zones('block', blockZones),
    cover: column(({ cover }) => cover),
    heatsink: column(({ heatsink }) => heatsink).map((value) =>
      Number.isFinite(value) ? value : null,
    ),
  };
}

function wantedRows(part: TelemetryColumns, first: number, last: number): readonly number[] {
  const needed = [...part.sample, ...part.block, part.cover];
  const rows: number[] = [];
  for (let row = 0; row < part.at.length; row++) {
    const at = part.at[row] ?? Number.NaN;
    if (!(at >= first && at < last)) continue;
    if (needed.every((column) => Number.isFinite(column[row]))) rows.push(row);
  }
  return rows;
}

function joined(
  chosen: readonly Rows[],
  pick: (part: TelemetryColumns) => Float64Array | undefined,
): number[] {
  const values: number[] = [];
  for (const { part, rows } of chosen) {
    const column = pick(part);
    if (column === undefined) for (const _ of rows) values.push(Number.NaN);
    else for (const row of rows) values.push(column[row] ?? Number.NaN);
  }
  return values;
}

/** Where the rows come from that are in the order of time, none twice; null where they are so already. */
function orderOf(at: readonly number[]): readonly number[] | null {
  if (at.every((time, index) => index === 0 || time > (at[index - 1] ?? Infinity))) return null;
  const time = (index: number | undefined): number => at[index ?? -1] ?? Number.NaN;
  return Array.from(at.keys())
    .toSorted((a, b) => time(a) - time(b))
    .filter((index, place, all) => time(index) !== time(all[place - 1]));
}

function inOrder(values: number[], order: readonly number[] | null): number[] {
  return order === null ? values : order.map((index) => values[index] ?? Number.NaN);
}
