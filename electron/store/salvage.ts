import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { JournalEntry } from '../../shared/journal.ts';
import { DisposableStore, toDisposable } from '../base/disposable.ts';
import { readEntry } from './journal-row.ts';
import { PageFile, pageSize } from './page-file.ts';
import { scanRows } from './page-scan.ts';
import { DamagedDatabaseError, storageProblem } from './storage-problem.ts';

export interface Salvage {
  /** By their place in the order of recording. */
  readonly entries: ReadonlyMap<number, JournalEntry>;
  /** Entries that are known to have been there and cannot be read. */
  readonly lost: number;
}

interface Reading {
  readonly entries: Map<number, JournalEntry>;
  readonly failed: readonly number[];
}

/**
 * Reads every journal entry that can still be read from a database: damaged, cut short, or in a place where SQLite cannot
 * work. The file and its write-ahead log are not touched. Does not throw for what the disk or SQLite says.
 */
export function salvage(file: string): Salvage {
  const reading = attempt(() => withReadableCopy(file, readEntries));
  if (reading?.failed.length === 0) return { entries: reading.entries, lost: 0 };
  const entries = reading?.entries ?? new Map<number, JournalEntry>();
  const scanned = attempt(() => scanEntries(file)) ?? [];
  // SQLite knows which version of an entry is the valid one; what it cannot reach is taken as it is found.
  for (const [number, entry] of scanned) if (!entries.has(number)) entries.set(number, entry);
  const inOrder = [...entries].toSorted(([a], [b]) => a - b);
  const lost = reading
    ? reading.failed.filter((number) => !entries.has(number)).length
    : (inOrder.at(-1)?.[0] ?? 0) - inOrder.length;
  return { entries: new Map(inOrder), lost };
}

/** Null for what the disk or SQLite refuses; a bug throws. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (storageProblem(error) === null) throw error;
    return null;
  }
}

/** Where the table has `checksum` and `detail`, counted from 0; `number` is not in the record itself. */
const checksumCell = 7;
const detailCell = 8;

function scanEntries(file: string): ReadonlyMap<number, JournalEntry> {
  const pages = new PageFile(file);
  try {
    const found = new Map<number, JournalEntry>();
    for (const { number, cells } of scanRows(pages)) {
      const entry = readEntry({ checksum: cells[checksumCell], detail: cells[detailCell] });
      if (entry) found.set(number, entry);
    }
    return found;
  } finally {
    pages.dispose();
  }
}

/**
 * Opens a database that may be damaged for reading. Works on a copy, because reading a write-ahead log means writing beside it.
 */
export function withReadableCopy<T>(file: string, read: (database: DatabaseSync) => T): T {
  const scope = new DisposableStore();
  try {
    return read(openReadable(file, scope));
  } finally {
    scope.dispose();
  }
}

function openReadable(file: string, scope: DisposableStore): DatabaseSync {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(copyOf(file, scope));
  } catch (error) {
    if (storageProblem(error)?.kind !== 'disk-full') throw error;
    // No room for a copy: read the file itself, without its log.
    const url = pathToFileURL(file);
    url.search = '?immutable=1';
    database = new DatabaseSync(url, { readOnly: true });
  }
  scope.add(toDisposable(() => database.close()));
  return database;
}

function copyOf(file: string, scope: DisposableStore): string {
  const folder = mkdtempSync(join(tmpdir(), 'quantdeck-'));
  scope.add(toDisposable(() => rmSync(folder, { recursive: true, force: true })));
  const copy = join(folder, 'copy.db');
  for (const suffix of ['', '-wal']) {
    if (!existsSync(file + suffix)) continue;
    copyFileSync(file + suffix, copy + suffix);
    // The copy of a file that may only be read may only be read, too.
    chmodSync(copy + suffix, 0o600);
  }
  return copy;
}

/** No entry takes less room, in bytes: bounds how many a file can hold, whatever its largest number says. */
const smallestRow = 200;

/**
 * Looks every number up by itself: a damaged page costs the entries on it, not those behind it. Throws if SQLite cannot
 * tell what numbers there are.
 */
function readEntries(database: DatabaseSync): Reading {
  const entries = new Map<number, JournalEntry>();
  const failed: number[] = [];
  const statement = database.prepare('SELECT checksum, detail FROM entries WHERE number = ?');
  const last = Number(database.prepare('SELECT max(number) AS last FROM entries').get()?.['last']);
  const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
  if (last > (pages * pageSize) / smallestRow) throw new DamagedDatabaseError('a number is wrong');
  for (let number = 1; number <= last; number++) {
    const row = attempt(() => statement.get(number) ?? 'absent');
    if (row === 'absent') continue;
    const entry = row && readEntry({ checksum: row['checksum'], detail: row['detail'] });
    if (entry) entries.set(number, entry);
    else failed.push(number);
  }
  return { entries, failed };
}
