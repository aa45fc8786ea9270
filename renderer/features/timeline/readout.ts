import { assertNever } from '../../../shared/assert-never.ts';
import { describeSeconds } from '../../../shared/protocol-words.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatCelsius, formatDegrees, meanOf } from '../../format/temperature.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import { gapsIn } from './gaps.ts';
import type { Scene } from './scene.ts';
import { firstFrom, type Quantity, type Telemetry } from './series-buffer.ts';
import { setPointOf } from './set-point-steps.ts';

/** How far from a point in time a measurement still counts as taken then. */
const nearMilliseconds = 2_500;

/** One measured quantity at a moment, in °C. */
export interface QuantityReading {
  readonly quantity: Quantity;
  readonly label: string;
  /** The mean of the zones; null where nothing was measured. */
  readonly celsius: number | null;
  /** By zone; empty for what has none. */
  readonly zones: readonly number[];
}

/** What is known of one moment. */
export interface Readout {
  readonly at: number;
  readonly time: string;
  /** The stage, an open drawer, a gap: in words. */
  readonly notes: readonly string[];
  readonly set: { readonly zones: readonly number[]; readonly cover: number | null };
  readonly readings: readonly QuantityReading[];
}

const quantities: readonly { readonly quantity: Quantity; readonly label: string }[] = [
  { quantity: 'sample', label: 'Sample' },
  { quantity: 'block', label: 'Block' },
  { quantity: 'cover', label: 'Cover' },
  { quantity: 'heatsink', label: 'Heatsink' },
];

/** What the lines say at a moment: what was measured within 2.5 s of it, and never what lies between. */
export function readoutAt(scene: Scene, at: number): Readout {
  const { telemetry, marks } = scene;
  const row = nearestRow(telemetry, at);
  const change = marks.setPoints.findLast((candidate) => candidate.at <= at);
  const unknown = at > scene.until || gapAt(scene, at) !== null;
  return {
    at,
    time: formatTimeSeconds(at as Instant),
    notes: notesAt(scene, at),
    set: {
      zones: unknown || change === undefined ? [] : change.zones,
      cover: unknown || change === undefined ? null : setPointOf(change, null),
    },
    readings: quantities.map(({ quantity, label }) => readingOf(telemetry, quantity, label, row)),
  };
}

/** The newest values of a telemetry: for a legend. Null where there is none. */
export function latestReadings(telemetry: Telemetry): readonly QuantityReading[] {
  const row = telemetry.length === 0 ? null : telemetry.length - 1;
  return quantities.map(({ quantity, label }) => readingOf(telemetry, quantity, label, row));
}

/** A readout as one sentence, with units: what a screen reader says. */
export function readoutWords({ time, notes, set, readings }: Readout): string {
  const measured = readings
    .filter(({ celsius }) => celsius !== null)
    .map(({ label, celsius }) => `${label.toLowerCase()} ${formatCelsius(celsius ?? 0)}`);
  const values = measured.length === 0 ? ['nothing measured'] : measured;
  const wanted = set.zones.length === 0 ? [] : [`set ${rangeWords(set.zones)} °C`];
  return [time, ...notes, ...values, ...wanted].join(', ');
}

/** `60.0`, or `58.0–62.0` where zones differ. */
export function rangeWords(zones: readonly number[]): string {
  const low = formatDegrees(Math.min(...zones));
  const high = formatDegrees(Math.max(...zones));
  return low === high ? low : `${low}–${high}`;
}

/** The row measured nearest to a moment; null if none is near. */
export function nearestRow({ at: times, length }: Telemetry, at: number): number | null {
  const after = firstFrom(times, at);
  const before = after - 1;
  const distance = (row: number): number =>
    row < 0 || row >= length ? Infinity : Math.abs((times[row] ?? Infinity) - at);
  const nearest = distance(before) <= distance(after) ? before : after;
  return distance(nearest) <= nearMilliseconds ? nearest : null;
}

function readingOf(
  { columns }: Telemetry,
  quantity: Quantity,
  label: string,
  row: number | null,
): QuantityReading {
  const values = columns
    .filter(({ name }) => name.quantity === quantity)
    .map(({ name, values: all }) => ({
      zone: name.zone,
      value: row === null ? Number.NaN : (all[row] ?? Number.NaN),
    }))
    .filter(({ value }) => !Number.isNaN(value));
  const zones = values.filter(({ zone }) => zone !== null).map(({ value }) => value);
  const own = values.find(({ zone }) => zone === null)?.value ?? null;
  return { quantity, label, celsius: own ?? meanOf(zones), zones };
}

function gapAt({ telemetry, marks, until }: Scene, at: number) {
  const around = { from: at - 1, to: at + 1 };
  const gaps = gapsIn(telemetry.at, marks.contactGaps, around, until);
  return gaps.find((gap) => gap.from < at && gap.to > at) ?? null;
}

function notesAt(scene: Scene, at: number): readonly string[] {
  const { marks, now } = scene;
  const notes: string[] = [];
  const inside = (span: { readonly from: number; readonly to: number | null }): boolean =>
    span.from <= at && (span.to === null ? at <= scene.until : at < span.to);
  if (now !== null && at > now) return ['not yet'];
  const stage = marks.stages.findLast(inside);
  if (stage !== undefined) notes.push(stage.label);
  for (const { what } of marks.opened.filter(inside)) notes.push(openWords(what));
  const gap = gapAt(scene, at);
  if (gap !== null) {
    const words = gap.kind === 'no-contact' ? 'no contact' : 'no data';
    notes.push(`${words} for ${describeSeconds((gap.to - gap.from) / 1000)}`);
  }
  return notes;
}

function openWords(what: 'drawer' | 'cover'): string {
  switch (what) {
    case 'drawer':
      return 'drawer open';
    case 'cover':
      return 'cover up';
    default:
      return assertNever(what);
  }
}
