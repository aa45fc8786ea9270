import { expect, test } from 'vitest';
import type { Ask } from '../../../shared/contract.ts';
import { fail } from '../../../shared/failure.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import {
  createJournalReader,
  extended,
  type JournalList,
  pageSize,
  renewed,
} from '../../../renderer/features/activity/journal-reader.ts';
import { settle } from '../../support/fake-clock.ts';
import { instant } from '../../support/renderer-fixtures.ts';
import { journalPage, manyEntries } from '../../support/renderer-journal.ts';

const now = instant(Date.UTC(2026, 0, 1));
const page = (entries: readonly JournalEntry[], limit: number, before = 0) =>
  journalPage(entries, { limit, before });
const ids = (list: { readonly entries: readonly JournalEntry[] }): readonly string[] =>
  list.entries.map(({ id }) => id);

function listOf(entries: readonly JournalEntry[], limit: number): JournalList {
  return page(entries, limit);
}

test('new entries come in front, and what was read before stays', () => {
  const entries = manyEntries(now, 8);
  const list = listOf(entries.slice(2), 4);
  const after = renewed(list, page(entries, 4));
  expect(ids(after)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5']);
  expect(after.next).toBe(list.next);
});

test('what did not change stays the same, so that nothing is drawn again for it', () => {
  const entries = manyEntries(now, 8);
  const list = listOf(entries, 4);
  const copied = structuredClone(entries);
  expect(renewed(list, page(copied, 4)).entries).toBe(list.entries);
  const changed = copied.map((entry) =>
    entry.id === 'a2' ? { ...entry, machineName: 'Another' } : entry,
  );
  const after = renewed(list, page(changed, 4)).entries;
  expect(after.map((entry, index) => entry === list.entries[index])).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(after[2]).toMatchObject({ machineName: 'Another' });
});

test('when so much is new that the lists no longer meet, only the new one is kept', () => {
  const entries = manyEntries(now, 20);
  expect(ids(renewed(listOf(entries.slice(10), 4), page(entries, 4)))).toEqual(
    ids(page(entries, 4)),
  );
});

test('an older page is added once', () => {
  const entries = manyEntries(now, 8);
  const list = extended(listOf(entries, 4), page(entries, 4, 3));
  expect(ids(list)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6']);
});

/** A host whose answers are given one by one. */
function waitingHost() {
  const asked: { readonly input: unknown; readonly answer: (value: unknown) => void }[] = [];
  const ask = ((_name: string, input: unknown) =>
    new Promise((answer) => asked.push({ input, answer }))) as unknown as Ask;
  return { asked, ask };
}

test('a list is read, continued and renewed without losing what was read', async () => {
  const entries = manyEntries(now, 250);
  const inputs: unknown[] = [];
  const ask = (async (_name: string, input: unknown) => {
    inputs.push(input);
    return { ok: true, value: journalPage(entries, input) };
  }) as unknown as Ask;
  const reader = createJournalReader(ask);
  reader.select({ text: 'drawer' });
  await settle();
  reader.loadOlder();
  await settle();
  expect(reader.store.getState().view).toMatchObject({
    kind: 'loaded',
    older: 'idle',
    list: { total: 250, next: 200 },
  });
  reader.refresh();
  await settle();
  expect(inputs).toEqual([
    { text: 'drawer', limit: pageSize },
    { text: 'drawer', limit: pageSize, before: 100 },
    { text: 'drawer', limit: 200 },
  ]);
  expect(reader.store.getState().view).toMatchObject({ list: { entries: { length: 200 } } });
});

test('an answer to a selection that was left is dropped, and the new one is asked for', async () => {
  const { asked, ask } = waitingHost();
  const reader = createJournalReader(ask);
  reader.select({ text: 'old' });
  reader.select({ text: 'new' });
  expect(asked).toHaveLength(1);
  asked[0]?.answer({ ok: true, value: page(manyEntries(now, 3), 100) });
  await settle();
  expect(reader.store.getState().view).toEqual({ kind: 'loading' });
  expect(asked[1]?.input).toEqual({ text: 'new', limit: pageSize });
  asked[1]?.answer({ ok: true, value: page([], 100) });
  await settle();
  expect(reader.store.getState().view).toMatchObject({ kind: 'loaded', list: { total: 0 } });
});

test('while an answer is awaited, refreshes are remembered once', async () => {
  const { asked, ask } = waitingHost();
  const reader = createJournalReader(ask);
  reader.select({});
  reader.refresh();
  reader.refresh();
  reader.refresh();
  asked[0]?.answer({ ok: true, value: page([], 100) });
  await settle();
  expect(asked).toHaveLength(2);
});

test('a failure is told; a list that was read stays beside it and heals', async () => {
  let broken = true;
  const ask = (async () =>
    broken
      ? fail({ kind: 'storage', message: 'No.', remedy: '', detail: '' })
      : { ok: true, value: page(manyEntries(now, 3), 100) }) as unknown as Ask;
  const reader = createJournalReader(ask);
  reader.select({});
  await settle();
  expect(reader.store.getState().view).toMatchObject({
    kind: 'failed',
    failure: { message: 'No.' },
  });
  broken = false;
  reader.refresh();
  await settle();
  broken = true;
  reader.refresh();
  await settle();
  expect(reader.store.getState().view).toMatchObject({
    kind: 'loaded',
    list: { total: 3 },
    failure: { message: 'No.' },
  });
  broken = false;
  reader.refresh();
  await settle();
  expect(reader.store.getState().view).toMatchObject({ kind: 'loaded', failure: null });
});
