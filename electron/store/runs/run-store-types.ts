import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../../shared/failure.ts';
import type { RunSummary } from '../../../shared/run-history.ts';
import type { Instant } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { RunFact } from './run-fact.ts';

export interface RunStoreOptions {
  /** At the newest version; owned by the store from here on. */
  readonly database: DatabaseSync;
  /** Where the database is, for words. */
  readonly file: string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Why nothing recorded here will survive, if that is settled already; null if `database` is the file. */
  readonly lasting: Failure | null;
  /** SQLite found damage where the start does not look for it. */
  readonly onDamage: () => void;
}

/** What is known of a run when it is first seen. */
export type RunStart = Pick<RunSummary, 'machineId' | 'machineName' | 'title' | 'sawStart'> & {
  readonly at: Instant;
};

/** A run that has no end yet, with all that is known of it. */
export interface UnfinishedRun {
  readonly summary: RunSummary;
  readonly facts: readonly RunFact[];
}
