import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { type OpenDatabase, openFile } from '../../../electron/store/database.ts';
import { openStore, type Store } from '../../../electron/store/store.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import type { ActionId } from '../../../shared/units.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { anIntent, failure, instant } from '../../unit/store/support/journal-samples.ts';

let scope: DisposableStore;
let dataDirectory: string;
const clock = new FakeClock();

beforeEach(() => {
  scope = new DisposableStore();
  dataDirectory = mkdtempSync(join(tmpdir(), 'quantdeck-store-test-'));
  scope.add(toDisposable(() => rmSync(dataDirectory, { recursive: true, force: true })));
});
afterEach(() => scope.dispose());

function file(): string {
  return join(dataDirectory, 'quantdeck.db');
}

/** A store that is closed with the test, if not before. */
function start(open?: OpenDatabase): Store {
  const store = openStore({ dataDirectory, clock, ...(open && { open }) });
  const closing = scope.add(toDisposable(() => store.dispose()));
  return { ...store, dispose: () => closing.dispose() };
}

function note(store: Store, text: string): void {
  store.journal.recordEvent({
    kind: 'notice',
    machineId: null,
    machineName: null,
    text,
    failure: null,
  });
}

function entriesOf(store: Store): readonly JournalEntry[] {
  const page = store.journal.query({ limit: 500 });
  if (!page.ok) throw new Error(page.failure.message);
  return page.value.entries;
}

function textsOf(store: Store): readonly string[] {
  return entriesOf(store).map((entry) => ('text' in entry ? entry.text : entry.id));
}

/** The error SQLite answers, as `node:sqlite` throws it. */
function sqliteError(errcode: number, message: string): Error {
  return Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode });
}

/** A closed database with `count` entries, numbered in their texts. */
function fillAndClose(count: number): void {
  const store = start();
  for (let number = 1; number <= count; number++) note(store, `entry ${number} ${'x'.repeat(300)}`);
  store.dispose();
}

describe('opening the store', () => {
  it('begins an empty journal that only this user can read, and finds it again', () => {
    const first = start();
    expect(first.notices).toEqual([]);
    expect(first.journal.condition).toEqual({ kind: 'kept' });
    note(first, 'hello');
    if (process.platform !== 'win32')
      for (const name of readdirSync(dataDirectory))
        expect(statSync(join(dataDirectory, name)).mode & 0o077).toBe(0);
    first.dispose();
    expect(readdirSync(dataDirectory)).toEqual(['quantdeck.db']);
    expect(textsOf(start())).toEqual(['hello']);
  });

  it('uses a write-ahead log and syncs at every commit', () => {
    const opened: { database?: DatabaseSync } = {};
    start((path) => (opened.database = openFile(path)));
    const read = (pragma: string): unknown =>
      Object.values(opened.database?.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
    expect(read('journal_mode')).toBe('wal');
    expect(read('synchronous')).toBe(2);
    expect(read('foreign_keys')).toBe(1);
  });

  it('starts without a lasting journal while another program holds the file, and leaves it alone', () => {
    fillAndClose(1);
    const other = new DatabaseSync(file());
    const closing = scope.add(toDisposable(() => other.close()));
    other.exec('BEGIN EXCLUSIVE');
    const store = start((path) => new DatabaseSync(path, { timeout: 0 }));
    expect(store.notices).toHaveLength(1);
    expect(store.notices[0]).toContain('Another program is using the journal');
    expect(store.journal.condition.kind).toBe('memory-only');
    closing.dispose();
    store.dispose();
    expect(entriesOf(start())).toHaveLength(1);
  });

  it('does not let a second store work on the same folder', () => {
    const first = start();
    note(first, 'first');
    const second = start((path) => new DatabaseSync(path, { timeout: 0 }));
    note(second, 'second');
    expect(second.journal.condition.kind).toBe('memory-only');
    expect(textsOf(second)).toEqual(['second']);
    expect(textsOf(first)).toEqual(['first']);
  });

  it('leaves a journal of a newer version as it is, to the byte', () => {
    fillAndClose(3);
    const newer = new DatabaseSync(file());
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    const before = hashOf(file());
    const store = start();
    expect(store.notices[0]).toContain('written by a newer QuantDeck');
    expect(store.journal.intend(anIntent())).toMatchObject({
      ok: false,
      failure: { kind: 'storage' },
    });
    store.dispose();
    expect(hashOf(file())).toBe(before);
    expect(readdirSync(dataDirectory)).toEqual(['quantdeck.db']);
  });
});

describe('a store that cannot be written', () => {
  it('starts in a folder that is a file, saying so, and keeps what happens in memory', () => {
    writeFileSync(join(dataDirectory, 'a-file'), '');
    const store = openStore({ dataDirectory: join(dataDirectory, 'a-file'), clock });
    scope.add(store);
    expect(store.notices).toHaveLength(1);
    expect(store.notices[0]).toContain('cannot be written to');
    const intended = store.journal.intend(anIntent());
    expect(intended).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(entriesOf(store)).toMatchObject([{ id: 'action-1' }]);
  });

  it.each([
    ['SQLITE_READONLY', 8, 'cannot be written to'],
    ['SQLITE_CANTOPEN', 14, 'cannot be written to'],
    ['SQLITE_IOERR', 10, 'cannot be used'],
    ['SQLITE_FULL', 13, 'The disk is full'],
  ])('shows what was recorded before when opening answers %s', (name, errcode, sentence) => {
    fillAndClose(3);
    const store = start(() => {
      throw sqliteError(errcode, name);
    });
    expect(store.notices).toHaveLength(1);
    expect(store.notices[0]).toContain(sentence);
    note(store, 'new');
    expect(entriesOf(store)).toHaveLength(4);
    expect(store.journal.condition).toMatchObject({ failure: { detail: name } });
    store.dispose();
    expect(entriesOf(start())).toHaveLength(3);
  });

  it('shows also what had only reached the write-ahead log', () => {
    const writer = start();
    note(writer, 'in the log');
    expect(statSync(`${file()}-wal`).size).toBeGreaterThan(0);
    const reader = start(() => {
      throw sqliteError(8, 'SQLITE_READONLY');
    });
    expect(textsOf(reader)).toEqual(['in the log']);
  });

  it('opens a file that may only be read, where the account is bound by that', (context) => {
    if (process.platform === 'win32' || process.getuid?.() === 0)
      context.skip('this account may write to every file');
    fillAndClose(2);
    chmodSync(file(), 0o400);
    chmodSync(dataDirectory, 0o500);
    scope.add(toDisposable(() => chmodSync(dataDirectory, 0o700)));
    const store = start();
    expect(store.notices[0]).toContain('cannot be written to');
    expect(entriesOf(store)).toHaveLength(2);
  });

  it('concludes an interrupted action for the eye when that cannot be written down', () => {
    const first = start();
    first.journal.intend(anIntent({ marksSending: false }));
    first.dispose();
    const store = start(() => {
      throw sqliteError(8, 'SQLITE_READONLY');
    });
    expect(entriesOf(store)).toMatchObject([{ state: { kind: 'unknown' }, interrupted: true }]);
  });

  it('tells a full disk once, keeps the rest in memory, and saves it when there is room', () => {
    const opened: { database?: DatabaseSync } = {};
    const limit = (pages: number): void =>
      opened.database?.exec(`PRAGMA max_page_count = ${pages}`);
    const store = start((path) => (opened.database = openFile(path)));
    const told: string[] = [];
    store.journal.onCondition((condition) => told.push(condition.kind));
    limit(12);
    let count = 0;
    while (store.journal.condition.kind === 'kept') note(store, `${++count} ${'x'.repeat(500)}`);
    expect(store.journal.condition.failure.message).toBe(
      'The disk is full, so the journal cannot be saved.',
    );
    for (let more = 0; more < 5; more++) note(store, `${++count} ${'x'.repeat(500)}`);
    const id = 'action-2' as ActionId;
    expect(store.journal.intend(anIntent({ id })).ok).toBe(false);
    store.journal.progress(id, { kind: 'not-sent', at: instant(1), failure }, instant(1));
    expect(told).toEqual(['memory-only']);
    expect(entriesOf(store)).toHaveLength(count + 1);
    limit(1_000_000);
    note(store, 'room again');
    expect(told).toEqual(['memory-only', 'kept']);
    store.dispose();
    expect(entriesOf(start())).toHaveLength(count + 2);
  });

  it('starts on a full disk with an interrupted action, and saves the conclusion when there is room', () => {
    const first = start();
    first.journal.intend(anIntent({ acknowledged: [{ code: 'x', text: 'x'.repeat(3_000) }] }));
    first.dispose();
    const opened: { database?: DatabaseSync } = {};
    const store = start((path) => {
      const database = openFile(path);
      opened.database = database;
      // Set first, because setting it later would drop the trigger.
      database.exec(`
        PRAGMA temp_store = MEMORY;
        CREATE TEMP TRIGGER broken BEFORE INSERT ON main.entries BEGIN SELECT RAISE(ABORT, 'full'); END;
      `);
      return database;
    });
    expect(store.notices).toHaveLength(1);
    expect(entriesOf(store)).toMatchObject([{ state: { kind: 'not-sent' }, interrupted: true }]);
    opened.database?.exec('DROP TRIGGER temp.broken');
    note(store, 'room again');
    store.dispose();
    expect(entriesOf(start())).toMatchObject([{ text: 'room again' }, { interrupted: true }]);
  });
});

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
