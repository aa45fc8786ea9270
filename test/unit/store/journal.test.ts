import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../../electron/base/disposable.ts';
import { Journal } from '../../../electron/store/journal.ts';
import type { JournalCondition, JournalEntry, JournalPage } from '../../../shared/journal.ts';
import type { Result } from '../../../shared/failure.ts';
import type { ActionId, MachineId } from '../../../shared/units.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { anIntent, failure, instant } from './support/journal-samples.ts';
import { breakWriting, memoryDatabase } from './support/memory-database.ts';

let scope: DisposableStore;
let database: DatabaseSync;
const clock = new FakeClock();
const id = 'action-1' as ActionId;
const machineId = 'machine-1' as MachineId;

beforeEach(() => {
  scope = new DisposableStore();
  database = memoryDatabase(scope);
});
afterEach(() => scope.dispose());

/** A journal on the database, as a new start of QuantDeck would have it. */
function startJournal(): Journal {
  let count = 0;
  const newId = (): string => `event-${++count}`;
  return scope.add(
    new Journal({ database, file: '/data/quantdeck.db', clock, newId, lasting: null }),
  );
}

/** Puts another text in place of the only entry's, with the right checksum. */
function rewrite(change: (detail: string) => string): void {
  const detail = change(String(database.prepare('SELECT detail FROM entries').get()?.['detail']));
  database.prepare('UPDATE entries SET detail = ?, checksum = ?').run(detail, crc32(detail));
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

function page(journal: Journal): JournalPage {
  return valueOf(journal.query({ limit: 100 }));
}

function only(journal: Journal): JournalEntry | undefined {
  expect(page(journal).entries).toHaveLength(1);
  return page(journal).entries[0];
}

describe('the journal', () => {
  it('keeps an action from its intent to its end with its evidence', () => {
    const journal = startJournal();
    const acknowledged = [{ code: 'run-active', text: 'A run is on.' }];
    expect(journal.intend(anIntent({ acknowledged, typedName: 'Left machine' }))).toEqual({
      ok: true,
      value: null,
    });
    expect(journal.aboutToSend(id).ok).toBe(true);
    journal.progress(id, { kind: 'sent', sentAt: instant(2_000) }, instant(2_000));
    const line = { at: instant(2_000), direction: 'sent', text: 'OPEN' } as const;
    journal.addEvidence(id, [line]);
    journal.progress(
      id,
      { kind: 'confirmed', at: instant(3_000), readBack: 'The drawer is open' },
      instant(3_000),
    );
    journal.addEvidence(id, [{ ...line, text: 'DRAW?' }]);
    expect(only(startJournal())).toEqual({
      ...anIntent({ acknowledged, typedName: 'Left machine' }),
      state: { kind: 'confirmed', at: 3_000, readBack: 'The drawer is open' },
      times: {
        sendingAt: clock.now(),
        sentAt: 2_000,
        acceptedAt: null,
        checkingAt: null,
        endedAt: 3_000,
      },
      evidence: [line, { ...line, text: 'DRAW?' }],
      interrupted: false,
      seenLater: null,
    });
  });

  it('concludes at the next start what the last one left open, and says it the same way ever after', async () => {
    startJournal().intend(anIntent());
    await clock.advance(5_000);
    const restarted = startJournal();
    const concluded = only(restarted);
    expect(restarted.interrupted).toEqual([concluded]);
    expect(concluded).toMatchObject({
      state: { kind: 'not-sent', at: clock.now() },
      interrupted: true,
    });
    await clock.advance(5_000);
    const again = startJournal();
    expect(only(again)).toEqual(concluded);
    expect(again.interrupted).toEqual([]);
  });

  it('does not let a second intent take the place of what an earlier action came to', () => {
    const journal = startJournal();
    journal.intend(anIntent());
    journal.progress(id, { kind: 'not-sent', at: instant(2_000), failure }, instant(2_000));
    expect(() => journal.intend(anIntent())).toThrow('an intent for action-1 already');
    expect(only(journal)).toMatchObject({ state: { kind: 'not-sent' } });
  });

  it('leaves what ends after it was closed to the next start', () => {
    const journal = startJournal();
    journal.intend(anIntent());
    journal.aboutToSend(id);
    journal.dispose();
    journal.progress(
      id,
      { kind: 'confirmed', at: instant(2_000), readBack: 'Open' },
      instant(2_000),
    );
    expect(journal.query({ limit: 1 })).toMatchObject({ ok: false });
    expect(journal.intend(anIntent({ id: 'action-2' as ActionId }))).toMatchObject({ ok: false });
    expect(only(startJournal())).toMatchObject({ state: { kind: 'unknown' }, interrupted: true });
  });

  it('puts what the machine says later beside an outcome that stayed unknown', () => {
    const first = startJournal();
    first.intend(anIntent());
    first.aboutToSend(id);
    const journal = startJournal();
    expect(valueOf(journal.unexplained(machineId)).map((entry) => entry.id)).toEqual([id]);
    journal.noteSeenLater(id, { at: instant(9_000), text: 'The drawer is open.' });
    expect(journal.mayHaveUnexplained(machineId)).toBe(true);
    expect(valueOf(journal.unexplained(machineId))).toEqual([]);
    expect(journal.mayHaveUnexplained(machineId)).toBe(false);
    expect(only(journal)).toMatchObject({ seenLater: { text: 'The drawer is open.', at: 9_000 } });
  });

  it('records what has no outcome with the time and an id of its own', () => {
    const journal = startJournal();
    const event = {
      kind: 'lease',
      machineId,
      machineName: 'Left',
      text: 'Controller taken.',
    } as const;
    journal.recordEvent({ ...event, failure: null });
    expect(only(journal)).toEqual({ ...event, failure: null, id: 'event-1', at: clock.now() });
  });

  it('refuses to record progress of what was never intended', () => {
    expect(() =>
      startJournal().addEvidence(id, [{ at: instant(1), direction: 'sent', text: 'x' }]),
    ).toThrow('no intent for action-1');
  });

  it('answers a page, how many match in all, and where the next page begins', () => {
    const journal = startJournal();
    for (const name of ['B', 'A', 'C'])
      journal.recordEvent({
        kind: 'settings',
        machineId: `machine-${name.toLowerCase()}` as MachineId,
        machineName: name,
        text: `${name} was added.`,
        failure: null,
      });
    const first = valueOf(journal.query({ limit: 2 }));
    expect(first.entries.map(({ machineName }) => machineName)).toEqual(['C', 'A']);
    expect(first.total).toBe(3);
    expect(first.machines.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    const second = valueOf(journal.query({ limit: 2, before: first.next ?? -1 }));
    expect(second.entries.map(({ machineName }) => machineName)).toEqual(['B']);
    expect(second.total).toBe(3);
    expect(second.next).toBeNull();
  });

  it('leaves out an entry that makes no sense and says so', () => {
    const journal = startJournal();
    journal.intend(anIntent());
    rewrite(() => '{"kind":"action"}');
    expect(page(journal)).toMatchObject({ entries: [], total: 1, unreadable: 1 });
  });

  it('leaves out an entry that is not as it was written, though it would make sense', () => {
    const journal = startJournal();
    journal.intend(anIntent());
    database.exec(`UPDATE entries SET detail = replace(detail, 'Left machine', 'Last machine')`);
    expect(page(journal)).toMatchObject({ entries: [], total: 1, unreadable: 1 });
  });

  it('shows an entry whose failure has a kind that this version does not know', () => {
    const journal = startJournal();
    const event = { kind: 'connection', machineId, machineName: 'Left', text: 'Lost.' } as const;
    journal.recordEvent({ ...event, failure });
    rewrite((detail) => detail.replace('no-answer', 'made-up-later'));
    expect(only(journal)).toMatchObject({ failure: { ...failure, kind: 'internal' } });
  });
});

describe('a journal that cannot be written', () => {
  it('says so, keeps what happens in memory, tells it once, and saves it all when it can again', () => {
    const journal = startJournal();
    const conditions: JournalCondition['kind'][] = [];
    journal.onCondition(({ kind }) => conditions.push(kind));
    journal.intend(anIntent());
    const { repair } = breakWriting(database);
    expect(journal.aboutToSend(id)).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(journal.intend(anIntent({ id: 'action-2' as ActionId })).ok).toBe(false);
    journal.progress(id, { kind: 'not-sent', at: instant(2_000), failure }, instant(2_000));
    expect(conditions).toEqual(['memory-only']);
    expect(page(journal).entries).toMatchObject([
      { id: 'action-2', state: { kind: 'preparing' } },
      { id: 'action-1', state: { kind: 'not-sent' } },
    ]);
    repair();
    journal.recordEvent({
      kind: 'notice',
      machineId: null,
      machineName: null,
      text: 'Space again.',
      failure: null,
    });
    expect(conditions).toEqual(['memory-only', 'kept']);
    expect(journal.condition).toEqual({ kind: 'kept' });
    expect(page(startJournal()).entries).toMatchObject([
      { kind: 'notice' },
      { id: 'action-2' },
      { id: 'action-1', state: { kind: 'not-sent' }, interrupted: false },
    ]);
  });

  it('takes a missing mark for no proof once an intent could not be written: whoever goes on sends without one', () => {
    const journal = startJournal();
    const { repair } = breakWriting(database);
    expect(journal.intend(anIntent({ marksSending: true })).ok).toBe(false);
    repair();
    journal.recordEvent({
      kind: 'notice',
      machineId: null,
      machineName: null,
      text: '.',
      failure: null,
    });
    expect(page(startJournal()).entries[1]).toMatchObject({ state: { kind: 'unknown' } });
  });

  it('does not call a mark written because it was asked for twice', () => {
    const journal = startJournal();
    journal.intend(anIntent());
    breakWriting(database);
    expect(journal.aboutToSend(id).ok).toBe(false);
    expect(journal.aboutToSend(id).ok).toBe(false);
  });

  it('goes on recording an action whose row can no longer be read', () => {
    const journal = startJournal();
    journal.intend(anIntent());
    database.exec('ALTER TABLE entries RENAME TO gone');
    journal.progress(id, { kind: 'sent', sentAt: instant(2_000) }, instant(2_000));
    expect(journal.condition).toMatchObject({ kind: 'memory-only', failure: { kind: 'storage' } });
    expect(journal.query({ limit: 1 })).toMatchObject({ ok: false, failure: { kind: 'storage' } });
  });
});
