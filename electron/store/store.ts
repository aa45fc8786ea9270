import { randomUUID } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../shared/failure.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { memory, type OpenDatabase, openDatabase, openFile } from './database.ts';
import { moveDatabase, removeDatabase } from './database-files.ts';
import { EntryTable } from './entry-table.ts';
import { Journal } from './journal.ts';
import { toRow } from './journal-row.ts';
import { type Salvage, salvage } from './salvage.ts';
import { type StorageProblem, storageFailure, storageProblem } from './storage-problem.ts';

export interface StoreOptions {
  /** An existing folder that is this user's own. */
  readonly dataDirectory: string;
  readonly clock: Clock;
  /** `DatabaseSync` on the real disk unless given. */
  readonly open?: OpenDatabase;
  /** Random UUIDs unless given. */
  readonly newId?: () => string;
}

/** The embedded database of one data directory. Disposing closes it; what comes later is not recorded. */
export interface Store extends Disposable {
  readonly journal: Journal;
  /** What opening found, in plain sentences for a person; empty when all is well. */
  readonly notices: readonly string[];
}

type Attempt =
  | { readonly kind: 'open'; readonly database: DatabaseSync; readonly journal: Journal }
  | { readonly kind: 'failed'; readonly problem: StorageProblem; readonly failure: Failure };

const nothing: Salvage = { entries: new Map(), lost: 0 };

/**
 * Opens `quantdeck.db` in the data directory. Always answers a store that works: a damaged file is set aside and what can be read of it
 * taken over; where nothing can be written, what can be read is shown and the rest kept in memory.
 */
export function openStore(options: StoreOptions): Store {
  return new StoreOpening(options).run();
}

class StoreOpening {
  readonly #options: StoreOptions;
  readonly #file: string;
  /** The successor of a damaged file until it is whole. */
  readonly #recovered: string;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#file = join(options.dataDirectory, 'quantdeck.db');
    this.#recovered = join(options.dataDirectory, 'quantdeck.recovered.db');
  }

  run(): Store {
    const attempt = this.#attempt(() => {
      this.#finishReplacing();
      return this.#journalOf(openDatabase(this.#file, this.#open), null);
    });
    if (attempt.kind === 'open') return storeOf(attempt, []);
    return attempt.problem.kind === 'damaged'
      ? this.#replaceDamaged()
      : this.#inMemory(attempt.problem, attempt.failure);
  }

  /** Completes a replacement that a crash cut short between its two renames; an unfinished successor is thrown away. */
  #finishReplacing(): void {
    if (!existsSync(this.#recovered)) return;
    if (existsSync(this.#file)) removeDatabase(this.#recovered);
    else renameSync(this.#recovered, this.#file);
  }

  #replaceDamaged(): Store {
    const found = salvage(this.#file);
    const now = this.#options.clock.now();
    const aside = join(this.#options.dataDirectory, `quantdeck.damaged-${now}.db`);
    const attempt = this.#attempt(() => {
      removeDatabase(this.#recovered);
      const database = openDatabase(this.#recovered, this.#open);
      try {
        fill(database, found);
      } finally {
        database.close();
      }
      moveDatabase(this.#file, aside);
      renameSync(this.#recovered, this.#file);
      return this.#journalOf(openDatabase(this.#file, this.#open), null);
    });
    if (attempt.kind === 'failed') return this.#inMemory(attempt.problem, attempt.failure, found);
    const text = damageNotice(found, aside);
    attempt.journal.recordEvent({
      kind: 'notice',
      machineId: null,
      machineName: null,
      text,
      failure: null,
    });
    return storeOf(attempt, [text]);
  }

  #inMemory(problem: StorageProblem, failure: Failure, salvaged: Salvage | null = null): Store {
    // Another program may be in the middle of writing, and a newer version's entries may mean something else.
    const readable = problem.kind !== 'locked' && problem.kind !== 'newer';
    const found = salvaged ?? (readable ? salvage(this.#file) : nothing);
    const database = openDatabase(memory, openFile);
    fill(database, found);
    const attempt = this.#journalOf(database, failure);
    return storeOf(attempt, [`${failure.message} ${failure.remedy}`]);
  }

  get #open(): OpenDatabase {
    return this.#options.open ?? openFile;
  }

  #journalOf(
    database: DatabaseSync,
    lasting: Failure | null,
  ): Extract<Attempt, { readonly kind: 'open' }> {
    const { clock, newId = randomUUID } = this.#options;
    try {
      const journal = new Journal({ database, file: this.#file, clock, newId, lasting });
      return { kind: 'open', database, journal };
    } catch (error) {
      database.close();
      throw error;
    }
  }

  #attempt(open: () => Attempt): Attempt {
    try {
      return open();
    } catch (error) {
      const problem = storageProblem(error);
      if (problem === null) throw error;
      return { kind: 'failed', problem, failure: storageFailure(problem, this.#file, error) };
    }
  }
}

function storeOf(
  { database, journal }: Extract<Attempt, { readonly kind: 'open' }>,
  notices: readonly string[],
): Store {
  const { condition } = journal;
  const all =
    condition.kind === 'memory-only' && notices.length === 0
      ? [`${condition.failure.message} ${condition.failure.remedy}`]
      : notices;
  return {
    journal,
    notices: all,
    dispose() {
      journal.dispose();
      database.close();
    },
  };
}

function fill(database: DatabaseSync, { entries }: Salvage): void {
  new EntryTable(database).save([...entries].map(([number, entry]) => toRow(number, entry)));
}

function count(number: number): string {
  return `${number} ${number === 1 ? 'entry' : 'entries'}`;
}

function damageNotice({ entries, lost }: Salvage, aside: string): string {
  const missing = lost === 0 ? '' : ` and ${count(lost)} could not be read`;
  return `The journal was damaged. ${count(entries.size)} ${entries.size === 1 ? 'was' : 'were'} recovered${missing}; the damaged file is kept as ${aside}.`;
}
