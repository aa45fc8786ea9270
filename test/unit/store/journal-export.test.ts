import * as fc from 'fast-check';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../../electron/base/disposable.ts';
import { EntryTable } from '../../../electron/store/entry-table.ts';
import { Journal } from '../../../electron/store/journal.ts';
import { csvHeader, isoWithZone } from '../../../electron/store/journal-export.ts';
import { toRow } from '../../../electron/store/journal-row.ts';
import { interrupt } from '../../../electron/store/ledger.ts';
import { isLedgerEntry, type JournalEntry } from '../../../shared/journal.ts';
import type { MachineId } from '../../../shared/units.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { anIntent, histories, instant } from './support/journal-samples.ts';
import { memoryDatabase } from './support/memory-database.ts';
import { readCsv, unguarded } from './support/read-csv.ts';

let scope: DisposableStore;
const clock = new FakeClock();
const machineId = 'machine-1' as MachineId;

beforeEach(() => {
  scope = new DisposableStore();
});
afterEach(() => scope.dispose());

function startJournal(database: DatabaseSync = memoryDatabase(scope)): Journal {
  let count = 0;
  const newId = (): string => `event-${++count}`;
  return scope.add(
    new Journal({ database, file: '/data/quantdeck.db', clock, newId, lasting: null }),
  );
}

/** A journal that was left with this history, and what it is bound to say of it. */
function journalOf(
  history: readonly JournalEntry[],
  own: DisposableStore,
): readonly [Journal, readonly JournalEntry[]] {
  const filled = memoryDatabase(own);
  new EntryTable(filled).save(history.map((entry, index) => toRow(index + 1, entry)));
  const expected = history.map((entry) =>
    isLedgerEntry(entry) ? interrupt(entry, clock.now()) : entry,
  );
  return [startJournal(filled), expected];
}

function withJournal(
  history: readonly JournalEntry[],
  check: (journal: Journal, expected: readonly JournalEntry[]) => void,
): void {
  const own = new DisposableStore();
  try {
    check(...journalOf(history, own));
  } finally {
    own.dispose();
  }
}

describe('exporting the journal', () => {
  it('writes JSON that reads back as the same entries', () => {
    fc.assert(
      fc.property(histories, (history) => {
        withJournal(history, (journal, expected) => {
          expect(JSON.parse([...journal.export({}, 'json')].join(''))).toEqual(expected);
        });
      }),
    );
  });

  it('writes CSV with one record per entry, each with its exact time, names and words', () => {
    fc.assert(
      fc.property(histories, (history) => {
        withJournal(history, (journal, expected) => {
          const csv = [...journal.export({}, 'csv')].join('');
          expect(csv.startsWith('\uFEFF')).toBe(true);
          expect(csv.endsWith('\r\n')).toBe(true);
          const [header, ...records] = readCsv(csv.slice(1));
          expect(header).toEqual(csvHeader);
          const cells = records.map((record) => (column: string): string => {
            return unguarded(record[csvHeader.indexOf(column)] ?? 'no such column');
          });
          expect(cells.map((cell) => cell('id'))).toEqual(expected.map((entry) => entry.id));
          expect(cells.map((cell) => Number(cell('time (unix ms)')))).toEqual(
            expected.map(({ at }) => at),
          );
          expect(cells.map((cell) => Date.parse(cell('time')))).toEqual(
            expected.map(({ at }) => at),
          );
          expect(cells.map((cell) => cell('acknowledged'))).toEqual(
            expected.map((entry) =>
              entry.kind === 'action' ? entry.acknowledged.map(({ text }) => text).join('\n') : '',
            ),
          );
        });
      }),
    );
  });

  it('exports what the selection chooses, oldest first', () => {
    const journal = startJournal();
    journal.intend(anIntent());
    journal.recordEvent({
      kind: 'lease',
      machineId,
      machineName: 'Left',
      text: 'Taken.',
      failure: null,
    });
    journal.recordEvent({
      kind: 'lease',
      machineId,
      machineName: 'Left',
      text: 'Back.',
      failure: null,
    });
    const chosen = JSON.parse(
      [...journal.export({ kinds: ['lease'] }, 'json')].join(''),
    ) as unknown[];
    expect(chosen).toMatchObject([{ text: 'Taken.' }, { text: 'Back.' }]);
  });

  it('writes an empty list and a bare header when nothing matches', () => {
    const journal = startJournal();
    expect([...journal.export({}, 'json')].join('')).toBe('[]\n');
    expect([...journal.export({}, 'csv')].join('')).toBe(`\uFEFF${csvHeader.join(',')}\r\n`);
  });

  it('goes through more entries than it reads at a time, and what is recorded meanwhile comes last', () => {
    const journal = startJournal();
    const record = (text: string): void =>
      journal.recordEvent({
        kind: 'notice',
        machineId: null,
        machineName: null,
        text,
        failure: null,
      });
    for (let count = 0; count < 501; count++) record(String(count));
    let text = '';
    for (const chunk of journal.export({}, 'json')) {
      if (text === '') record('meanwhile');
      text += chunk;
    }
    const exported = JSON.parse(text) as { text: string }[];
    expect(exported).toHaveLength(502);
    expect(exported.at(-1)?.text).toBe('meanwhile');
  });

  it('writes times with this workstation’s zone, so that they read as the clock on the wall did', () => {
    const at = instant(Date.UTC(2026, 6, 1, 7, 30));
    expect(isoWithZone(at)).toMatch(/^2026-0\d-\d\dT\d\d:\d\d:00\.000[+-]\d\d:\d\d$/);
    expect(isoWithZone(at).slice(11, 13)).toBe(String(new Date(at).getHours()).padStart(2, '0'));
    expect(Date.parse(isoWithZone(at))).toBe(at);
  });
});
