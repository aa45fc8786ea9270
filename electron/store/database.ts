import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type Migration, migrate, migrations, readVersion } from './migrations.ts';
import { DamagedDatabaseError, NewerDatabaseError } from './storage-problem.ts';

/** Opens a file, or `:memory:`; a test puts failing disks here. */
export type OpenDatabase = (path: string) => DatabaseSync;

export const memory = ':memory:';

/** What distinguishes one database file of ours from another. */
export interface DatabaseDesign {
  readonly migrations: readonly Migration[];
  /** A table that every version has: without it, the file is not what its version says. */
  readonly mainTable: string;
  /** Looked through at every start; null for the whole file, whose length the start-up time then goes with. */
  readonly checkedTables: readonly string[] | null;
  /** `FULL`: on disk when a write returns. `NORMAL`: safe from a crash of the program, and of the computer up to the last checkpoint. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** What must be said before the first table is made. */
  readonly beforeTables: string;
}

export const journalDesign: DatabaseDesign = {
  migrations,
  mainTable: 'entries',
  checkedTables: null,
  synchronous: 'FULL',
  beforeTables: '',
};

/** How long another program's lock is waited for, in milliseconds; everything stands still meanwhile. */
const busyMilliseconds = 2_000;

/** A version further ahead than this was written by no QuantDeck. */
const mostVersionsAhead = 1_000;

export const openFile: OpenDatabase = (path) => {
  // SQLite would make the file readable for everyone; what it keeps beside the file takes over these rights.
  if (path !== memory) closeSync(openSync(path, 'a', 0o600));
  return new DatabaseSync(path, { timeout: busyMilliseconds });
};

/**
 * Opens a database at the newest version, ready for use. Throws what SQLite or the file system throws, `NewerDatabaseError` or
 * `DamagedDatabaseError`; the file is closed and unharmed then.
 */
export function openDatabase(
  path: string,
  open: OpenDatabase,
  design: DatabaseDesign = journalDesign,
): DatabaseSync {
  const database = open(path);
  try {
    prepare(database, design);
    return database;
  } catch (error) {
    database.close();
    // What is written here works on every database that is what its version says.
    throw isSqlError(error) ? new DamagedDatabaseError('it is not what it says', error) : error;
  }
}

function prepare(database: DatabaseSync, design: DatabaseDesign): void {
  const newest = design.migrations.length;
  // One QuantDeck at a time; and without shared memory a write-ahead log also works in a home folder on a network drive.
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const version = readVersion(database);
  if (version < 0 || version > newest + mostVersionsAhead)
    throw new DamagedDatabaseError(`it cannot have version ${version}`);
  if (version > newest) throw new NewerDatabaseError(version, newest);
  if (version > 0 && !hasTable(database, design.mainTable))
    throw new DamagedDatabaseError(`it has no table of ${design.mainTable}`);
  if (design.checkedTables === null) check(database, '1');
  else if (version > 0) for (const table of design.checkedTables) check(database, table);
  database.exec(`
    ${design.beforeTables}
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${design.synchronous};
    PRAGMA fullfsync = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
  `);
  migrate(database, design.migrations);
  // A file that may only be read opens without a word; find out now, not at the first action.
  database.exec('BEGIN IMMEDIATE; COMMIT');
}

/** `what`: the name of a table, or how many findings in the whole file are enough. */
function check(database: DatabaseSync, what: string): void {
  const finding = database.prepare(`PRAGMA quick_check(${what})`).get()?.['quick_check'];
  if (finding !== 'ok') throw new DamagedDatabaseError(String(finding));
}

/** SQLITE_ERROR: SQL that does not fit the tables, or a file format that SQLite does not know. */
function isSqlError(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 1;
}

/** The version may say one thing and a damaged list of tables another. */
function hasTable(database: DatabaseSync, name: string): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined;
}
