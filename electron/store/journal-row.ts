import { crc32 } from 'node:zlib';
import { actionWords } from '../../shared/action.ts';
import type { Failure } from '../../shared/failure.ts';
import {
  isLedgerEntry,
  type JournalEntry,
  journalEntrySchema,
  outcomeOf,
} from '../../shared/journal.ts';

/** One row of the table `entries`. */
export interface JournalRow {
  readonly number: number;
  readonly id: string;
  readonly at: number;
  readonly kind: string;
  readonly outcome: string | null;
  readonly machine_id: string | null;
  readonly machine_name: string | null;
  /** Of `detail`: a record of what was done must rather be missing than changed. */
  readonly checksum: number;
  readonly detail: string;
  readonly search: string;
}

export function toRow(number: number, entry: JournalEntry): JournalRow {
  const detail = JSON.stringify(entry);
  return {
    number,
    id: entry.id,
    at: entry.at,
    kind: entry.kind,
    outcome: outcomeOf(entry),
    machine_id: entry.machineId,
    machine_name: entry.machineName,
    checksum: crc32(detail),
    detail,
    search: searchText(entry),
  };
}

/** Null if the row does not hold what was written, or nothing that this version understands. */
export function readEntry({
  detail,
  checksum,
}: Readonly<Record<'detail' | 'checksum', unknown>>): JournalEntry | null {
  if (typeof detail !== 'string' || crc32(detail) !== checksum) return null;
  try {
    return journalEntrySchema.parse(JSON.parse(detail));
  } catch {
    return null;
  }
}

/** Makes texts comparable that a person would call the same: case, compatibility forms and runs of white space do not count. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ');
}

/** Everything of an entry that can be searched for, folded, a line each. */
export function searchText(entry: JournalEntry): string {
  return searchable(entry)
    .filter((text) => text !== '')
    .map(fold)
    .join('\n');
}

function searchable(entry: JournalEntry): readonly string[] {
  if (!isLedgerEntry(entry))
    return [entry.machineName ?? '', entry.text, ...failureTexts(entry.failure)];
  const { state } = entry;
  const own =
    entry.kind === 'action'
      ? [
          actionWords[entry.action.kind].name,
          ...entry.acknowledged.map(({ text }) => text),
          entry.typedName ?? '',
        ]
      : [entry.command, entry.level];
  return [
    entry.machineName,
    ...own,
    'readBack' in state ? state.readBack : '',
    ...('failure' in state ? failureTexts(state.failure) : []),
    entry.seenLater?.text ?? '',
    ...entry.evidence.map(({ text }) => text),
  ];
}

function failureTexts(failure: Failure | null): readonly string[] {
  return failure ? [failure.message, failure.remedy, failure.detail] : [];
}
