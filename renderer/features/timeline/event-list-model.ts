import { assertNever } from '../../../shared/assert-never.ts';
import { type RunEventKind, runEventKinds, type RunEventLine } from '../../../shared/run-record.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';

export interface EventFilter {
  /** Kinds that are left out. */
  readonly hidden: ReadonlySet<RunEventKind>;
  readonly search: string;
}

export const everyEvent: EventFilter = { hidden: new Set(), search: '' };

export interface EventRow {
  /** Stays with its event as others are added. */
  readonly key: string;
  readonly event: RunEventLine;
}

/** The events a filter lets through, newest first. A search looks at words, time and raw message. */
export function eventRows(
  events: readonly RunEventLine[],
  { hidden, search }: EventFilter,
): readonly EventRow[] {
  const wanted = search.trim().toLowerCase();
  const rows: EventRow[] = [];
  const seen = new Map<number, number>();
  for (const event of events) {
    const count = seen.get(event.at) ?? 0;
    seen.set(event.at, count + 1);
    if (hidden.has(event.kind)) continue;
    if (wanted !== '' && !searched(event).includes(wanted)) continue;
    rows.push({ key: `${event.at} ${count}`, event });
  }
  return rows.toReversed();
}

/** The kinds that occur, in their usual order, with how often. */
export function kindCounts(
  events: readonly RunEventLine[],
): readonly { readonly kind: RunEventKind; readonly count: number }[] {
  const counts = new Map<RunEventKind, number>();
  for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return runEventKinds
    .filter((kind) => counts.has(kind))
    .map((kind) => ({ kind, count: counts.get(kind) ?? 0 }));
}

/** Events as text, oldest first, one a line: ISO time, kind, words, raw message, between tabs. */
export function eventsText(rows: readonly EventRow[]): string {
  return rows
    .toReversed()
    .map(({ event }) =>
      [new Date(event.at).toISOString(), event.kind, event.text, event.raw].map(oneLine).join('\t'),
    )
    .join('\n');
}

export function kindName(kind: RunEventKind): string {
  switch (kind) {
    case 'run':
      return 'Run';
    case 'stage':
      return 'Stages';
    case 'temperature':
      return 'Temperature';
    case 'collection':
      return 'Collections';
    case 'contact':
      return 'Contact';
    case 'hardware':
      return 'Drawer and cover';
    case 'problem':
      return 'Problems';
    case 'other':
      return 'Other';
    default:
      return assertNever(kind);
  }
}

function searched({ at, text, raw }: RunEventLine): string {
  return `${formatTimeSeconds(at)} ${text} ${raw}`.toLowerCase();
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\r?\n/g, ' '));
}
