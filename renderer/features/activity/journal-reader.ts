import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Ask } from '../../../shared/contract.ts';
import type { Failure, Result } from '../../../shared/failure.ts';
import type { JournalEntry, JournalPage } from '../../../shared/journal.ts';
import type { Selection } from './selection.ts';

/** Entries asked for at a time. */
export const pageSize = 100;
/** The most that main gives at a time. */
const largestPage = 500;

/** Entries that were read, newest first. */
export interface JournalList {
  readonly entries: readonly JournalEntry[];
  /** Matching entries in all, read or not. */
  readonly total: number;
  /** Where older ones go on; null at the end. */
  readonly next: number | null;
  readonly unreadable: number;
}

export type JournalView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'loaded';
      readonly list: JournalList;
      /** Whether it still answers the selection before; the new one is being read. */
      readonly outdated: boolean;
      readonly older: 'idle' | 'loading';
      /** Why it could not be read again or further; null if it could. */
      readonly failure: Failure | null;
    };

export interface JournalState {
  readonly view: JournalView;
  /** As the last page named them, so that the choice of machines stays while a list is read. */
  readonly machines: JournalPage['machines'];
}

/** Reads the journal page by page for one view, and again whenever asked, keeping what was read. */
export interface JournalReader {
  readonly store: StoreApi<JournalState>;
  readonly select: (selection: Selection) => void;
  /** Reads the newest entries again. While an answer is awaited it is remembered, not queued. */
  readonly refresh: () => void;
  readonly loadOlder: () => void;
}

export function createJournalReader(ask: Ask): JournalReader {
  const store = createStore<JournalState>()(() => ({ view: { kind: 'loading' }, machines: [] }));
  let selection: Selection | null = null;
  /** Counts selections, so that an answer to one that was left is dropped. */
  let turn = 0;
  let asking = false;
  let again = false;

  const setView = (view: JournalView): void => store.setState({ view });

  const read = async (): Promise<void> => {
    if (selection === null) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    const mine = turn;
    const limit = Math.min(largestPage, Math.max(pageSize, readSoFar(store.getState().view)));
    const answer = await ask('journal.query', { ...selection, limit });
    asking = false;
    if (mine === turn) take(answer);
    if (again || mine !== turn) await read();
  };

  const take = (answer: Result<JournalPage>): void => {
    const { view } = store.getState();
    if (!answer.ok) {
      if (view.kind === 'loaded' && !view.outdated) setView({ ...view, failure: answer.failure });
      else setView({ kind: 'failed', failure: answer.failure });
      return;
    }
    const page = answer.value;
    const known = view.kind === 'loaded' && !view.outdated ? view : null;
    store.setState({
      machines: page.machines,
      view: {
        kind: 'loaded',
        list: known === null ? listOf(page) : renewed(known.list, page),
        outdated: false,
        older: known?.older ?? 'idle',
        failure: null,
      },
    });
  };

  const older = async (): Promise<void> => {
    const { view } = store.getState();
    if (selection === null || view.kind !== 'loaded' || view.outdated) return;
    const before = view.list.next;
    if (view.older === 'loading' || before === null) return;
    const mine = turn;
    setView({ ...view, older: 'loading', failure: null });
    const answer = await ask('journal.query', { ...selection, limit: pageSize, before });
    const now = store.getState().view;
    if (mine !== turn || now.kind !== 'loaded') return;
    setView(
      answer.ok
        ? { ...now, older: 'idle', list: extended(now.list, answer.value) }
        : { ...now, older: 'idle', failure: answer.failure },
    );
  };

  return {
    store,
    select: (wanted) => {
      selection = wanted;
      turn += 1;
      const { view } = store.getState();
      setView(
        view.kind === 'loaded'
          ? { ...view, outdated: true, older: 'idle', failure: null }
          : { kind: 'loading' },
      );
      void read();
    },
    refresh: () => void read(),
    loadOlder: () => void older(),
  };
}

function readSoFar(view: JournalView): number {
  return view.kind === 'loaded' && !view.outdated ? view.list.entries.length : 0;
}

function listOf({ entries, total, next, unreadable }: JournalPage): JournalList {
  return { entries, total, next, unreadable };
}

/**
 * Puts the newest entries in front of the older ones that were read before. What did not change stays the same object, so that
 * it need not be drawn again.
 */
export function renewed(list: JournalList, page: JournalPage): JournalList {
  const newest: JournalList = { ...listOf(page), entries: reused(list.entries, page.entries) };
  const last = newest.entries.at(-1);
  if (last === undefined || page.next === null) return newest;
  const at = list.entries.findIndex(({ id }) => id === last.id);
  // So many are new that the lists no longer meet: older ones can be read again.
  if (at < 0) return newest;
  const fresh = new Set(newest.entries.map(({ id }) => id));
  const rest = list.entries.slice(at + 1).filter(({ id }) => !fresh.has(id));
  const whole =
    rest.length === 0
      ? newest
      : { ...newest, entries: [...newest.entries, ...rest], next: list.next };
  const same =
    whole.entries.length === list.entries.length &&
    whole.entries.every((entry, index) => entry === list.entries[index]);
  return same ? { ...whole, entries: list.entries } : whole;
}

function reused(
  known: readonly JournalEntry[],
  read: readonly JournalEntry[],
): readonly JournalEntry[] {
  const before = new Map(known.map((entry) => [entry.id, entry]));
  return read.map((entry) => {
    const was = before.get(entry.id);
    return was !== undefined && JSON.stringify(was) === JSON.stringify(entry) ? was : entry;
  });
}

/** Adds a page of older entries. */
export function extended(list: JournalList, page: JournalPage): JournalList {
  const known = new Set(list.entries.map(({ id }) => id));
  return {
    entries: [...list.entries, ...page.entries.filter(({ id }) => !known.has(id))],
    total: page.total,
    next: page.next,
    unreadable: list.unreadable + page.unreadable,
  };
}
