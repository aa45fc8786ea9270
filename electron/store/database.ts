import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrate, migrations, readVersion } from './migrations.ts';
import { DamagedDatabaseError, NewerDatabaseError } from './storage-problem.ts';

/** Opens a file, or `:memory:`; a test puts failing disks here. */
export type OpenDatabase = (path: string) => DatabaseSync;

export const memory = ':memory:';

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
export function openDatabase(path: string, open: OpenDatabase): DatabaseSync {
  const database = open(path);
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    // What is written here works on every database that is what its version says.
    throw isSqlError(error) ? new DamagedDatabaseError('it is not what it says', error) : error;
  }
}

function prepare(database: DatabaseSync): void {
  // One QuantDeck at a time; and without shared memory a write-ahead log also works in a home folder on a network drive.
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  const version = readVersion(database);
  if (version < 0 || version > migrations.length + mostVersionsAhead)
    throw new DamagedDatabaseError(`it cannot have version ${version}`);
  if (version > migrations.length) throw new NewerDatabaseError(version, migrations.length);
  const finding = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (finding !== 'ok') throw new DamagedDatabaseError(String(finding));
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
  `);
  migrate(database);
  if (!hasTable(database, 'entries')) throw new DamagedDatabaseError('it has no table of entries');
  // A file that may only be read opens without a word; find out now, not at the first action.
  database.exec('BEGIN IMMEDIATE; COMMIT');
}

/** SQLITE_ERROR: SQL that does not fit the tables, or a file format that SQLite does not know. */
function isSqlError(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 1;
}

/** The version may say one thing and a damaged list of tables another. */
function hasTable(database: DatabaseSync, name: string): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined;
}
