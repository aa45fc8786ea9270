import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` whole or not at all; on disk when this returns. Rethrows what `work` or the commit threw. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after a full disk and some I/O errors.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
