import type {
  CollectionMark,
  ContactGap,
  OpenSpan,
  SetPointChange,
  StageSpan,
} from '../../../shared/run-record.ts';
import type { Instant } from '../../../shared/units.ts';
import { celsiusRange, type CelsiusRange } from './axis.ts';
import { type DataGap, gapsIn, type TimeSpan } from './gaps.ts';
import { type ColumnName, firstFrom, type Quantity, type Telemetry } from './series-buffer.ts';
import type { TimeBounds } from './time-view.ts';

/** What happened beside the temperatures. All lists are in order of time. */
export interface TimelineMarks {
  readonly setPoints: readonly SetPointChange[];
  readonly stages: readonly StageSpan[];
  readonly collections: readonly CollectionMark[];
  readonly opened: readonly OpenSpan[];
  readonly contactGaps: readonly ContactGap[];
}

export const noMarks: TimelineMarks = {
  setPoints: [],
  stages: [],
  collections: [],
  opened: [],
  contactGaps: [],
};

/** Which lines a person wants to see. */
export interface ShownLines {
  readonly sample: boolean;
  readonly block: boolean;
  readonly cover: boolean;
  readonly heatsink: boolean;
  readonly setPoints: boolean;
  /** The mean of the zones, drawn bold. */
  readonly mean: boolean;
  /** Zones that are not drawn, from 1. */
  readonly hiddenZones: ReadonlySet<number>;
}

export const usualLines: ShownLines = {
  sample: true,
  block: true,
  cover: true,
  heatsink: false,
  setPoints: true,
  mean: true,
  hiddenZones: new Set(),
};

/** Everything a picture of the timeline is made from: for the screen and for a file alike. */
export interface Scene {
  readonly telemetry: Telemetry;
  readonly marks: TimelineMarks;
  readonly shown: ShownLines;
  readonly window: TimeSpan;
  /** Null when it is over. */
  readonly now: Instant | null;
  /** Where what is still open ends. */
  readonly until: number;
  readonly range: CelsiusRange;
}

/** One line of the picture. */
export interface DrawnLine {
  readonly key: string;
  readonly quantity: Quantity;
  readonly thin: boolean;
  /** More than one where zones are drawn as the range between them. */
  readonly values: readonly Float32Array[];
}

/** Measurements in one pixel column from which on the zones' lines cannot be told apart any more. */
const denseRows = 4;

/**
 * The lines to draw, in order. Where zones would lie on one another in every column of pixels, all of a quantity are one
 * line from the lowest to the highest: the same picture, drawn several times faster.
 */
export function drawnLines(
  { telemetry, shown, window }: Scene,
  pixels: number,
): readonly DrawnLine[] {
  const { at, columns, zones } = telemetry;
  const rows = firstFrom(at, window.to) - firstFrom(at, window.from);
  const dense = rows > denseRows * pixels;
  const lines: DrawnLine[] = [];
  for (const { name, values } of columns) {
    if (!isShown(name, shown, zones)) continue;
    const { quantity, zone } = name;
    const last = lines.at(-1);
    if (dense && zone !== null && last?.key === `${quantity} zones`)
      lines[lines.length - 1] = { ...last, values: [...last.values, values] };
    else {
      const key = `${quantity} ${zone === null ? 'mean' : dense ? 'zones' : zone}`;
      lines.push({ key, quantity, thin: zone !== null, values: [values] });
    }
  }
  return lines;
}

function isShown({ quantity, zone }: ColumnName, shown: ShownLines, zones: number): boolean {
  if (!shown[quantity]) return false;
  if (quantity === 'cover' || quantity === 'heatsink' || zones <= 1) return true;
  return zone === null ? shown.mean : !shown.hiddenZones.has(zone);
}

/** The window's clock moves once a second, and what came since is not in the future. */
export function nowOf({ at }: Telemetry, now: Instant | null): Instant | null {
  return now === null ? null : (Math.max(now, at.at(-1) ?? now) as Instant);
}

/** From the first to the last that is known, or to now while it goes on. Null if there is nothing at all. */
export function boundsOf(
  telemetry: Telemetry,
  marks: TimelineMarks,
  now: Instant | null,
): TimeBounds | null {
  const froms = [telemetry.at[0], marks.stages[0]?.from].filter((at) => at !== undefined);
  const from = froms.length === 0 ? now : Math.min(...froms);
  if (from === null) return null;
  if (now !== null) return { from: Math.min(from, now), to: now, live: true };
  const stage = marks.stages.at(-1);
  const to = Math.max(from, telemetry.at.at(-1) ?? from, stage?.to ?? from);
  return { from, to, live: false };
}

/** The °C axis of all there is, not of what is looked at: it stays while one moves about. */
export function rangeOf(telemetry: Telemetry, marks: TimelineMarks): CelsiusRange {
  let low = Infinity;
  let high = -Infinity;
  for (const { zones, cover } of marks.setPoints) {
    for (const celsius of cover === null ? zones : [...zones, cover]) {
      low = Math.min(low, celsius);
      high = Math.max(high, celsius);
    }
  }
  return celsiusRange([telemetry.extent, low > high ? null : { low, high }]);
}

export function sceneGaps({ telemetry, marks, window, until }: Scene): readonly DataGap[] {
  return gapsIn(telemetry.at, marks.contactGaps, window, until);
}
