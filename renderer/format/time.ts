import { formatTime } from '../../shared/time-of-day.ts';
import type { Instant } from '../../shared/units.ts';

export { formatTime };

const two = (value: number): string => String(value).padStart(2, '0');

/** `14:32:05`. */
export function formatTimeSeconds(at: Instant): string {
  return `${formatTime(at)}:${two(new Date(at).getSeconds())}`;
}

/** `14:32:05.019`. */
export function formatTimeMilliseconds(at: Instant): string {
  return `${formatTimeSeconds(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`;
}

function startOfDay(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** A moment seen from `now`: the time alone today, otherwise with its day (`yesterday, 17:40`, `tomorrow, 02:10`, `21 Nov, 17:40`). */
export function formatMoment(at: Instant, now: Instant): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days === 0) return formatTime(at);
  if (days === -1) return `yesterday, ${formatTime(at)}`;
  if (days === 1) return `tomorrow, ${formatTime(at)}`;
  const day = new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day}, ${formatTime(at)}`;
}
