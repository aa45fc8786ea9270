import type { Instant } from '../../../shared/units.ts';
import { formatBytes } from '../../format/size.ts';

export function daysWords(days: number): string {
  if (days % 365 === 0) return days === 365 ? '1 year' : `${days / 365} years`;
  return days === 1 ? '1 day' : `${days} days`;
}

export function sizeWords(megabytes: number): string {
  return formatBytes(megabytes * 1_000_000);
}

export function runsWords(runs: number): string {
  return runs === 1 ? '1 run' : `${runs.toLocaleString('en-US')} runs`;
}

export function sinceWords(at: Instant): string {
  return new Date(at).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}
