import type { ContactGap } from '../../../shared/run-record.ts';
import { gapMilliseconds } from '../../model/sparkline.ts';
import { firstFrom } from './series-buffer.ts';

/** Time that nothing is known of: without contact, or with contact but without temperatures. */
export interface DataGap {
  readonly kind: 'no-contact' | 'no-data';
  readonly from: number;
  readonly to: number;
}

export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Whether a line must break between two neighbouring rows: too far apart, or contact was lost between them. */
export function breaksBetween(
  before: number,
  after: number,
  contactGaps: readonly ContactGap[],
): boolean {
  if (after - before > gapMilliseconds) return true;
  return contactGaps.some(({ from, to }) => from >= before && from < after && (to ?? after) > from);
}

/**
 * The gaps inside a span, in order and without overlap. A silence that a contact gap overlaps is that gap, and takes
 * its limits: those are what was heard. `until` ends what is still open: now, or the end of a run.
 */
export function gapsIn(
  at: Float64Array,
  contactGaps: readonly ContactGap[],
  span: TimeSpan,
  until: number,
): readonly DataGap[] {
  const known = contactGaps.map(
    ({ from, to }): DataGap => ({ kind: 'no-contact', from, to: to ?? Math.max(until, from) }),
  );
  const silent = silencesIn(at, span, until).filter(
    (silence) => !known.some((gap) => gap.from < silence.to && gap.to > silence.from),
  );
  return [...known, ...silent]
    .filter(({ from, to }) => to > span.from && from < span.to)
    .toSorted((a, b) => a.from - b.from);
}

function silencesIn(at: Float64Array, span: TimeSpan, until: number): DataGap[] {
  const gaps: DataGap[] = [];
  const start = Math.max(0, firstFrom(at, span.from) - 1);
  const end = Math.min(at.length, firstFrom(at, span.to) + 1);
  for (let index = start + 1; index < end; index++) {
    const from = at[index - 1] ?? 0;
    const to = at[index] ?? 0;
    if (to - from > gapMilliseconds) gaps.push({ kind: 'no-data', from, to });
  }
  const last = at[at.length - 1];
  if (end === at.length && last !== undefined && until - last > gapMilliseconds)
    gaps.push({ kind: 'no-data', from: last, to: until });
  return gaps;
}
