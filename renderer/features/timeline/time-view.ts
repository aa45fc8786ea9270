import { assertNever } from '../../../shared/assert-never.ts';
import type { TimeSpan } from './gaps.ts';
import { niceStep } from './axis.ts';

/** What of the time is looked at: the latest, moving along with it, or a stretch that stays. */
export type TimeView =
  | { readonly kind: 'follow'; readonly span: number | 'whole' }
  | { readonly kind: 'free'; readonly from: number; readonly to: number };

export const wholeView: TimeView = { kind: 'follow', span: 'whole' };
export const fiveMinutesView: TimeView = { kind: 'follow', span: 5 * 60_000 };

const shortestSpan = 10_000;
/** Room beside the latest point, as a share of the window. */
const roomAhead = 0.06;

/** Everything there is: from the first to the last, or to now while it goes on. */
export interface TimeBounds extends TimeSpan {
  readonly live: boolean;
}

/** The window a view shows. The whole grows by steps, not by the second, so that the picture stays calm. */
export function windowOf(view: TimeView, bounds: TimeBounds): TimeSpan {
  switch (view.kind) {
    case 'free':
      return view;
    case 'follow': {
      if (view.span === 'whole') return wholeWindow(bounds);
      const room = bounds.live ? view.span * roomAhead : 0;
      return { from: bounds.to + room - view.span, to: bounds.to + room };
    }
    default:
      return assertNever(view);
  }
}

function wholeWindow({ from, to, live }: TimeBounds): TimeSpan {
  const length = Math.max(60_000, to - from);
  const step = niceStep(length / 12);
  const start = from - step / 4;
  if (!live) return { from: start, to: from + length + step / 4 };
  return { from: start, to: Math.ceil((from + length * (1 + roomAhead)) / step) * step };
}

/** Shows `factor` times as much, with `anchor` staying where it is. All there is is the most. */
export function zoomed(
  view: TimeView,
  bounds: TimeBounds,
  factor: number,
  anchor: number | null,
): TimeView {
  const { from, to } = windowOf(view, bounds);
  const whole = wholeWindow(bounds);
  const span = Math.max(shortestSpan, (to - from) * factor);
  if (span >= whole.to - whole.from) return wholeView;
  if (anchor === null && view.kind === 'follow') return { kind: 'follow', span };
  const fixed = anchor ?? (from + to) / 2;
  const start = fixed - ((fixed - from) / (to - from)) * span;
  return clamped(start, span, whole);
}

/** Shows exactly this stretch, or the shortest possible around its middle. */
export function zoomedTo(bounds: TimeBounds, a: number, b: number): TimeView {
  const span = Math.max(shortestSpan, Math.abs(b - a));
  const whole = wholeWindow(bounds);
  if (span >= whole.to - whole.from) return wholeView;
  return clamped((a + b) / 2 - span / 2, span, whole);
}

/** Moves the window by a time; never beyond what there is. */
export function panned(view: TimeView, bounds: TimeBounds, by: number): TimeView {
  const { from, to } = windowOf(view, bounds);
  const whole = wholeWindow(bounds);
  if (to - from >= whole.to - whole.from) return view;
  return clamped(from + by, to - from, whole);
}

/** Follows the latest, showing as much as before. */
export function jumpedToNow(view: TimeView): TimeView {
  return view.kind === 'free' ? { kind: 'follow', span: view.to - view.from } : view;
}

/** The stretch of this length at the very beginning. */
export function jumpedToStart(view: TimeView, bounds: TimeBounds): TimeView {
  const { from, to } = windowOf(view, bounds);
  return panned(view, bounds, bounds.from - from - (to - from) / 50);
}

function clamped(from: number, span: number, whole: TimeSpan): TimeView {
  // The latest room ahead of a followed window may reach a little beyond the whole.
  const last = Math.max(whole.from, whole.to - span);
  const start = Math.min(last, Math.max(whole.from, from));
  return { kind: 'free', from: start, to: start + span };
}
