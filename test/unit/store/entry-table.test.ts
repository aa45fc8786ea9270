import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../../electron/base/disposable.ts';
import { EntryTable, type StoredRow } from '../../../electron/store/entry-table.ts';
import { fold, readEntry, toRow } from '../../../electron/store/journal-row.ts';
import { actionWords } from '../../../shared/action.ts';
import {
  isLedgerEntry,
  type JournalEntry,
  journalKinds,
  journalOutcomes,
  type JournalSelection,
  outcomeOf,
} from '../../../shared/journal.ts';
import type { MachineId } from '../../../shared/units.ts';
import { anIntent, histories, moments } from './support/journal-samples.ts';
import { begin } from '../../../electron/store/ledger.ts';
import { memoryDatabase } from './support/memory-database.ts';

const all = { from: 0, before: null };
let scope: DisposableStore;
beforeEach(() => {
  scope = new DisposableStore();
});
afterEach(() => scope.dispose());

function inTable<T>(check: (table: EntryTable) => T): T {
  const own = new DisposableStore();
  try {
    return check(new EntryTable(memoryDatabase(own)));
  } finally {
    own.dispose();
  }
}

const selections: fc.Arbitrary<JournalSelection> = fc.record(
  {
    machineIds: fc.subarray(['a', 'b', 'c', 'gone'] as MachineId[]),
    kinds: fc.subarray([...journalKinds]),
    outcomes: fc.subarray([...journalOutcomes]),
    from: moments,
    to: moments,
    text: fc.oneof(
      fc.constantFrom(
        'machine A',
        'OPEN',
        'größe',
        '%',
        '_',
        '\\',
        "'",
        '"',
        '  ',
        'controller',
        'abort',
      ),
      fc.string({ maxLength: 3 }),
    ),
  },
  { requiredKeys: [] },
);

function among(list: readonly string[] | undefined, value: string | null): boolean {
  return list === undefined || list.length === 0 || (value !== null && list.includes(value));
}

/** Half of them search for words that some entry has. */
const searches = fc
  .tuple(selections, fc.option(fc.nat()))
  .map(([selection, pick]) => (history: readonly JournalEntry[]): JournalSelection => {
    const words = history.flatMap(wordsOf);
    return pick === null ? selection : { text: words[pick % words.length] };
  });

/** The filter in the plainest words there are, over a plain list. */
function chosenBy(selection: JournalSelection, entry: JournalEntry): boolean {
  const wanted = fold(selection.text ?? '').trim();
  return (
    among(selection.machineIds, entry.machineId) &&
    among(selection.kinds, entry.kind) &&
    among(selection.outcomes, outcomeOf(entry)) &&
    (selection.from === undefined || entry.at >= selection.from) &&
    (selection.to === undefined || entry.at < selection.to) &&
    (wanted === '' || wordsOf(entry).some((text) => fold(text).includes(wanted)))
  );
}

/** Every string inside that is for people, found by walking rather than by knowing the fields. */
function wordsOf(entry: JournalEntry): readonly string[] {
  const technical = new Set(['id', 'machineId', 'kind', 'direction', 'code']);
  const words: string[] = entry.kind === 'action' ? [actionWords[entry.action.kind].name] : [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') words.push(value);
    else if (value !== null && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) if (!technical.has(key)) walk(inner);
  };
  walk(entry);
  return words;
}

function idsOf(rows: readonly StoredRow[]): readonly (string | undefined)[] {
  return rows.map((row) => readEntry(row)?.id);
}

describe('the table of entries', () => {
  it('finds and counts what a plain list finds, in both orders, also while a part is not saved', () => {
    fc.assert(
      fc.property(histories, searches, fc.nat(25), (history, search, savedCount) => {
        const selection = search(history);
        const rows = history.map((entry, index) => toRow(index + 1, entry));
        const expected = history.filter((entry) => chosenBy(selection, entry)).map(({ id }) => id);
        inTable((table) => {
          table.save(rows.slice(0, savedCount));
          table.keepUnsaved(rows.slice(savedCount));
          expect(idsOf(table.newest(selection, all, 100))).toEqual(expected.toReversed());
          expect(idsOf(table.oldest(selection, all, 100))).toEqual(expected);
          expect(table.count(selection)).toBe(expected.length);
        });
      }),
    );
  });

  it('gives each entry on exactly one page, in order, whatever the size of a page', () => {
    fc.assert(
      fc.property(
        histories,
        selections,
        fc.integer({ min: 1, max: 7 }),
        (history, selection, size) => {
          inTable((table) => {
            table.save(history.map((entry, index) => toRow(index + 1, entry)));
            const seen: StoredRow[] = [];
            for (let before: number | null = null; ; ) {
              const page: readonly StoredRow[] = table.newest(selection, { from: 0, before }, size);
              seen.push(...page);
              if (page.length < size) break;
              before = page.at(-1)?.number ?? null;
            }
            expect(seen).toEqual(table.newest(selection, all, 100));
          });
        },
      ),
    );
  });

  it('gives an entry back exactly as it was put in', () => {
    fc.assert(
      fc.property(histories, (history) => {
        inTable((table) => {
          table.save(history.map((entry, index) => toRow(index + 1, entry)));
          const back = table.oldest({}, all, 100).map((row) => readEntry(row));
          expect(back).toEqual(history);
        });
      }),
    );
  });

  it('names each machine once, by its newest name', () => {
    fc.assert(
      fc.property(histories, fc.nat(25), (history, savedCount) => {
        const rows = history.map((entry, index) =>
          toRow(
            index + 1,
            entry.machineId === null ? entry : { ...entry, machineName: `${index}` },
          ),
        );
        const newest = new Map(
          rows.flatMap(({ machine_id, machine_name }) =>
            machine_id === null ? [] : [[machine_id, machine_name] as const],
          ),
        );
        inTable((table) => {
          table.save(rows.slice(0, savedCount));
          table.keepUnsaved(rows.slice(savedCount));
          const found = table.machines().map(({ id, name }) => [id, name] as const);
          expect(new Map(found)).toEqual(newest);
          expect(found).toHaveLength(newest.size);
        });
      }),
    );
  });

  it('shows the unsaved version of an entry instead of the saved one, until it is saved itself', () => {
    const table = new EntryTable(memoryDatabase(scope));
    const entry = begin(anIntent());
    table.save([toRow(1, entry)]);
    table.keepUnsaved([toRow(1, { ...entry, machineName: 'Renamed' })]);
    const names = (): unknown[] =>
      table.newest({}, all, 10).map((row) => readEntry(row)?.machineName);
    expect(names()).toEqual(['Renamed']);
    expect(table.count({})).toBe(1);
    table.save([toRow(2, begin(anIntent({ id: 'action-2' as never })))]);
    expect(names()).toEqual(['Left machine', 'Renamed']);
    expect(table.find('action-1')?.number).toBe(1);
  });

  it('goes on counting where an earlier opening stopped', () => {
    const database = memoryDatabase(scope);
    new EntryTable(database).save([toRow(41, begin(anIntent()))]);
    expect(new EntryTable(database).nextNumber()).toBe(42);
  });

  it('tells the unknown outcomes of one machine about which nothing was seen since', () => {
    fc.assert(
      fc.property(histories, (history) => {
        inTable((table) => {
          table.save(history.map((entry, index) => toRow(index + 1, entry)));
          expect(idsOf(table.unexplained('a'))).toEqual(
            history
              .filter(
                (entry) =>
                  isLedgerEntry(entry) && entry.state.kind === 'unknown' && !entry.seenLater,
              )
              .filter(({ machineId }) => machineId === 'a')
              .map(({ id }) => id),
          );
        });
      }),
    );
  });
});
