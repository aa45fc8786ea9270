import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { toRow } from '../../../electron/store/journal-row.ts';
import { migrate } from '../../../electron/store/migrations.ts';
import { EntryTable } from '../../../electron/store/entry-table.ts';
import { openStore } from '../../../electron/store/store.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const pageSize = 4096;
const count = 300;
const clock = new FakeClock();

let scope: DisposableStore;
let dataDirectory: string;
let file: string;

beforeEach(() => {
  scope = new DisposableStore();
  dataDirectory = mkdtempSync(join(tmpdir(), 'quantdeck-damage-test-'));
  scope.add(toDisposable(() => rmSync(dataDirectory, { recursive: true, force: true })));
  file = join(dataDirectory, 'quantdeck.db');
  writeSample(file);
});
afterEach(() => scope.dispose());

/** Texts of several sizes: some fill a page alone, some go on in others. */
function textOf(number: number): string {
  return `entry ${number} ${'é'.repeat(number % 50 === 0 ? 3_000 : 100)}`;
}

function writeSample(path: string): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL');
  migrate(database);
  const rows = Array.from({ length: count }, (_, index) => {
    const entry: JournalEntry = {
      kind: 'notice',
      id: `id-${index + 1}`,
      at: clock.now(),
      machineId: null,
      machineName: null,
      text: textOf(index + 1),
      failure: null,
    };
    return toRow(index + 1, entry);
  });
  new EntryTable(database).save(rows);
  database.close();
}

interface Outcome {
  readonly notices: readonly string[];
  /** The numbers of the sample's entries that are there, in order. */
  readonly numbers: readonly number[];
}

/** Opens and closes the store, checking that what is shown is exactly what was written. */
function open(): Outcome {
  const store = openStore({ dataDirectory, clock });
  try {
    const text = [...store.journal.export({}, 'json')].join('');
    const entries = JSON.parse(text) as Extract<JournalEntry, { kind: 'notice' }>[];
    const numbers = entries.flatMap(({ id, text: shown }) => {
      const number = Number(/^id-(\d+)$/.exec(id)?.[1] ?? 0);
      if (number > 0) expect(shown).toBe(textOf(number));
      return number > 0 ? [number] : [];
    });
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    return { notices: store.notices, numbers };
  } finally {
    store.dispose();
  }
}

function overwrite(at: number, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, bytes, 0, bytes.length, at);
  closeSync(descriptor);
}

/** The pages that hold rows of the table, by SQLite's own account; `page` counts from 1. */
function pagesOf(name: string, kind: 'leaf' | 'internal' | 'overflow'): readonly number[] {
  const database = new DatabaseSync(file);
  try {
    return database
      .prepare('SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY pageno')
      .all(name, kind)
      .map(({ pageno }) => Number(pageno));
  } finally {
    database.close();
  }
}

const garbage = new Uint8Array(pageSize).map((_, index) => (index * 37 + 11) % 251);
const zeros = new Uint8Array(pageSize);

describe('a damaged journal', () => {
  it('is set aside whole, with a sentence that says where, and the journal goes on', () => {
    const [page = 0] = pagesOf('entries', 'leaf');
    overwrite((page - 1) * pageSize, zeros);
    const damaged = readFileSync(file);
    const { notices, numbers } = open();
    const aside = `quantdeck.damaged-${clock.now()}.db`;
    expect(readdirSync(dataDirectory).toSorted()).toEqual([aside, 'quantdeck.db'].toSorted());
    expect(readFileSync(join(dataDirectory, aside)).equals(damaged)).toBe(true);
    const lost = count - numbers.length;
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(40);
    expect(notices).toEqual([
      `The journal was damaged. ${numbers.length} entries were recovered and ${lost} entries could not be read; the damaged file is kept as ${join(dataDirectory, aside)}.`,
    ]);
    const again = openStore({ dataDirectory, clock });
    scope.add(again);
    expect(again.notices).toEqual([]);
    expect(again.journal.query({ limit: 1 })).toMatchObject({
      value: { entries: [{ kind: 'notice', text: notices[0] }], total: numbers.length + 1 },
    });
  });

  it('loses nothing when its header is garbage', () => {
    overwrite(0, garbage.subarray(0, 100));
    expect(open().numbers).toHaveLength(count);
  });

  it('loses nothing when its first page is gone, with everything SQLite needs to find its way', () => {
    overwrite(0, zeros);
    expect(open().numbers).toHaveLength(count);
  });

  it('loses nothing when only the way to the entries is gone', () => {
    const [root = 0] = pagesOf('entries', 'internal');
    overwrite((root - 1) * pageSize, garbage);
    expect(open().numbers).toHaveLength(count);
  });

  it.each([0, -1, 2 ** 31 - 1])('loses nothing when its version reads %i', (version) => {
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${version}`);
    database.close();
    expect(open().numbers).toHaveLength(count);
  });

  it.each(['number', 'checksum'])(
    'loses only the entry whose %s no JavaScript number can hold',
    (column) => {
      const database = new DatabaseSync(file);
      database.exec(`
      PRAGMA ignore_check_constraints = ON;
      UPDATE entries SET ${column} = 1 << 60 WHERE number = ${count};
    `);
      database.close();
      expect(open().numbers).toHaveLength(count - 1);
    },
  );

  it('loses nothing when the list of tables forgot the table', () => {
    const database = new DatabaseSync(file, { defensive: false });
    database.exec(`PRAGMA writable_schema = ON; DELETE FROM sqlite_schema`);
    database.close();
    expect(open().numbers).toHaveLength(count);
  });

  it('loses nothing when an index is damaged', () => {
    const [page = 0] = pagesOf('entries_by_machine', 'leaf');
    overwrite((page - 1) * pageSize, zeros);
    const { notices, numbers } = open();
    expect(numbers).toHaveLength(count);
    expect(notices[0]).toContain(`${count} entries were recovered;`);
  });

  it('loses only the entry whose continuation is damaged', () => {
    const [page = 0] = pagesOf('entries', 'overflow');
    overwrite((page - 1) * pageSize, garbage);
    expect(open().numbers).toHaveLength(count - 1);
  });

  it('keeps what is in the part that is left of a file that was cut short', () => {
    const pages = statSync(file).size / pageSize;
    truncateSync(file, Math.floor(pages / 2) * pageSize + 100);
    const { notices, numbers } = open();
    expect(notices).toHaveLength(1);
    expect(numbers.length).toBeGreaterThan(count / 5);
  });

  it('begins anew beside a file that never was a journal', () => {
    writeFileSync(file, 'This is a letter.'.repeat(1_000));
    const { notices, numbers } = open();
    expect(numbers).toEqual([]);
    expect(notices[0]).toContain('0 entries were recovered; the damaged file is kept as');
  });

  it.each([
    ['an index is damaged', (): number => pagesOf('entries_by_machine', 'leaf')[0] ?? 0],
    ['the first page is gone', (): number => 1],
    ['the way to the entries is gone', (): number => pagesOf('entries', 'internal')[0] ?? 0],
  ])('gives back what had only reached the write-ahead log when %s', async (_name, damagedPage) => {
    const page = damagedPage();
    const saved = join(dataDirectory, 'saved.db');
    const store = openStore({ dataDirectory, clock });
    store.journal.recordEvent({
      kind: 'notice',
      machineId: null,
      machineName: null,
      text: 'in the log',
      failure: null,
    });
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, saved + suffix);
    store.dispose();
    for (const suffix of ['', '-wal']) renameSync(saved + suffix, file + suffix);
    overwrite((page - 1) * pageSize, zeros);
    expect(open().numbers).toHaveLength(count);
    const again = openStore({ dataDirectory, clock });
    scope.add(again);
    const found = await again.journal.search({ limit: 10, text: 'in the log' });
    expect(found).toMatchObject({ value: { total: 1 } });
  });

  it('completes a replacement that a crash cut short between its two steps', () => {
    const [page = 0] = pagesOf('entries', 'leaf');
    const recovered = join(dataDirectory, 'quantdeck.recovered.db');
    copyFileSync(file, recovered);
    rmSync(file);
    expect(open()).toMatchObject({ notices: [] });
    expect(readdirSync(dataDirectory)).toEqual(['quantdeck.db']);
    // And an unfinished one is made again from the damaged file.
    writeFileSync(recovered, 'half');
    overwrite((page - 1) * pageSize, zeros);
    expect(open().notices[0]).toContain('was damaged');
    expect(readdirSync(dataDirectory)).toHaveLength(2);
  });

  it('never keeps QuantDeck from starting, and never shows what was not written, whatever bytes change', () => {
    const sample = readFileSync(file);
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 600 });
    const change = fc.tuple(fc.nat(sample.length - 1), bytes);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        for (const name of readdirSync(dataDirectory)) rmSync(join(dataDirectory, name));
        writeFileSync(file, sample);
        for (const [at, written] of changes)
          overwrite(at, written.subarray(0, Math.min(written.length, sample.length - at)));
        open();
        // Damage to the version's number may look like a newer version, which is left as it is.
        for (const notice of open().notices) expect(notice).toContain('a newer QuantDeck');
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
