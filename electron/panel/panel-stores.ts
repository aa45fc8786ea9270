import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { OpenDatabase } from '../store/database.ts';
import type { Journal } from '../store/journal.ts';
import { openRunStore } from '../store/runs/open-run-store.ts';
import type { RunStore } from '../store/runs/run-store.ts';
import { openStore } from '../store/store.ts';
import type { Notices } from './notices.ts';

export interface PanelStoresOptions {
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly notices: Notices;
  /** The real disk unless given. */
  readonly openDatabase?: OpenDatabase;
}

/** The databases of one data directory. Disposing closes them. */
export interface PanelStores extends Disposable {
  readonly journal: Journal;
  readonly runs: RunStore;
}

/** Opens the databases, and tells the person what is wrong with them, now and later. */
export function openPanelStores(options: PanelStoresOptions): PanelStores {
  const { dataDirectory, clock, notices, openDatabase } = options;
  const opening = {
    dataDirectory,
    clock,
    ...(openDatabase === undefined ? {} : { open: openDatabase }),
  };
  const store = openStore(opening);
  const { journal } = store;
  const { runs, notices: found } = openRunStore(opening);
  for (const text of [...store.notices, ...found]) notices.add('warning', text);
  tellCondition(journal, notices, 'The journal is being saved again.');
  tellCondition(runs, notices, 'Runs are being saved again.');
  return {
    journal,
    runs,
    dispose() {
      runs.dispose();
      store.dispose();
    },
  };
}

/** Says when a store stops or starts to survive a restart. */
function tellCondition(store: Pick<Journal, 'onCondition'>, notices: Notices, again: string): void {
  store.onCondition((condition) => {
    if (condition.kind === 'memory-only')
      notices.add('error', `${condition.failure.message} ${condition.failure.remedy}`);
    else notices.add('info', again);
  });
}
