import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RequestInput } from '../../../shared/contract.ts';
import type { Failure, Result } from '../../../shared/failure.ts';
import type { RunPage, RunSummary } from '../../../shared/run-history.ts';

/** Which runs main is asked for. */
export type RunSelection = Omit<RequestInput<'runs.list'>, 'limit' | 'before'>;

/** Runs asked for at a time. */
export const pageSize = 200;
/** The most that main gives at a time. */
const largestPage = 500;

/** The runs that were read so far, newest first. */
export interface RunList extends Pick<RunPage, 'runs' | 'total' | 'next' | 'machines'> {
  /** The selection they answer; a list of an older selection stays in sight until the next is there. */
  readonly selection: RunSelection;
}

export interface RunListState {
  /** Null until the first answer. */
  readonly list: RunList | null;
  /** Why the list could not be read, or not be read on; null if it could. */
  readonly failure: Failure | null;
}

/** Reads the runs page by page for one view, and the newest again whenever asked. */
export interface RunListReader {
  readonly store: StoreApi<RunListState>;
  readonly select: (selection: RunSelection) => void;
  /** Reads the newest runs again. */
  readonly refresh: () => void;
  /** Reads what comes after the last run; nothing at the end or while it is being read. */
  readonly readOn: () => void;
}

export function createRunListReader(
  ask: (input: RequestInput<'runs.list'>) => Promise<Result<RunPage>>,
): RunListReader {
  const store = createStore<RunListState>()(() => ({ list: null, failure: null }));
  let selection: RunSelection = {};
  /** Counts selections, so that an answer to one that was left is dropped. */
  let turn = 0;
  let reading = false;
  /** More was wanted while something else was being read. */
  let more = false;

  const read = async (limit: number, before: number | null): Promise<void> => {
    const mine = turn;
    reading = true;
    const answer = await ask({
      ...selection,
      limit,
      ...(before === null ? {} : { before }),
    });
    if (mine !== turn) return;
    reading = false;
    if (!answer.ok) {
      store.setState({ failure: answer.failure });
      return;
    }
    const page: RunList = { ...answer.value, selection };
    const { list } = store.getState();
    const known = list?.selection === selection ? list : null;
    store.setState({
      list: before === null ? renewed(known, page) : extended(known, page),
      failure: null,
    });
    if (more) readOn();
  };

  const readOn = (): void => {
    more = reading;
    const { list } = store.getState();
    if (reading || list === null || list.selection !== selection || list.next === null) return;
    void read(pageSize, list.next);
  };

  return {
    store,
    select: (wanted) => {
      selection = wanted;
      turn += 1;
      more = false;
      void read(pageSize, null);
    },
    refresh: () => {
      if (reading) return;
      const { list } = store.getState();
      const known = list?.selection === selection ? list.runs.length : 0;
      void read(Math.min(largestPage, Math.max(pageSize, known)), null);
    },
    readOn,
  };
}

/**
 * Puts a page of the newest runs before those that were read on from it. Where the two do not meet, or something in between was
 * removed, only the page stays, and what comes after it is read again.
 */
function renewed(list: RunList | null, page: RunList): RunList {
  const last = page.runs.at(-1);
  if (list === null || last === undefined || page.next === null) return page;
  const place = list.runs.findIndex(({ id }) => id === last.id);
  const rest = place === -1 ? [] : list.runs.slice(place + 1);
  const fresh = page.runs.filter(({ id }) => !list.runs.some((run) => run.id === id)).length;
  if (rest.length === 0 || page.total !== list.total + fresh) return page;
  return { ...page, runs: [...page.runs, ...rest], next: list.next };
}

function extended(list: RunList | null, page: RunList): RunList {
  if (list === null) return page;
  const known = new Set(list.runs.map(({ id }: RunSummary) => id));
  return { ...page, runs: [...list.runs, ...page.runs.filter(({ id }) => !known.has(id))] };
}
