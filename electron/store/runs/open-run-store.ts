import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../../shared/failure.ts';
import type { Clock } from '../../base/clock.ts';
import { memory, type OpenDatabase, openDatabase, openFile } from '../database.ts';
import { moveDatabase, removeDatabase } from '../database-files.ts';
import { attempt } from '../salvage.ts';
import { storageFailure, storageProblem } from '../storage-problem.ts';
import { runDesign } from './run-database.ts';
import { type RunSalvage, salvageRuns } from './run-salvage.ts';
import { RunStore } from './run-store.ts';

export interface OpenRunStoreOptions {
  /** An existing folder that is this user's own. */
  readonly dataDirectory: string;
  readonly clock: Clock;
  /** `DatabaseSync` on the real disk unless given. */
  readonly open?: OpenDatabase;
  /** Random UUIDs unless given. */
  readonly newId?: () => string;
}

export interface OpenedRunStore {
  /** Owned by the caller. */
  readonly runs: RunStore;
  /** What opening found, in plain sentences for a person; empty when all is well. */
  readonly notices: readonly string[];
}

interface Opened {
  readonly database: DatabaseSync;
  readonly lasting: Failure | null;
  readonly notice: string | null;
}

/**
 * Opens `runs.db` in the data directory. Always answers a store that works: a damaged file is set aside and what can be read
 * of it taken over; where nothing can be written, runs are kept in memory. How long it takes goes with the number of runs, not
 * with their length.
 */
export function openRunStore(options: OpenRunStoreOptions): OpenedRunStore {
  const { dataDirectory, clock, open = openFile, newId = randomUUID } = options;
  const file = join(dataDirectory, 'runs.db');
  const { database, lasting, notice } = openOrReplace(file, open, clock);
  const onDamage = (): void => void attempt(() => writeFileSync(suspicionOf(file), ''));
  const runs = new RunStore({ database, file, clock, newId, lasting, onDamage });
  return { runs, notices: notice === null ? [] : [notice] };
}

function openOrReplace(file: string, open: OpenDatabase, clock: Clock): Opened {
  const recovered = file.replace(/\.db$/, '.recovered.db');
  try {
    finishReplacing(file, recovered);
    const suspicion = suspicionOf(file);
    const design = existsSync(suspicion) ? { ...runDesign, checkedTables: null } : runDesign;
    const database = openDatabase(file, open, design);
    rmSync(suspicion, { force: true });
    return { database, lasting: null, notice: null };
  } catch (error) {
    if (storageProblem(error)?.kind !== 'damaged') return inMemory(error, file);
  }
  try {
    removeDatabase(recovered);
    const found = refill(file, recovered, open);
    const aside = file.replace(/\.db$/, `.damaged-${clock.now()}.db`);
    moveDatabase(file, aside);
    renameSync(recovered, file);
    rmSync(suspicionOf(file), { force: true });
    const database = openDatabase(file, open, runDesign);
    return { database, lasting: null, notice: damageNotice(found, aside) };
  } catch (error) {
    return inMemory(error, file);
  }
}

/** Lies beside a file in which damage was met while it was in use: the next start looks through all of it, however long it takes. */
function suspicionOf(file: string): string {
  return `${file}-suspect`;
}

/** Completes a replacement that a crash cut short between its two renames; an unfinished successor is thrown away. */
function finishReplacing(file: string, recovered: string): void {
  if (!existsSync(recovered)) return;
  if (existsSync(file)) removeDatabase(recovered);
  else renameSync(recovered, file);
}

function refill(file: string, recovered: string, open: OpenDatabase): RunSalvage | null {
  const database = openDatabase(recovered, open, runDesign);
  try {
    return attempt(() => salvageRuns(file, database));
  } finally {
    database.close();
  }
}

function inMemory(error: unknown, file: string): Opened {
  const problem = storageProblem(error);
  if (problem === null) throw error;
  const failure = storageFailure(problem, file, error, 'run history');
  const database = openDatabase(memory, openFile, runDesign);
  return { database, lasting: failure, notice: `${failure.message} ${failure.remedy}` };
}

function damageNotice(found: RunSalvage | null, aside: string): string {
  const runs = found?.runs ?? 0;
  const recovered = `${runs} ${runs === 1 ? 'run was' : 'runs were'} recovered`;
  const lost = found !== null && found.lost === 0 ? '' : ', and some of it could not be read';
  return `The run history was damaged. ${recovered}${lost}; the damaged file is kept as ${aside}.`;
}
