import type { DatabaseDesign } from '../database.ts';
import type { Migration } from '../migrations.ts';

/**
 * Migration n (from 1) makes version n of version n − 1. Append; never change one that was released.
 */
const runMigrations: readonly Migration[] = [
  // 1: observed runs. `number` is the order in which they were first seen. `facts` are what became known of a run, in order;
  // `chunks` its temperatures, packed (see telemetry-codec.ts): small pieces while it is on, merged into large ones.
  // The checks are for `quick_check`: they tell a damaged row from a whole one.
  `
  CREATE TABLE runs (
    number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 4294967295),
    id TEXT NOT NULL UNIQUE,
    machine_id TEXT NOT NULL,
    machine_name TEXT NOT NULL,
    title TEXT NOT NULL,
    protocol_name TEXT,
    started_at INTEGER,
    observed_from INTEGER NOT NULL,
    saw_start INTEGER NOT NULL CHECK (saw_start IN (0, 1)),
    observed_to INTEGER NOT NULL,
    ended_at INTEGER,
    ending TEXT,
    reason TEXT NOT NULL,
    search TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_machine ON runs (machine_id, number);
  CREATE INDEX runs_on ON runs (machine_id) WHERE ending IS NULL;
  CREATE TABLE facts (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX facts_by_run ON facts (run, number);
  CREATE TABLE chunks (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number) ON DELETE CASCADE,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    samples INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX chunks_by_run ON chunks (run, number);
  `,
  // 2: what a person wrote beside a run.
  `ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';`,
];

export const runDesign: DatabaseDesign = {
  migrations: runMigrations,
  mainTable: 'runs',
  // The other tables grow with every second of every run; a damaged chunk or fact is found by its checksum when it is read.
  checkedTables: ['runs'],
  synchronous: 'NORMAL',
  // Removing old runs is to give their room back.
  beforeTables: 'PRAGMA auto_vacuum = INCREMENTAL;',
};
