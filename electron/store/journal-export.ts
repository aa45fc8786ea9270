import { actionWords } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { isLedgerEntry, type JournalEntry, outcomeOf } from '../../shared/journal.ts';
import type { Instant } from '../../shared/units.ts';
import { csvRow } from '../../shared/csv.ts';

const lineEnd = '\r\n';

/** What a column holds of an entry. */
const columns: Readonly<Record<string, (entry: JournalEntry) => string | number | null>> = {
  time: ({ at }) => isoWithZone(at),
  'time (unix ms)': ({ at }) => at,
  machine: ({ machineName }) => machineName,
  'machine id': ({ machineId }) => machineId,
  kind: ({ kind }) => kind,
  what: whatOf,
  outcome: outcomeOf,
  message: (entry) => (isLedgerEntry(entry) ? endOf(entry) : (entry.failure?.message ?? null)),
  'technical detail': (entry) => failureOf(entry)?.detail ?? null,
  acknowledged: (entry) =>
    entry.kind === 'action' ? entry.acknowledged.map(({ text }) => text).join('\n') : null,
  'typed name': (entry) => (entry.kind === 'action' ? entry.typedName : null),
  'sent at': (entry) => (isLedgerEntry(entry) ? optionalTime(entry.times.sentAt) : null),
  'accepted at': (entry) => (isLedgerEntry(entry) ? optionalTime(entry.times.acceptedAt) : null),
  'ended at': (entry) => (isLedgerEntry(entry) ? optionalTime(entry.times.endedAt) : null),
  interrupted: (entry) => (isLedgerEntry(entry) ? (entry.interrupted ? 'yes' : 'no') : null),
  'seen later': (entry) => (isLedgerEntry(entry) ? (entry.seenLater?.text ?? null) : null),
  'seen later at': (entry) =>
    isLedgerEntry(entry) ? optionalTime(entry.seenLater?.at ?? null) : null,
  evidence: (entry) =>
    isLedgerEntry(entry)
      ? entry.evidence
          .map(({ at, direction, text }) => `${isoWithZone(at)} ${direction} ${text}`)
          .join('\n')
      : null,
  id: ({ id }) => id,
};

export const csvHeader: readonly string[] = Object.keys(columns);

/**
 * A table for a spreadsheet (RFC 4180, UTF-8). It begins with a byte order mark: without one Excel takes the text for the local
 * eight-bit code and spoils every degree sign.
 */
export function* csvChunks(pages: Iterable<readonly JournalEntry[]>): Iterable<string> {
  yield `\uFEFF${csvRow(csvHeader)}${lineEnd}`;
  for (const entries of pages)
    yield entries
      .map((entry) => csvRow(Object.values(columns).map((cell) => cell(entry))) + lineEnd)
      .join('');
}

/** One JSON array of the entries exactly as they are; times are Unix ms. */
export function* jsonChunks(pages: Iterable<readonly JournalEntry[]>): Iterable<string> {
  let separator = '[\n';
  for (const entries of pages) {
    if (entries.length === 0) {
      // Whoever reads the chunks may pause here, too.
      yield '';
      continue;
    }
    yield separator + entries.map((entry) => JSON.stringify(entry)).join(',\n');
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** ISO 8601 to the millisecond in this workstation's zone, such as `2026-07-01T09:30:00.000+02:00`. */
export function isoWithZone(at: Instant): string {
  const offsetMinutes = -new Date(at).getTimezoneOffset();
  const local = new Date(at + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offsetMinutes);
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.trunc(size / 60))}:${twoDigits(size % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function optionalTime(at: Instant | null): string | null {
  return at === null ? null : isoWithZone(at);
}

function whatOf(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'action':
      return entry.action.kind === 'block-on'
        ? `${actionWords[entry.action.kind].name} ${entry.action.target} °C`
        : actionWords[entry.action.kind].name;
    case 'console':
      return entry.command;
    case 'lease':
    case 'connection':
    case 'settings':
    case 'alert':
    case 'notice':
      return entry.text;
    default:
      return assertNever(entry);
  }
}

function failureOf(
  entry: JournalEntry,
): { readonly message: string; readonly detail: string } | null {
  if (!isLedgerEntry(entry)) return entry.failure;
  return 'failure' in entry.state ? entry.state.failure : null;
}

/** How it ended, in words; null while it has not. */
function endOf(entry: JournalEntry): string | null {
  if (isLedgerEntry(entry) && entry.state.kind === 'confirmed') return entry.state.readBack;
  return failureOf(entry)?.message ?? null;
}
