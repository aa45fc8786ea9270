import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DisposableStore } from '../../../electron/base/disposable.ts';
import { EntryTable } from '../../../electron/store/entry-table.ts';
import { toRow } from '../../../electron/store/journal-row.ts';
import { search } from '../../../electron/store/journal-search.ts';
import { histories } from './support/journal-samples.ts';
import { memoryDatabase } from './support/memory-database.ts';

async function withTable<T>(check: (table: EntryTable) => Promise<T>): Promise<T> {
  const own = new DisposableStore();
  try {
    return await check(new EntryTable(memoryDatabase(own)));
  } finally {
    own.dispose();
  }
}

const texts = fc.oneof(fc.constantFrom('a', 'open', 'o', 'drawer', 'nowhere at all'), fc.string());

describe('a search', () => {
  it('finds the same pages and the same count in pieces as at once, also while a part is not saved', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        texts,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(25),
        async (history, text, limit, atOnce, savedCount) => {
          const rows = history.map((entry, index) => toRow(index + 1, entry));
          await withTable(async (table) => {
            table.save(rows.slice(0, savedCount));
            table.keepUnsaved(rows.slice(savedCount));
            for (let before: number | null = null; ; ) {
              const span = { from: 0, before };
              const wanted = table.newest({ text }, span, limit + 1);
              const filter = { text, limit, ...(before === null ? {} : { before }) };
              const found = await search(table, filter, () => true, atOnce);
              expect(found).toEqual({ rows: wanted, total: table.count({ text }) });
              if (wanted.length <= limit) break;
              before = wanted[limit - 1]?.number ?? null;
            }
          });
        },
      ),
    );
  });

  it('lets others go first after each piece, and ends when told to', async () => {
    await withTable(async (table) => {
      const [history] = fc.sample(
        histories.filter((entries) => entries.length > 5),
        1,
      );
      table.save((history ?? []).map((entry, index) => toRow(index + 1, entry)));
      let turns = 0;
      setImmediate(() => {
        turns = 1;
      });
      expect(await search(table, { text: 'x', limit: 5 }, () => turns === 0, 2)).toBeNull();
    });
  });
});
