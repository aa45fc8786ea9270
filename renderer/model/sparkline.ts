import type { TracePoint } from '../../shared/machine.ts';
import type { Instant } from '../../shared/units.ts';

/** Silence between two points after which the line breaks: the gap is shown, never bridged. */
export const gapMilliseconds = 5_000;

/** What part of time and temperature a chart shows, and its size in its own units. */
export interface ChartFrame {
  readonly from: Instant;
  readonly to: Instant;
  readonly low: number;
  readonly high: number;
  readonly width: number;
  readonly height: number;
}

function chartX(frame: ChartFrame, at: number): number {
  return ((at - frame.from) / (frame.to - frame.from)) * frame.width;
}

function chartY(frame: ChartFrame, value: number): number {
  const share = (value - frame.low) / (frame.high - frame.low);
  return frame.height - Math.min(1, Math.max(0, share)) * frame.height;
}

/**
 * An SVG path through the points inside the frame, broken wherever more than five seconds are missing. A lone point
 * between two gaps is drawn as a dot of zero length.
 */
export function tracePath(
  points: readonly TracePoint[],
  pick: (point: TracePoint) => number,
  frame: ChartFrame,
): string {
  let path = '';
  let last: number | null = null;
  let lone = '';
  for (const point of points) {
    if (point.at < frame.from || point.at > frame.to) continue;
    const place = `${chartX(frame, point.at).toFixed(1)} ${chartY(frame, pick(point)).toFixed(1)}`;
    if (last !== null && point.at - last <= gapMilliseconds) {
      path += `L${place}`;
      lone = '';
    } else {
      path += lone === '' ? `M${place}` : `L${lone}M${place}`;
      lone = place;
    }
    last = point.at;
  }
  return lone === '' ? path : `${path}L${lone}`;
}
