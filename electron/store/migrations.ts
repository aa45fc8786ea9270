import type { DatabaseSync } from 'node:sqlite';
import { NewerDatabaseError } from './storage-problem.ts';
import { inTransaction } from './transaction.ts';

/** What brings a database from one version to the next, as SQL. */
export type Migration = string;

/**
 * Migration n (from 1) makes version n of version n − 1. Append; never change one that was released, and give every released
 * version a sample in the migration tests.
 */
export const migrations: readonly Migration[] = [
  // 1: the journal. One row is one entry: `detail` is the whole of it as JSON, `checksum` its CRC-32, the other columns are there
  // to find it by.
  // `number` is the order of recording, which a workstation clock that was set back does not disturb.
  // The checks are for `quick_check`: they tell a damaged row from a whole one.
  `
  CREATE TABLE entries (
    number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 4294967295),
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT,
    machine_id TEXT,
    machine_name TEXT,
    checksum INTEGER NOT NULL CHECK (checksum BETWEEN 0 AND 4294967295),
    detail TEXT NOT NULL CHECK (json_valid(detail)),
    search TEXT NOT NULL
  ) STRICT;
  CREATE INDEX entries_by_machine ON entries (machine_id, number);
  CREATE INDEX entries_by_facts ON entries (machine_id, kind, outcome, at);
  CREATE INDEX entries_in_progress ON entries (number) WHERE outcome = 'in-progress';
  CREATE INDEX entries_unknown ON entries (machine_id, number) WHERE outcome = 'unknown';
  `,
];

/**
 * Brings the database to the newest version, each step in a transaction of its own: a step that fails leaves the version before it.
 * Throws `NewerDatabaseError` without writing anything if the database is ahead of the list.
 */
export function migrate(database: DatabaseSync, list: readonly Migration[] = migrations): void {
  const version = readVersion(database);
  if (version > list.length) throw new NewerDatabaseError(version, list.length);
  for (const [index, migration] of list.entries()) {
    if (index < version) continue;
    inTransaction(database, () => {
      database.exec(migration);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
}

export function readVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
