import type { Instant } from '../../../shared/units.ts';
import { formatTime } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';

/** A file's name without what any file system refuses: `qpcr1 PCR panel A 2026-11-22 13.33.csv` */
export function fileNameOf(title: string, from: number, extension: 'csv' | 'png' | 'txt'): string {
  const words = visibleText(title)
    .replace(/[<>:"/\\|?*⟨⟩]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100);
  return `${words} ${dateOf(from)} ${formatTime(from as Instant).replace(':', '.')}.${extension}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-22` on this workstation's calendar. */
export function dateOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
