import type { Instant } from '../../shared/units.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something took or lasts, in one unit: `4 s`, `12 min`, `3 h`, `2 d`. Never less than one second. */
export function formatSpan(milliseconds: number): string {
  const span = Math.max(second, milliseconds);
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < day) return `${Math.floor(span / hour)} h`;
  return `${Math.floor(span / day)} d`;
}

/** How old something is: `4 s ago`. A moment ahead of `now`, between two ticks, counts as just received. */
export function formatAge(at: Instant, now: Instant): string {
  return `${formatSpan(now - at)} ago`;
}
