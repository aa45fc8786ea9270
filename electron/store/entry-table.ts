import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { fold, type JournalRow } from './journal-row.ts';
import type { JournalSelection } from '../../shared/journal.ts';
import { inTransaction } from './transaction.ts';

const columns = 'number, id, at, kind, outcome, machine_id, machine_name, checksum, detail, search';

/** Rows that could not be put on disk wait here, in memory, and are seen by every query as if they had been. */
const unsavedTable = `
  CREATE TABLE IF NOT EXISTS temp.unsaved (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT,
    machine_id TEXT,
    machine_name TEXT,
    checksum INTEGER NOT NULL,
    detail TEXT NOT NULL,
    search TEXT NOT NULL
  ) STRICT
`;

const replacing = `
  ON CONFLICT (id) DO UPDATE SET
    at = excluded.at, kind = excluded.kind, outcome = excluded.outcome, machine_id = excluded.machine_id,
    machine_name = excluded.machine_name, checksum = excluded.checksum, detail = excluded.detail, search = excluded.search
`;

/** Rows by their number: from `from` on, and before `before`; null for no end. */
export interface Span {
  readonly from: number;
  readonly before: number | null;
}

const everything: Span = { from: 0, before: null };

export interface StoredRow {
  readonly number: number;
  readonly checksum: unknown;
  readonly detail: unknown;
}

/** The journal's table with, over it, what is not saved yet. Every method throws what SQLite throws. */
export class EntryTable {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #keep: StatementSync;
  #unsaved = 0;
  #lastNumber: number;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(unsavedTable);
    const values = 'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
    this.#insert = database.prepare(`INSERT INTO main.entries (${columns}) ${values} ${replacing}`);
    this.#keep = database.prepare(`INSERT INTO temp.unsaved (${columns}) ${values} ${replacing}`);
    this.#lastNumber = Number(
      database.prepare('SELECT max(number) AS last FROM main.entries').get()?.['last'] ?? 0,
    );
  }

  /** The place of the next entry in the order of recording. */
  nextNumber(): number {
    return ++this.#lastNumber;
  }

  /** Puts rows on disk, and with them all that waited; synced when this returns. All or nothing. */
  save(rows: readonly JournalRow[]): void {
    inTransaction(this.#database, () => {
      if (this.#unsaved > 0)
        this.#database.exec(`
          INSERT INTO main.entries (${columns}) SELECT ${columns} FROM temp.unsaved WHERE true ${replacing};
          DELETE FROM temp.unsaved;
        `);
      for (const row of rows) this.#insert.run(...valuesOf(row));
    });
    this.#unsaved = 0;
  }

  /** Remembers rows until they can be saved. */
  keepUnsaved(rows: readonly JournalRow[]): void {
    for (const row of rows) this.#keep.run(...valuesOf(row));
    this.#unsaved = this.#count('SELECT count(*) AS count FROM temp.unsaved', []);
  }

  find(id: string): StoredRow | null {
    return (
      this.#rows(`SELECT number, checksum, detail FROM ${this.#all()} WHERE id = ?`, [id])[0] ??
      null
    );
  }

  /** Matching rows, newest first. */
  newest(selection: JournalSelection, span: Span, limit: number): readonly StoredRow[] {
    return this.#page(selection, span, 'DESC', limit);
  }

  /** Matching rows, oldest first. */
  oldest(selection: JournalSelection, span: Span, limit: number): readonly StoredRow[] {
    return this.#page(selection, span, 'ASC', limit);
  }

  count(selection: JournalSelection, span: Span = everything): number {
    const { conditions, values } = restrictions(selection, span);
    return this.#count(`SELECT count(*) AS count FROM ${this.#all()} ${where(conditions)}`, values);
  }

  /** The lowest number of the `size` rows before a number, or of the newest ones; null if there are none. */
  startOfSpan(before: number | null, size: number): number | null {
    const { conditions, values } = restrictions({}, { from: 0, before });
    const [row] = this.#rows(
      `SELECT min(number) AS number, NULL AS checksum, NULL AS detail FROM (
         SELECT number FROM ${this.#all()} ${where(conditions)} ORDER BY number DESC LIMIT ?
       ) HAVING count(*) > 0`,
      [...values, size],
    );
    return row?.number ?? null;
  }

  /** The highest number of the `size` rows from a number on; null if there are none. */
  endOfSpan(from: number, size: number): number | null {
    const [row] = this.#rows(
      `SELECT max(number) AS number, NULL AS checksum, NULL AS detail FROM (
         SELECT number FROM ${this.#all()} WHERE number >= ? ORDER BY number LIMIT ?
       ) HAVING count(*) > 0`,
      [from, size],
    );
    return row?.number ?? null;
  }

  /** What has not ended, oldest first. The outcome is spelt out, here and below, because only then its index is used. */
  inProgress(): readonly StoredRow[] {
    return this.#rows(
      `SELECT number, checksum, detail FROM ${this.#all()} WHERE outcome = 'in-progress' ORDER BY number`,
      [],
    );
  }

  /** Entries of unknown outcome about which nothing was seen since. */
  unexplained(machineId: string): readonly StoredRow[] {
    return this.#rows(
      `SELECT number, checksum, detail FROM ${this.#all()}
       WHERE machine_id = ? AND outcome = 'unknown' AND detail ->> '$.seenLater' IS NULL ORDER BY number`,
      [machineId],
    );
  }

  /** Each machine with the name of its newest entry. */
  machines(): readonly { readonly id: string; readonly name: string }[] {
    const names = new Map<string, string>();
    // Steps from one machine to the next through the index: the time goes with the machines, not with the entries.
    const sources = this.#unsaved > 0 ? ['main.entries', 'temp.unsaved'] : ['main.entries'];
    for (const source of sources) {
      const rows = this.#database
        .prepare(
          `WITH RECURSIVE machine (id) AS (
             SELECT min(machine_id) FROM ${source}
             UNION ALL
             SELECT (SELECT min(machine_id) FROM ${source} WHERE machine_id > machine.id)
             FROM machine WHERE machine.id IS NOT NULL
           )
           SELECT id, (SELECT machine_name FROM ${source} WHERE machine_id = machine.id ORDER BY number DESC LIMIT 1) AS name
           FROM machine WHERE id IS NOT NULL`,
        )
        .all();
      for (const { id, name } of rows) names.set(String(id), String(name));
    }
    return [...names].map(([id, name]) => ({ id, name }));
  }

  #page(
    selection: JournalSelection,
    span: Span,
    order: 'ASC' | 'DESC',
    limit: number,
  ): readonly StoredRow[] {
    const { conditions, values } = restrictions(selection, span);
    return this.#rows(
      `SELECT number, checksum, detail FROM ${this.#all()} ${where(conditions)} ORDER BY number ${order} LIMIT ?`,
      [...values, limit],
    );
  }

  /** What to select from: disk, and over it what waits. */
  #all(): string {
    return this.#unsaved === 0
      ? 'main.entries'
      : `(SELECT * FROM main.entries WHERE id NOT IN (SELECT id FROM temp.unsaved)
          UNION ALL SELECT * FROM temp.unsaved)`;
  }

  #rows(sql: string, values: readonly (string | number)[]): readonly StoredRow[] {
    return this.#database
      .prepare(sql)
      .all(...values)
      .map((row) => ({
        number: Number(row['number']),
        checksum: row['checksum'],
        detail: row['detail'],
      }));
  }

  #count(sql: string, values: readonly (string | number)[]): number {
    return Number(this.#database.prepare(sql).get(...values)?.['count']);
  }
}

function valuesOf(row: JournalRow): readonly (string | number | null)[] {
  const { number, id, at, kind, outcome, machine_id, machine_name, checksum, detail, search } = row;
  return [number, id, at, kind, outcome, machine_id, machine_name, checksum, detail, search];
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

function restrictions(
  selection: JournalSelection,
  { from, before }: Span,
): {
  readonly conditions: readonly string[];
  readonly values: readonly (string | number)[];
} {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, ...bound: readonly (string | number)[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  const addList = (column: string, list: readonly string[] | undefined): void => {
    if (list === undefined || list.length === 0) return;
    add(`${column} IN (${list.map(() => '?').join(', ')})`, ...list);
  };
  addList('machine_id', selection.machineIds);
  addList('kind', selection.kinds);
  addList('outcome', selection.outcomes);
  if (selection.from !== undefined) add('at >= ?', selection.from);
  if (selection.to !== undefined) add('at < ?', selection.to);
  if (from > 0) add('number >= ?', from);
  if (before !== null) add('number < ?', before);
  const text = fold(selection.text ?? '').trim();
  // `instr` rather than `LIKE`: no character of the text has a meaning of its own.
  if (text !== '') add('instr(search, ?) > 0', text);
  return { conditions, values };
}
