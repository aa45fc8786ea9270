import type { Instant } from '../../../shared/units.ts';
import { formatTime, formatTimeSeconds } from '../../format/time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Distances a person reads times by. */
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28].map((count) => count * day),
];

/** The first readable distance that is not below `least` milliseconds. */
export function niceStep(least: number): number {
  return steps.find((step) => step >= least) ?? Math.ceil(least / (28 * day)) * 28 * day;
}

export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

/** Room a label needs, in CSS pixels. */
const labelPixels = 84;

/** Wall-clock times for an axis, at whole minutes, hours or days of this workstation's zone. */
export function timeTicks(from: number, to: number, pixels: number): readonly TimeTick[] {
  const step = niceStep(((to - from) / Math.max(1, pixels)) * labelPixels);
  const ticks: TimeTick[] = [];
  let at = firstTick(from, step);
  while (at <= to) {
    ticks.push({ at, label: timeLabel(at as Instant, step) });
    const next = step < hour ? at + step : localTick(at, step, 1);
    // A clock set back at night must not stop the axis.
    at = next > at ? next : at + step;
  }
  return ticks;
}

function firstTick(from: number, step: number): number {
  // Below an hour, every zone's clock shows whole steps where its offset does; offsets are whole quarters.
  if (step < hour) {
    const offset = new Date(from).getTimezoneOffset() * minute;
    return Math.ceil((from - offset) / step) * step + offset;
  }
  const at = localTick(from, step, 0);
  return at < from ? localTick(from, step, 1) : at;
}

/** The whole step of the local day at or before a time, and `more` steps on. */
function localTick(at: number, step: number, more: number): number {
  const date = new Date(at);
  if (step >= day)
    return new Date(
      date.getFullYear(),
      date.getMonth(),
      date.getDate() + (more * step) / day,
    ).getTime();
  const hours = step / hour;
  const whole = Math.floor(date.getHours() / hours) * hours + more * hours;
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), whole).getTime();
}

function timeLabel(at: Instant, step: number): string {
  const date = new Date(at);
  const midnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
  if (step >= day || (midnight && step >= hour))
    return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return step < minute ? formatTimeSeconds(at) : formatTime(at);
}

export interface CelsiusRange {
  readonly low: number;
  readonly high: number;
}

/** What a qPCR run needs: room temperature to the hot cover. */
const usualRange: CelsiusRange = { low: 15, high: 115 };

/**
 * The °C axis: the usual range, wider by whole tens where values lie outside. Of values whose extent only grows, it
 * only grows too.
 */
export function celsiusRange(
  extents: readonly ({ readonly low: number; readonly high: number } | null)[],
): CelsiusRange {
  let { low, high } = usualRange;
  for (const extent of extents) {
    if (extent === null) continue;
    if (extent.low < low) low = Math.floor((extent.low - 1) / 10) * 10;
    if (extent.high > high) high = Math.ceil((extent.high + 1) / 10) * 10;
  }
  return { low, high };
}

/** Temperatures to write at the axis. */
export function celsiusTicks({ low, high }: CelsiusRange): readonly number[] {
  const step = [25, 50, 100, 250, 500].find((size) => (high - low) / size <= 8) ?? 1000;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) ticks.push(tick + 0);
  return ticks;
}
