import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { PageFile } from '../../../electron/store/page-file.ts';
import { type FoundRow, scanRows } from '../../../electron/store/page-scan.ts';

let scope: DisposableStore;
let folder: string;
let database: DatabaseSync;

beforeEach(() => {
  scope = new DisposableStore();
  folder = mkdtempSync(join(tmpdir(), 'quantdeck-page-test-'));
  scope.add(toDisposable(() => rmSync(folder, { recursive: true, force: true })));
  database = new DatabaseSync(join(folder, 'live.db'));
  scope.add(toDisposable(() => database.close()));
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    CREATE TABLE things (number INTEGER PRIMARY KEY, amount INTEGER, text TEXT, note TEXT);
  `);
});
afterEach(() => scope.dispose());

function insert(number: number, amount: number | null, text: string): void {
  database.prepare('INSERT INTO things VALUES (?, ?, ?, NULL)').run(number, amount, text);
}

/** The rows that can be made out in the files as they are now, the newest version of each, in order. */
function scan(): readonly FoundRow[] {
  const copy = join(folder, 'copy.db');
  for (const suffix of ['', '-wal']) copyFileSync(join(folder, 'live.db') + suffix, copy + suffix);
  const pages = new PageFile(copy);
  try {
    const things = [...scanRows(pages)].filter(({ cells }) => cells.length === 4);
    const newest = new Map(things.map((row) => [row.number, row]));
    return [...newest.values()].toSorted((a, b) => a.number - b.number);
  } finally {
    pages.dispose();
  }
}

/** The same as SQLite reads it. */
function expected(): readonly FoundRow[] {
  return database
    .prepare('SELECT number, amount, text FROM things ORDER BY number')
    .all()
    .map(({ number, amount, text }) => ({
      number: Number(number),
      cells: [null, amount as number | null, String(text), null],
    }));
}

describe('scanning the raw pages of a database', () => {
  it('finds rows of every length around where they go on in other pages, as SQLite reads them', () => {
    let number = 0;
    // A page, the borders of one, two and three further pages.
    for (const middle of [4_061, 4_545, 8_153, 8_641, 12_245])
      for (let length = middle - 45; length < middle + 45; length++)
        insert(++number, null, 'x'.repeat(length));
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(scan()).toEqual(expected());
  });

  it('reads whole numbers of every size, and rows far apart', () => {
    const amounts = [0, 1, -1, 127, -129, 40_000, -8_000_000, 2 ** 31, -(2 ** 46), 2 ** 50, null];
    for (const [index, amount] of amounts.entries()) insert(10 ** index, amount, 'ü');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(scan()).toEqual(expected());
  });

  it('finds what has only reached the write-ahead log, and the newer version of what is in both', () => {
    for (let number = 1; number <= 50; number++) insert(number, number, 'old'.repeat(100));
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    insert(51, 51, 'in the log');
    database.exec("UPDATE things SET text = 'new' WHERE number = 7");
    database.exec("UPDATE things SET text = 'newer' WHERE number = 7");
    expect(scan()).toEqual(expected());
  });

  it('does not take what an earlier use of the log left behind for the newest', () => {
    for (let number = 1; number <= 50; number++) insert(number, number, 'old');
    database.exec('PRAGMA wal_checkpoint(RESTART)');
    database.exec("UPDATE things SET text = 'new' WHERE number = 7");
    expect(scan()).toEqual(expected());
  });
});
