import type { DatabaseSync } from 'node:sqlite';
import { memory, openDatabase, openFile } from '../../../../electron/store/database.ts';
import { type DisposableStore, toDisposable } from '../../../../electron/base/disposable.ts';

/** A database at the newest version that is closed with its scope. */
export function memoryDatabase(scope: DisposableStore): DatabaseSync {
  const database = openDatabase(memory, openFile);
  scope.add(toDisposable(() => database.close()));
  return database;
}

/** Makes every later write to the journal's table fail, as a full disk would, until called again. */
export function breakWriting(database: DatabaseSync): { readonly repair: () => void } {
  database.exec(`
    CREATE TEMP TRIGGER broken_insert BEFORE INSERT ON main.entries BEGIN SELECT RAISE(ABORT, 'broken'); END;
    CREATE TEMP TRIGGER broken_update BEFORE UPDATE ON main.entries BEGIN SELECT RAISE(ABORT, 'broken'); END;
  `);
  return {
    repair: () => database.exec('DROP TRIGGER temp.broken_insert; DROP TRIGGER temp.broken_update'),
  };
}
