import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { Journal } from '../../../electron/store/journal.ts';
import { migrate, migrations, readVersion } from '../../../electron/store/migrations.ts';
import { NewerDatabaseError } from '../../../electron/store/storage-problem.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let scope: DisposableStore;
let database: DatabaseSync;
beforeEach(() => {
  scope = new DisposableStore();
  database = new DatabaseSync(':memory:');
  scope.add(toDisposable(() => database.close()));
});
afterEach(() => scope.dispose());

/**
 * What a released version wrote, by version number: rows exactly as it wrote them, never changed afterwards.
 * Version 0 is a file in which nothing was made yet.
 */
const samples: readonly { readonly rows: string; readonly texts: readonly string[] }[] = [
  { rows: '', texts: [] },
  {
    rows: `INSERT INTO entries VALUES
      (1, 'a', 1000, 'settings', NULL, 'm-1', 'Left', 1260509875, '{"kind":"settings","id":"a","at":1000,"machineId":"m-1","machineName":"Left","text":"Left was added.","failure":null}', 'left'),
      (2, 'b', 2000, 'notice', NULL, NULL, NULL, 3359282502, '{"kind":"notice","id":"b","at":2000,"machineId":null,"machineName":null,"text":"Hello.","failure":null}', 'hello.')`,
    texts: ['Hello.', 'Left was added.'],
  },
];

describe('migrating the database', () => {
  it('has a sample of every version there was', () => {
    expect(samples).toHaveLength(migrations.length + 1);
  });

  it.each(samples.map((sample, version) => ({ ...sample, version })))(
    'brings version $version to the newest with every entry readable',
    ({ rows, texts, version }) => {
      migrate(database, migrations.slice(0, version));
      expect(readVersion(database)).toBe(version);
      database.exec(rows);
      migrate(database);
      expect(readVersion(database)).toBe(migrations.length);
      const journal = new Journal({
        database,
        file: 'quantdeck.db',
        clock: new FakeClock(),
        newId: () => 'id',
        lasting: null,
      });
      scope.add(journal);
      const page = journal.query({ limit: 10 });
      expect(page).toMatchObject({ ok: true, value: { entries: texts.map((text) => ({ text })) } });
    },
  );

  it('does nothing to a database that is at the newest version', () => {
    migrate(database);
    const before = database.prepare('SELECT * FROM sqlite_schema').all();
    migrate(database);
    expect(database.prepare('SELECT * FROM sqlite_schema').all()).toEqual(before);
  });

  it('leaves the version before a step that fails half way, whole', () => {
    const list = ['CREATE TABLE one (x)', 'CREATE TABLE two (x); INSERT INTO nowhere VALUES (1);'];
    expect(() => migrate(database, list)).toThrow('nowhere');
    expect(readVersion(database)).toBe(1);
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    expect(tables.map(({ name }) => name)).toEqual(['one']);
    migrate(database, ['not run again', 'CREATE TABLE two (x)']);
    expect(readVersion(database)).toBe(2);
  });

  it('refuses a database of a newer version', () => {
    database.exec('PRAGMA user_version = 99');
    expect(() => migrate(database)).toThrow(NewerDatabaseError);
    expect(database.prepare('SELECT * FROM sqlite_schema').all()).toEqual([]);
  });
});
