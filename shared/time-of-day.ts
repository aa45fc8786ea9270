import type { Instant } from './units.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** Time of day on this workstation: `14:32`. */
export function formatTime(at: Instant): string {
  const date = new Date(at);
  return formatMinutes(date.getHours() * 60 + date.getMinutes());
}

/** Minutes after midnight as a time of day. */
export function formatMinutes(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
