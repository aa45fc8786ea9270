import type { SetPointChange } from '../../../shared/run-record.ts';
import type { TimeSpan } from './gaps.ts';

/** A set point that held for a time. */
export interface SetPointStep extends TimeSpan {
  readonly celsius: number;
  /** Whether it goes on from another without a gap: then a line joins them. */
  readonly joined: boolean;
}

/**
 * The set points of one zone (from 1) or, with null, of the cover as steps inside a window. They break where nothing was
 * known of the machine, and after such a break begin only where they are known again: what was set before still
 * holds then. `until` ends the last.
 */
export function setPointSteps(
  changes: readonly SetPointChange[],
  zone: number | null,
  window: TimeSpan,
  until: number,
  unknown: readonly TimeSpan[],
): readonly SetPointStep[] {
  const steps: SetPointStep[] = [];
  for (const [index, change] of changes.entries()) {
    const celsius = setPointOf(change, zone);
    const to = Math.min(changes[index + 1]?.at ?? until, until);
    if (celsius === null || to <= window.from || change.at >= window.to || to <= change.at)
      continue;
    for (const piece of without({ from: change.at, to }, unknown)) {
      const before = steps.at(-1);
      if (before !== undefined && before.to === piece.from && before.celsius === celsius)
        steps[steps.length - 1] = { ...before, to: piece.to };
      else steps.push({ ...piece, celsius, joined: before?.to === piece.from });
    }
  }
  return steps;
}

/** What was set at a moment; null where nothing was. */
export function setPointAt(
  changes: readonly SetPointChange[],
  zone: number | null,
  at: number,
): number | null {
  const change = changes.findLast((candidate) => candidate.at <= at);
  return change === undefined ? null : setPointOf(change, zone);
}

/** How many zones have set points of their own, at most. */
export function setPointZones(changes: readonly SetPointChange[]): number {
  return changes.reduce((most, { zones }) => Math.max(most, zones.length), 0);
}

/** Zones whose set points always are those of an earlier zone are left out: one line is drawn for both. */
export function distinctZones(changes: readonly SetPointChange[]): readonly number[] {
  const distinct: number[] = [];
  for (let zone = 1; zone <= setPointZones(changes); zone++) {
    const same = distinct.some((other) =>
      changes.every((change) => setPointOf(change, other) === setPointOf(change, zone)),
    );
    if (!same) distinct.push(zone);
  }
  return distinct;
}

export function setPointOf(change: SetPointChange, zone: number | null): number | null {
  if (zone === null) return change.cover;
  return (change.zones.length === 1 ? change.zones[0] : change.zones[zone - 1]) ?? null;
}

function without(span: TimeSpan, holes: readonly TimeSpan[]): readonly TimeSpan[] {
  const pieces: TimeSpan[] = [];
  let { from } = span;
  for (const hole of holes) {
    if (hole.to <= from || hole.from >= span.to) continue;
    if (hole.from > from) pieces.push({ from, to: hole.from });
    from = Math.max(from, hole.to);
  }
  if (from < span.to) pieces.push({ from, to: span.to });
  return pieces;
}

/** Steps too short to tell apart, as the range they move in. */
export interface SetPointBlur extends TimeSpan {
  readonly low: number;
  readonly high: number;
}

export interface DrawnSetPoints {
  readonly steps: readonly SetPointStep[];
  readonly blurs: readonly SetPointBlur[];
}

/**
 * Sorts out steps shorter than `least` milliseconds, in ranges about that long: hundreds of cycles would be one black
 * block.
 */
export function drawnSetPoints(steps: readonly SetPointStep[], least: number): DrawnSetPoints {
  const clear: SetPointStep[] = [];
  const blurs: SetPointBlur[] = [];
  let blurred = false;
  for (const step of steps) {
    const { from, to, celsius } = step;
    if (to - from >= least) {
      // A line cannot start from a step that is not drawn.
      clear.push(blurred ? { ...step, joined: false } : step);
      blurred = false;
      continue;
    }
    const open = blurs.at(-1);
    if (blurred && step.joined && open !== undefined && open.to - open.from < least) {
      const low = Math.min(open.low, celsius);
      blurs[blurs.length - 1] = { from: open.from, to, low, high: Math.max(open.high, celsius) };
    } else blurs.push({ from, to, low: celsius, high: celsius });
    blurred = true;
  }
  return { steps: clear, blurs: withoutSeams(blurs) };
}

/** Ranges that go on as they were, as one. */
function withoutSeams(blurs: readonly SetPointBlur[]): readonly SetPointBlur[] {
  const whole: SetPointBlur[] = [];
  for (const blur of blurs) {
    const last = whole.at(-1);
    if (last?.to === blur.from && last.low === blur.low && last.high === blur.high)
      whole[whole.length - 1] = { ...last, to: blur.to };
    else whole.push(blur);
  }
  return whole;
}
