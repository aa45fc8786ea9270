import type { RunStage } from './run.ts';
import type { Celsius, Instant } from './units.ts';

/*
 * What is kept of a run, or of a machine without one, for charts and lists. All times are this workstation's clock.
 */

/**
 * Temperatures column by column, in °C: row `i` of every column arrived at `at[i]` (Unix ms, ascending, no time twice).
 * A row that is not there is a gap; nothing is ever filled in.
 */
export interface Series {
  readonly at: readonly number[];
  /** One column for each zone, in machine order. */
  readonly sample: readonly (readonly number[])[];
  readonly block: readonly (readonly number[])[];
  readonly cover: readonly number[];
  readonly heatsink: readonly (number | null)[];
}

/** Set points from `at` on, until the next change. */
export interface SetPointChange {
  readonly at: Instant;
  /** One for each zone, or one for all; empty while no zone is controlled. */
  readonly zones: readonly Celsius[];
  readonly cover: Celsius | null;
}

/** A stage of the run in time. */
export interface StageSpan {
  readonly stage: RunStage;
  /** `PRERUN`, `Stage 2` */
  readonly label: string;
  readonly from: Instant;
  /** Null while it is on. */
  readonly to: Instant | null;
}

/** A collection of fluorescence that was completed. */
export interface CollectionMark {
  readonly at: Instant;
  readonly stage: number;
  readonly cycle: number;
  readonly step: number;
  readonly point: number;
}

/** The drawer out, or the cover up. */
export interface OpenSpan {
  readonly what: 'drawer' | 'cover';
  readonly from: Instant;
  /** Null while it is. */
  readonly to: Instant | null;
}

/** Time without contact to the machine: from the last that was heard to the first heard again. */
export interface ContactGap {
  readonly from: Instant;
  /** Null while there is none. */
  readonly to: Instant | null;
}

export const runEventKinds = [
  'run',
  'stage',
  'temperature',
  'collection',
  'contact',
  'hardware',
  'problem',
  'other',
] as const;
/** What an event is about: how lists group and picture it. */
export type RunEventKind = (typeof runEventKinds)[number];

/** One event of a run, in words. */
export interface RunEventLine {
  readonly at: Instant;
  readonly kind: RunEventKind;
  readonly text: string;
  /** What crossed the wire; empty for what this workstation noticed by itself. */
  readonly raw: string;
}

/**
 * `Series` for the way between main and a window. JSON-safe and small: whole numbers, each the difference from the one
 * above it. Temperatures count hundredths of a degree (the machine sends tenths), times milliseconds. A day at 1 Hz
 * of 14 columns is about 5 MB of JSON.
 */
export interface PackedSeries {
  readonly at: readonly number[];
  readonly sample: readonly (readonly number[])[];
  readonly block: readonly (readonly number[])[];
  readonly cover: readonly number[];
  readonly heatsink: readonly (number | null)[];
}

/** Hundredths: ten times finer than what the machine sends. */
const stepsPerDegree = 100;

/** Temperatures are rounded to hundredths of a degree, times to milliseconds. */
export function packSeries(series: Series): PackedSeries {
  return {
    at: differences(series.at, 1),
    sample: series.sample.map((column) => differences(column, stepsPerDegree)),
    block: series.block.map((column) => differences(column, stepsPerDegree)),
    cover: differences(series.cover, stepsPerDegree),
    heatsink: nullableDifferences(series.heatsink),
  };
}

/** The other way. Throws a `RangeError` if the columns are not of one length. */
export function unpackSeries(packed: PackedSeries): Series {
  const rows = packed.at.length;
  const columns = [...packed.sample, ...packed.block, packed.cover, packed.heatsink];
  const odd = columns.find((column) => column.length !== rows);
  if (odd !== undefined)
    throw new RangeError(`A packed column has ${odd.length} rows where there are ${rows} times`);
  return {
    at: sums(packed.at, 1),
    sample: packed.sample.map((column) => sums(column, stepsPerDegree)),
    block: packed.block.map((column) => sums(column, stepsPerDegree)),
    cover: sums(packed.cover, stepsPerDegree),
    heatsink: nullableSums(packed.heatsink),
  };
}

function differences(values: readonly number[], scale: number): readonly number[] {
  let last = 0;
  return values.map((value) => {
    const whole = Math.round(value * scale);
    const difference = whole - last;
    last = whole;
    return difference;
  });
}

function sums(packed: readonly number[], scale: number): readonly number[] {
  let last = 0;
  return packed.map((difference) => {
    last += difference;
    return last / scale;
  });
}

function nullableDifferences(values: readonly (number | null)[]): readonly (number | null)[] {
  let last = 0;
  return values.map((value) => {
    if (value === null) return null;
    const whole = Math.round(value * stepsPerDegree);
    const difference = whole - last;
    last = whole;
    return difference;
  });
}

function nullableSums(packed: readonly (number | null)[]): readonly (number | null)[] {
  let last = 0;
  return packed.map((difference) => {
    if (difference === null) return null;
    last += difference;
    return last / stepsPerDegree;
  });
}
