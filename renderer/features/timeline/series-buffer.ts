import { assertNever } from '../../../shared/assert-never.ts';
import type { Series } from '../../../shared/run-record.ts';

export type Quantity = 'sample' | 'block' | 'cover' | 'heatsink';

/** One line of the chart: a zone (from 1), or with null the mean of the zones, the cover, the heatsink. */
export interface ColumnName {
  readonly quantity: Quantity;
  readonly zone: number | null;
}

/** Values in °C beside their times; NaN where the machine gave none. */
export interface TelemetryColumn {
  readonly name: ColumnName;
  readonly values: Float32Array;
}

/** The telemetry as it stands. Its arrays are windows on memory that only grows: never write to them. */
export interface Telemetry {
  readonly length: number;
  readonly at: Float64Array;
  readonly columns: readonly TelemetryColumn[];
  readonly zones: number;
  /** The lowest and highest value ever added, in °C; null before the first. They never come closer again. */
  readonly extent: { readonly low: number; readonly high: number } | null;
}

interface Column {
  readonly name: ColumnName;
  values: Float32Array<ArrayBuffer>;
}

const firstCapacity = 1024;
const noTelemetry: Telemetry = {
  length: 0,
  at: new Float64Array(0),
  columns: [],
  zones: 0,
  extent: null,
};

/**
 * The telemetry of one run or machine in a window. Adding at the end costs what is added, not what is there; a chart
 * subscribes and draws from `current`.
 */
export class SeriesBuffer {
  #at: Float64Array<ArrayBuffer> = new Float64Array(firstCapacity);
  #columns: Column[] = [];
  #length = 0;
  #zones = 0;
  #extent: { readonly low: number; readonly high: number } | null = null;
  #current: Telemetry = noTelemetry;
  readonly #listeners = new Set<() => void>();

  /** What is there now; the same object until something changes. Bound, for `useSyncExternalStore`. */
  readonly current = (): Telemetry => this.#current;

  /** Calls back after each change; the answer ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Adds rows. Rows at times already there are left out, so that a load and the live stream may overlap; rows older
   * than the last are sorted in, which copies everything once.
   */
  add(series: Series): void {
    const rows = series.at.length;
    const first = series.at[0];
    if (first === undefined) return;
    checkLengths(series);
    this.#widen(Math.max(series.sample.length, series.block.length));
    const last = this.#length === 0 ? -Infinity : (this.#at[this.#length - 1] ?? -Infinity);
    if (first > last) {
      this.#reserve(this.#length + rows);
      this.#append(series, rows);
      this.#length += rows;
    } else this.#sortIn(series);
    this.#publish();
  }

  /** Forgets what is older, for a machine that is watched for weeks. */
  trimBefore(at: number): void {
    let start = 0;
    while (start < this.#length && (this.#at[start] ?? 0) < at) start++;
    if (start === 0) return;
    // Copies, because a window handed out before may still be drawn.
    this.#at = copied(this.#at.subarray(start, this.#length), new Float64Array(this.#at.length));
    for (const column of this.#columns)
      column.values = copied(
        column.values.subarray(start, this.#length),
        new Float32Array(column.values.length),
      );
    this.#length -= start;
    this.#publish();
  }

  #publish(): void {
    this.#current = {
      length: this.#length,
      at: this.#at.subarray(0, this.#length),
      columns: this.#columns.map(({ name, values }) => ({
        name,
        values: values.subarray(0, this.#length),
      })),
      zones: this.#zones,
      extent: this.#extent,
    };
    for (const listener of this.#listeners) listener();
  }

  /** Makes columns for more zones, empty in the rows already there. Means come before zones, which are drawn under them. */
  #widen(zones: number): void {
    if (this.#columns.length > 0 && zones <= this.#zones) return;
    const names: ColumnName[] = [];
    for (const quantity of ['block', 'sample'] as const) {
      if (zones > 1) for (let zone = 1; zone <= zones; zone++) names.push({ quantity, zone });
      names.push({ quantity, zone: null });
    }
    names.push({ quantity: 'cover', zone: null }, { quantity: 'heatsink', zone: null });
    const before = this.#columns;
    this.#columns = names.map((name) => {
      const kept = before.find((column) => sameName(column.name, name));
      return kept ?? { name, values: new Float32Array(this.#at.length).fill(Number.NaN) };
    });
    this.#zones = zones;
  }

  #reserve(rows: number): void {
    let capacity = this.#at.length;
    if (rows <= capacity) return;
    while (capacity < rows) capacity *= 2;
    this.#at = copied(this.#at, new Float64Array(capacity));
    for (const column of this.#columns)
      column.values = copied(column.values, new Float32Array(capacity));
  }

  /** Column by column: a day is a million values. */
  #append(series: Series, rows: number): void {
    const start = this.#length;
    this.#at.set(series.at, start);
    for (const { name, values } of this.#columns) {
      const zones = sourcesOf(series, name);
      let low = Infinity;
      let high = -Infinity;
      for (let row = 0; row < rows; row++) {
        let sum = 0;
        for (const zone of zones) sum += zone[row] ?? Number.NaN;
        const value = sum / zones.length;
        values[start + row] = value;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      if (low <= high) {
        this.#stretch(low);
        this.#stretch(high);
      }
    }
  }

  #write(to: number, series: Series, row: number): void {
    this.#at[to] = series.at[row] ?? Number.NaN;
    for (const { name, values } of this.#columns) {
      const value = valueOf(series, name, row);
      values[to] = value;
      if (!Number.isNaN(value)) this.#stretch(value);
    }
  }

  #stretch(value: number): void {
    const { low, high } = this.#extent ?? { low: value, high: value };
    if (this.#extent === null || value < low || value > high)
      this.#extent = { low: Math.min(low, value), high: Math.max(high, value) };
  }

  #sortIn(series: Series): void {
    const oldAt = this.#at;
    const oldLength = this.#length;
    const old = this.#columns.map(({ values }) => values);
    const capacity = Math.max(oldAt.length, nextPower(oldLength + series.at.length));
    this.#at = new Float64Array(capacity);
    for (const column of this.#columns) column.values = new Float32Array(capacity);
    let to = 0;
    let row = 0;
    const keep = (from: number): void => {
      this.#at[to] = oldAt[from] ?? Number.NaN;
      for (const [index, column] of this.#columns.entries())
        column.values[to] = old[index]?.[from] ?? Number.NaN;
      to++;
    };
    const takeBefore = (limit: number): void => {
      for (; row < series.at.length && (series.at[row] ?? 0) < limit; row++) {
        this.#write(to, series, row);
        to++;
      }
    };
    for (let from = 0; from < oldLength; from++) {
      const at = oldAt[from] ?? 0;
      takeBefore(at);
      if (series.at[row] === at) row++;
      keep(from);
    }
    takeBefore(Infinity);
    this.#length = to;
  }
}

/** The index of the first time not before `at`; `length` if there is none. */
export function firstFrom(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function sameName(a: ColumnName, b: ColumnName): boolean {
  return a.quantity === b.quantity && a.zone === b.zone;
}

function copied<T extends Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  from: T,
  to: T,
): T {
  to.set(from);
  return to;
}

function nextPower(rows: number): number {
  let capacity = firstCapacity;
  while (capacity < rows) capacity *= 2;
  return capacity;
}

/** The columns whose mean a line shows; of none the mean is no number. */
function sourcesOf(
  series: Series,
  { quantity, zone }: ColumnName,
): readonly (readonly (number | null)[])[] {
  switch (quantity) {
    case 'cover':
    case 'heatsink':
      return [series[quantity]];
    case 'sample':
    case 'block': {
      const zones = series[quantity];
      if (zone === null) return zones;
      const one = zones[zone - 1];
      return one === undefined ? [] : [one];
    }
    default:
      return assertNever(quantity);
  }
}

function valueOf(series: Series, name: ColumnName, row: number): number {
  const sources = sourcesOf(series, name);
  let sum = 0;
  for (const values of sources) sum += values[row] ?? Number.NaN;
  return sum / sources.length;
}

function checkLengths(series: Series): void {
  const rows = series.at.length;
  for (const column of [...series.sample, ...series.block, series.cover, series.heatsink])
    if (column.length !== rows)
      throw new RangeError(`A column has ${column.length} rows where there are ${rows} times`);
}
