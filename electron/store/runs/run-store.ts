import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import type { JournalCondition } from '../../../shared/journal.ts';
import {
  type KnownRun,
  type LiveRun,
  recordSince,
  type RunEnd,
  type RunFilter,
  type RunId,
  type RunNews,
  type RunPage,
  type RunRecord,
  sinceOf,
  type RunTelemetry,
} from '../../../shared/run-history.ts';
import type { ContactGap } from '../../../shared/run-record.ts';
import type { RunUsage } from '../../../shared/run-retention.ts';
import type { Instant, MachineId } from '../../../shared/units.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { storageFailure, storageProblem } from '../storage-problem.ts';
import { inTransaction } from '../transaction.ts';
import { assembleRun } from './run-assembly.ts';
import type { RunFact } from './run-fact.ts';
import { closed, noSuchRun, stillOn } from './run-failures.ts';
import { RunTable, type SizedRun, type StoredRun } from './run-table.ts';
import type { RunStart, RunStoreOptions, UnfinishedRun } from './run-store-types.ts';
import { RunWriter } from './run-writer.ts';
import {
  columnsOf,
  type TelemetryColumns,
  type TelemetrySample,
  toSeries,
} from './telemetry-columns.ts';
import { inChunks } from './telemetry-tail.ts';

/** What is new is on disk within 5 s; a write itself needs a part of that. */
const writeMilliseconds = 4_000;

/** How much a power failure may cost: so often everything is synced. A crash of the program costs only what is not written. */
const syncMilliseconds = 60_000;

/**
 * The runs this workstation observed, in `runs.db`. What is recorded is collected and written at most 5 s later, all machines'
 * in one transaction; what is asked for contains it at once. A write that fails does not throw: everything stays in memory
 * and is tried again; {@link RunStore.onCondition} tells when that begins and ends.
 */
export class RunStore implements Disposable {
  readonly #options: RunStoreOptions;
  readonly #table: RunTable;
  readonly #conditionChanged = new Emitter<JournalCondition>();
  readonly #writers = new Map<RunId, RunWriter>();
  #condition: JournalCondition;
  #timer: Disposable | null = null;
  #syncedAt: Instant;
  #disposed = false;

  /** Fires when recording stops or starts to survive a restart, once each time. */
  readonly onCondition = this.#conditionChanged.event;

  constructor(options: RunStoreOptions) {
    this.#options = options;
    this.#table = new RunTable(options.database);
    this.#syncedAt = options.clock.now();
    this.#condition = options.lasting
      ? { kind: 'memory-only', failure: options.lasting }
      : { kind: 'kept' };
  }

  /** Whether what is recorded now survives a restart. */
  get condition(): JournalCondition {
    return this.#condition;
  }

  // ---- recording --------------------------------------------------------------------------------------------------

  /** Begins a run. */
  begin({ at, ...start }: RunStart): RunId {
    const id = this.#options.newId() as RunId;
    const unknown = { startedAt: null, end: null, protocolName: null, note: '' };
    const writer = RunWriter.begin({ id, ...start, ...unknown, observedFrom: at, observedTo: at });
    this.#writers.set(id, writer);
    this.#arm();
    return id;
  }

  /** The newest run of a machine that has no end yet. Older ones are closed: a machine has one run at a time. */
  unfinished(machineId: MachineId): UnfinishedRun | null {
    const found = this.#read(() => {
      const [newest, ...older] = this.#table.unfinished(machineId);
      this.#closeUnseen(older);
      return newest === undefined ? null : this.#factsOf(newest);
    });
    return found.ok ? found.value : null;
  }

  /** The machine was removed: what is open of it is closed, as unknown and with its last observation. */
  closeRunsOf(machineId: MachineId): void {
    this.#read(() => this.#closeUnseen(this.#table.unfinished(machineId)));
  }

  /** Of a run that was removed meanwhile, nothing is recorded; so everywhere below. */
  addFact(id: RunId, fact: RunFact): void {
    this.#change(id, (writer) => writer.add(fact));
  }

  addSample(id: RunId, sample: TelemetrySample): void {
    this.#change(id, (writer) => writer.sample(sample));
  }

  /** The run was seen to be on. */
  observed(id: RunId, at: Instant): void {
    this.#change(id, (writer) => writer.observed(at));
  }

  /** The machine said when the run started, by its own clock. */
  started(id: RunId, startedAt: Instant): void {
    this.#change(id, (writer) => writer.started(startedAt));
  }

  /** Closes a run and writes everything of it. */
  end(id: RunId, end: RunEnd): void {
    this.#change(id, (writer) => writer.end(end));
    this.flush();
  }

  /** Nobody watches the run any more, and it goes on: the machine was removed or QuantDeck leaves it. */
  leave(id: RunId): void {
    this.flush();
    if (this.#writers.get(id)?.dirty === false) this.#writers.delete(id);
  }

  /** Writes what is not on disk. Does not throw for what the disk says. */
  flush(): void {
    this.#timer?.dispose();
    this.#timer = null;
    const dirty = [...this.#writers.values()].filter((writer) => writer.dirty);
    if (this.#disposed || dirty.length === 0) return;
    const { database, lasting } = this.#options;
    try {
      const written = inTransaction(database, () =>
        dirty.map((writer) => [writer, writer.write(this.#table)] as const),
      );
      for (const [writer, what] of written) writer.written(what);
      for (const [id, writer] of this.#writers)
        if (writer.summary.end !== null && !writer.dirty) this.#writers.delete(id);
      this.#sync();
      this.#setCondition(lasting);
    } catch (error) {
      this.#setCondition(this.#explain(error));
      this.#arm();
    }
  }

  // ---- reading ----------------------------------------------------------------------------------------------------

  list(filter: RunFilter): Result<RunPage> {
    return this.#read(() => {
      this.#insertBegun();
      const { runs, total } = this.#table.list({ ...filter, limit: filter.limit + 1 });
      const shown = runs.slice(0, filter.limit);
      return {
        runs: shown.map(({ summary }) => this.#writers.get(summary.id)?.summary ?? summary),
        total,
        next: runs.length > filter.limit ? (shown.at(-1)?.number ?? null) : null,
        machines: this.#table
          .machines()
          .toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)),
      };
    });
  }

  get(id: RunId): Result<RunRecord> {
    return this.#readRun(id, (run) => this.#record(run));
  }

  /** Temperatures from `from` (inclusive) to `to` (exclusive); the whole run unless given. */
  telemetry(id: RunId, from?: Instant, to?: Instant): Result<RunTelemetry> {
    return this.#readRun(id, (run) => this.#telemetry(run, from, to));
  }

  /** The run that is being recorded of a machine, with what is new to whoever has `known`; null if none is. */
  live(machineId: MachineId, known: KnownRun | null = null): Result<RunNews | null> {
    const writer = [...this.#writers.values()].find(
      ({ summary }) => summary.machineId === machineId && summary.end === null,
    );
    if (writer === undefined) return this.#read(() => null);
    const since = sinceOf(writer.summary, known);
    return this.#readRun(writer.summary.id, (run) => ({
      record: recordSince(this.#record(run), since, known),
      since,
      ...this.#telemetry(run, since ?? undefined),
    }));
  }

  /** Everything kept of a run. */
  whole(id: RunId): Result<LiveRun> {
    return this.#readRun(id, (run) => ({ record: this.#record(run), ...this.#telemetry(run) }));
  }

  usage(): Result<RunUsage> {
    return this.#read(() => {
      this.#insertBegun();
      const pages = this.#pragma('page_count') * this.#pragma('page_size');
      return { ...this.#table.extent(), bytes: pages };
    });
  }

  /** Up to `count` runs behind the number `after` (0 at first) with what each needs; looking into a run takes its time. */
  sizes(after: number, count: number): Result<readonly SizedRun[]> {
    return this.#read(() => this.#table.sizes(after, count));
  }

  /** Writes a person's note beside a run. */
  annotate(id: RunId, note: string): Result<null> {
    return this.#readRun(id, (run) => {
      const writer = this.#writers.get(id);
      if (writer === undefined) this.#table.update({ ...run, summary: { ...run.summary, note } });
      else {
        writer.annotate(note);
        this.#arm();
      }
      return null;
    });
  }

  // ---- removing ---------------------------------------------------------------------------------------------------

  /** Removes a run with everything of it, for good. One that is being recorded stays. */
  remove(id: RunId): Result<null> {
    if (this.#writers.has(id)) return fail(stillOn);
    const removed = this.#read(() =>
      inTransaction(this.#options.database, () => this.#table.remove(id)),
    );
    if (!removed.ok) return removed;
    return removed.value ? succeed(null) : fail(noSuchRun);
  }

  /** Gives up to so many unused pages of the file back to the disk; answers how many are left. */
  giveBack(pages: number): Result<number> {
    return this.#read(() => {
      this.#options.database.prepare(`PRAGMA incremental_vacuum(${pages})`).all();
      return this.#pragma('freelist_count');
    });
  }

  /** Writes everything and closes the database; what comes later is not recorded. */
  dispose(): void {
    if (this.#disposed) return;
    this.flush();
    this.#timer?.dispose();
    this.#disposed = true;
    this.#conditionChanged.dispose();
    this.#options.database.close();
  }

  // -----------------------------------------------------------------------------------------------------------------

  #closeUnseen(unfinished: readonly StoredRun[]): void {
    for (const { summary } of unfinished) {
      const { observedTo: at } = this.#writers.get(summary.id)?.summary ?? summary;
      this.end(summary.id, { ending: 'unknown', at, reason: '' });
    }
  }

  #change(id: RunId, change: (writer: RunWriter) => void): void {
    if (this.#disposed) return;
    const writer = this.#writers.get(id) ?? this.#resume(id);
    if (writer === null) return;
    change(writer);
    if (writer.dirty) this.#arm();
  }

  #resume(id: RunId): RunWriter | null {
    const found = this.#read(() => {
      const run = this.#table.find(id);
      return run === null || run.summary.end !== null ? null : RunWriter.resume(run, this.#table);
    });
    if (!found.ok || found.value === null) return null;
    this.#writers.set(id, found.value);
    return found.value;
  }

  #arm(): void {
    if (this.#disposed) return;
    this.#timer ??= this.#options.clock.after(writeMilliseconds, () => this.flush());
  }

  /** What is read has to have a row to be read beside. */
  #insertBegun(): void {
    if ([...this.#writers.values()].some(({ number }) => number === null)) this.flush();
  }

  /** Moves the log into the file, which syncs both: `synchronous = NORMAL` does not sync the log by itself. */
  #sync(): void {
    const now = this.#options.clock.now();
    if (Math.abs(now - this.#syncedAt) < syncMilliseconds) return;
    this.#options.database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    this.#syncedAt = now;
  }

  #pragma(name: 'page_count' | 'page_size' | 'freelist_count'): number {
    return Number(this.#options.database.prepare(`PRAGMA ${name}`).get()?.[name]);
  }

  #readRun<T>(id: RunId, read: (run: StoredRun) => T): Result<T> {
    const answer = this.#read(() => {
      this.#insertBegun();
      const run = this.#table.find(id);
      return run === null ? null : { value: read(run) };
    });
    if (!answer.ok) return answer;
    return answer.value === null ? fail(noSuchRun) : succeed(answer.value.value);
  }

  #factsOf({ number, summary }: StoredRun): UnfinishedRun & { readonly unreadable: number } {
    const writer = this.#writers.get(summary.id);
    const { facts, unreadable } = this.#table.facts(number);
    return {
      summary: writer?.summary ?? summary,
      facts: [...facts, ...(writer?.unsavedFacts ?? [])],
      unreadable,
    };
  }

  #record(run: StoredRun): RunRecord {
    const { summary, facts, unreadable } = this.#factsOf(run);
    const watched = this.#writers.has(summary.id);
    return assembleRun(summary, facts, unreadable, watched ? 'watched' : 'unwatched');
  }

  #telemetry({ number, summary }: StoredRun, from?: Instant, to?: Instant): RunTelemetry {
    const first = from ?? Number.NEGATIVE_INFINITY;
    const last = to ?? Number.POSITIVE_INFINITY;
    const parts: TelemetryColumns[] = [];
    const damaged: ContactGap[] = [];
    for (const chunk of this.#table.chunks(number, first, last)) {
      if (chunk.columns === null) damaged.push({ from: chunk.firstAt, to: chunk.lastAt });
      else parts.push(chunk.columns);
    }
    parts.push(...inChunks(this.#writers.get(summary.id)?.unsavedSamples ?? []).map(columnsOf));
    return { series: toSeries(parts, first, last), damaged };
  }

  #read<T>(read: () => T): Result<T> {
    if (this.#disposed) return fail(closed);
    try {
      return succeed(read());
    } catch (error) {
      return fail(this.#explain(error));
    }
  }

  #setCondition(failure: Failure | null): void {
    const was = this.#condition.kind;
    this.#condition = failure ? { kind: 'memory-only', failure } : { kind: 'kept' };
    if (this.#condition.kind !== was) this.#conditionChanged.fire(this.#condition);
  }

  #explain(error: unknown): Failure {
    const problem = storageProblem(error);
    if (problem === null) throw error;
    if (problem.kind === 'damaged') this.#options.onDamage();
    return storageFailure(problem, this.#options.file, error, 'run history');
  }
}
