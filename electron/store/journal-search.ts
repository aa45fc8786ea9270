import { setImmediate as breathe } from 'node:timers/promises';
import type { JournalFilter } from '../../shared/journal.ts';
import type { EntryTable, StoredRow } from './entry-table.ts';

/** Entries looked through at a time, a few milliseconds' worth; machines are listened to in between. */
const searchedAtOnce = 2_000;

/** What a search finds: one page of rows, newest first, and how many match in all. */
export interface Found {
  /** One more than asked for if there are older ones. */
  readonly rows: readonly StoredRow[];
  readonly total: number;
}

/**
 * Looks for a text in every entry, newest first, without keeping main from anything else for long. Null if `goesOn` said no in
 * between. What is recorded meanwhile is not in it. Throws what SQLite throws.
 */
export async function search(
  table: EntryTable,
  filter: JournalFilter,
  goesOn: () => boolean,
  atOnce: number = searchedAtOnce,
): Promise<Found | null> {
  const { limit, before = null, ...selection } = filter;
  const rows: StoredRow[] = [];
  let total = 0;
  for (let end: number | null = null; ; ) {
    const from = table.startOfSpan(end, atOnce);
    if (from === null) return { rows, total };
    const found = table.count(selection, { from, before: end });
    total += found;
    const missing = limit + 1 - rows.length;
    if (found > 0 && missing > 0 && (before === null || from < before)) {
      const span = { from, before: before === null ? end : Math.min(end ?? before, before) };
      rows.push(...table.newest(selection, span, missing));
    }
    end = from;
    await breathe();
    if (!goesOn()) return null;
  }
}
