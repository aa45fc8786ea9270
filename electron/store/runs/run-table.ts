import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { RunEnding } from '../../../shared/run.ts';
import { runEndings } from '../../../shared/run.ts';
import type { RunFilter, RunId, RunSummary } from '../../../shared/run-history.ts';
import type { StoredRunSize } from '../../../shared/run-retention.ts';
import type { Instant, MachineId } from '../../../shared/units.ts';
import { fold } from '../journal-row.ts';
import { type RunFact, readFact, toFactRow } from './run-fact.ts';
import { packTelemetry, unpackTelemetry } from './telemetry-codec.ts';
import { samplesOf, type TelemetryColumns, type TelemetrySample } from './telemetry-columns.ts';
import { samplesPerChunk, TelemetryTail } from './telemetry-tail.ts';

type Cell = string | number | null;
type Row = Readonly<Record<string, unknown>>;

/** A run with its place in the order of observation. */
export interface StoredRun {
  readonly number: number;
  readonly summary: RunSummary;
}

/** A run with what it needs on disk. */
export interface SizedRun extends StoredRunSize {
  readonly number: number;
}

export interface StoredChunk {
  readonly number: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Null if they cannot be read. */
  readonly columns: TelemetryColumns | null;
}

/** The tables of `runs.db`. Every method throws what SQLite throws; those that write are to be called in a transaction. */
export class RunTable {
  readonly #database: DatabaseSync;
  readonly #update: StatementSync;
  readonly #sizes: StatementSync;
  readonly #insertFact: StatementSync;
  readonly #insertChunk: StatementSync;
  readonly #deleteChunk: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#update = database.prepare(
      `UPDATE runs SET protocol_name = ?, started_at = ?, observed_to = ?, ended_at = ?, ending = ?, reason = ?, note = ?, search = ?
       WHERE number = ?`,
    );
    this.#sizes = database.prepare(
      `SELECT number, id, observed_to, ending,
         (SELECT coalesce(sum(length(data)), 0) FROM chunks WHERE run = runs.number) +
         (SELECT coalesce(sum(octet_length(detail)), 0) FROM facts WHERE run = runs.number) AS bytes
       FROM runs WHERE number > ? ORDER BY number LIMIT ?`,
    );
    this.#insertFact = database.prepare(
      'INSERT INTO facts (run, at, kind, checksum, detail) VALUES (?, ?, ?, ?, ?)',
    );
    this.#insertChunk = database.prepare(
      'INSERT INTO chunks (run, first_at, last_at, samples, checksum, data) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#deleteChunk = database.prepare('DELETE FROM chunks WHERE number = ?');
  }

  /** Answers the run's number. */
  insert(run: RunSummary): number {
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO runs (id, machine_id, machine_name, title, observed_from, saw_start, observed_to, reason, search)
         VALUES (?, ?, ?, ?, ?, ?, ?, '', '')`,
      )
      .run(
        run.id,
        run.machineId,
        run.machineName,
        run.title,
        Math.round(run.observedFrom),
        run.sawStart ? 1 : 0,
        Math.round(run.observedTo),
      );
    const number = Number(lastInsertRowid);
    this.update({ number, summary: run });
    return number;
  }

  update({ number, summary }: StoredRun): void {
    const { protocolName, startedAt, observedTo, end, note } = summary;
    this.#update.run(
      protocolName,
      startedAt === null ? null : Math.round(startedAt),
      Math.round(observedTo),
      end === null ? null : Math.round(end.at),
      end?.ending ?? null,
      end?.reason ?? '',
      note,
      searchText(summary),
      number,
    );
  }

  addFacts(run: number, facts: readonly RunFact[]): void {
    for (const fact of facts) {
      const { at, kind, checksum, detail } = toFactRow(fact);
      this.#insertFact.run(run, at, kind, checksum, detail);
    }
  }

  /** Answers the row's number. */
  addChunk(run: number, samples: readonly TelemetrySample[]): number {
    const data = packTelemetry(samples);
    const times = samples.map(({ at }) => Math.round(at));
    const first = times.reduce((a, b) => Math.min(a, b));
    const last = times.reduce((a, b) => Math.max(a, b));
    const row = this.#insertChunk.run(run, first, last, samples.length, crc32(data), data);
    return Number(row.lastInsertRowid);
  }

  removeChunks(numbers: readonly number[]): void {
    for (const number of numbers) this.#deleteChunk.run(number);
  }

  /** Takes everything of a run away; false if there is no such run. */
  remove(id: RunId): boolean {
    return Number(this.#database.prepare('DELETE FROM runs WHERE id = ?').run(id).changes) > 0;
  }

  find(id: RunId): StoredRun | null {
    return this.#runs('WHERE id = ?', [id])[0] ?? null;
  }

  /** Runs of a machine that are not known to have ended, newest first. */
  unfinished(machineId: MachineId): readonly StoredRun[] {
    return this.#runs('WHERE machine_id = ? AND ending IS NULL ORDER BY number DESC', [machineId]);
  }

  list({ limit, before, ...selection }: RunFilter): {
    readonly runs: readonly StoredRun[];
    readonly total: number;
  } {
    const { conditions, values } = restrictions(selection);
    const all = before === undefined ? conditions : [...conditions, 'number < ?'];
    const border = before === undefined ? [] : [before];
    const runs = this.#runs(`${where(all)} ORDER BY number DESC LIMIT ?`, [
      ...values,
      ...border,
      limit,
    ]);
    const row = this.#database
      .prepare(`SELECT count(*) AS count FROM runs ${where(conditions)}`)
      .get(...values);
    return { runs, total: Number(row?.['count']) };
  }

  /** Each machine with the name of its newest run. */
  machines(): readonly { readonly id: MachineId; readonly name: string }[] {
    return this.#database
      .prepare('SELECT machine_id, machine_name, max(number) FROM runs GROUP BY machine_id')
      .all()
      .map((row) => ({
        id: String(row['machine_id']) as MachineId,
        name: String(row['machine_name']),
      }));
  }

  /** Facts in the order in which they became known, and how many rows could not be read. */
  facts(run: number): { readonly facts: readonly RunFact[]; readonly unreadable: number } {
    const rows = this.#database
      .prepare('SELECT checksum, detail FROM facts WHERE run = ? ORDER BY number')
      .all(run) as { readonly checksum: unknown; readonly detail: unknown }[];
    const facts = rows.map(readFact).filter((fact) => fact !== null);
    return { facts, unreadable: rows.length - facts.length };
  }

  /** Chunks that have to do with a time, in the order of arrival. */
  *chunks(run: number, from: number, to: number): Iterable<StoredChunk> {
    const rows = this.#database
      .prepare(
        `SELECT number, first_at, last_at, checksum, data FROM chunks
         WHERE run = ? AND last_at >= ? AND first_at < ? ORDER BY number`,
      )
      .iterate(run, from, to);
    for (const row of rows) yield readChunk(row);
  }

  /** The small pieces at the end of a run, to go on from. */
  tail(run: number): TelemetryTail {
    const rows = this.#database
      .prepare(
        'SELECT number, first_at, last_at, samples, checksum, data FROM chunks WHERE run = ? ORDER BY number DESC',
      )
      .iterate(run);
    const pieces: StoredChunk[] = [];
    let length = 0;
    for (const row of rows) {
      length += Number(row['samples']);
      const piece = readChunk(row);
      if (length >= samplesPerChunk || piece.columns === null) break;
      pieces.unshift(piece);
    }
    return new TelemetryTail(
      pieces.flatMap(({ columns }) => (columns === null ? [] : samplesOf(columns))),
      pieces.map(({ number }) => number),
    );
  }

  /** Up to `count` runs behind a number, in the order of observation; looking into a run costs its length. */
  sizes(after: number, count: number): readonly SizedRun[] {
    return this.#sizes.all(after, count).map((row) => ({
      number: Number(row['number']),
      id: String(row['id']) as RunId,
      observedTo: Number(row['observed_to']) as Instant,
      ended: row['ending'] !== null,
      bytes: Number(row['bytes']),
    }));
  }

  /** How many runs there are, and since when. */
  extent(): { readonly runs: number; readonly oldest: Instant | null } {
    const row = this.#database
      .prepare('SELECT count(*) AS count, min(observed_from) AS oldest FROM runs')
      .get();
    const oldest = row?.['oldest'] ?? null;
    return {
      runs: Number(row?.['count']),
      oldest: oldest === null ? null : (Number(oldest) as Instant),
    };
  }

  #runs(condition: string, values: readonly Cell[]): readonly StoredRun[] {
    return this.#database
      .prepare(`SELECT * FROM runs ${condition}`)
      .all(...values)
      .map(readRun);
  }
}

/** Everything of a run that can be searched for. */
function searchText({ title, machineName, protocolName, note }: RunSummary): string {
  return [title, machineName, protocolName ?? '', note].map(fold).join('\n');
}

function readRun(row: Row): StoredRun {
  const { protocol_name: protocolName } = row;
  const optional = (name: string): Instant | null =>
    row[name] === null ? null : (Number(row[name]) as Instant);
  const endedAt = optional('ended_at');
  const summary: RunSummary = {
    id: String(row['id']) as RunId,
    machineId: String(row['machine_id']) as MachineId,
    machineName: String(row['machine_name']),
    title: String(row['title']),
    startedAt: optional('started_at'),
    observedFrom: Number(row['observed_from']) as Instant,
    sawStart: row['saw_start'] === 1,
    observedTo: Number(row['observed_to']) as Instant,
    end:
      endedAt === null
        ? null
        : { ending: readEnding(row['ending']), at: endedAt, reason: String(row['reason']) },
    protocolName: typeof protocolName === 'string' ? protocolName : null,
    note: String(row['note']),
  };
  return { number: Number(row['number']), summary };
}

/** A word of another version says only that the run is over. */
function readEnding(word: unknown): RunEnding {
  return runEndings.find((ending) => ending === word) ?? 'unknown';
}

function readChunk(row: Row): StoredChunk {
  const { data } = row;
  const whole = data instanceof Uint8Array && crc32(data) === row['checksum'];
  return {
    number: Number(row['number']),
    firstAt: Number(row['first_at']) as Instant,
    lastAt: Number(row['last_at']) as Instant,
    columns: whole ? unpackTelemetry(data) : null,
  };
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

function restrictions(selection: Omit<RunFilter, 'limit' | 'before'>): {
  readonly conditions: readonly string[];
  readonly values: readonly (string | number)[];
} {
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const add = (condition: string, ...bound: readonly (string | number)[]): void => {
    conditions.push(condition);
    values.push(...bound);
  };
  const { machineIds = [], outcomes = [], from, to } = selection;
  if (machineIds.length > 0) add(`machine_id IN (${marks(machineIds)})`, ...machineIds);
  if (outcomes.length > 0) add(`coalesce(ending, 'on') IN (${marks(outcomes)})`, ...outcomes);
  if (from !== undefined) add('observed_to >= ?', from);
  if (to !== undefined) add('observed_from < ?', to);
  const text = fold(selection.text ?? '').trim();
  // `instr` rather than `LIKE`: no character of the text has a meaning of its own.
  if (text !== '') add('instr(search, ?) > 0', text);
  return { conditions, values };
}

function marks(list: readonly unknown[]): string {
  return list.map(() => '?').join(', ');
}
