import type { DatabaseSync } from 'node:sqlite';
import type { ActionState, SeenLater } from '../../shared/action.ts';
import { type Failure, fail, type Result, succeed } from '../../shared/failure.ts';
import {
  type EvidenceLine,
  isLedgerEntry,
  type JournalCondition,
  type JournalEntry,
  type JournalEvent,
  type JournalExportFormat,
  type JournalFilter,
  type JournalPage,
  type JournalSelection,
  type LedgerEntry,
  type LedgerIntent,
} from '../../shared/journal.ts';
import type { ActionId, Instant, MachineId } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { EntryTable, type StoredRow } from './entry-table.ts';
import { csvChunks, jsonChunks } from './journal-export.ts';
import { readEntry, toRow } from './journal-row.ts';
import { type Found, search } from './journal-search.ts';
import { advance, begin, interrupt, markSending, withEvidence } from './ledger.ts';
import { storageFailure, storageProblem } from './storage-problem.ts';

export interface JournalOptions {
  /** At the newest version; owned by the caller. */
  readonly database: DatabaseSync;
  /** Where the database is, for words. */
  readonly file: string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Why nothing recorded here will survive, if that is settled already; null if `database` is the file. */
  readonly lasting: Failure | null;
}

interface Held {
  readonly number: number;
  readonly entry: LedgerEntry;
}

const closed: Failure = {
  kind: 'storage',
  message: 'QuantDeck is closing, so the journal is closed.',
  remedy: 'Start QuantDeck again.',
  detail: '',
};

/** Rows that an export reads at a time. */
const exportRows = 500;

/**
 * What this workstation did and what came of it: the outcome ledger of everything sent to a machine, and events beside it.
 *
 * What is passed in is kept and exported as it is: **the caller masks secrets in commands, evidence and texts first**.
 * Writing blocks until the disk has it. A write that fails does not throw: the entry is kept in memory, seen by every query, and
 * saved with the next write that succeeds; {@link Journal.onCondition} tells when that begins and ends.
 */
export class Journal implements Disposable {
  readonly #options: JournalOptions;
  readonly #table: EntryTable;
  readonly #conditionChanged = new Emitter<JournalCondition>();
  /** What has not ended yet, so that a disk that cannot be read does not lose its progress. */
  readonly #inFlight = new Map<ActionId, Held>();
  /** Machines of which no outcome is left open that nothing was seen after. */
  readonly #explained = new Set<MachineId>();
  #condition: JournalCondition;
  #disposed = false;

  /** What the last time left open, as this start concluded it, oldest first. */
  readonly interrupted: readonly LedgerEntry[];

  /** Fires when recording stops or starts to survive a restart, once each time. */
  readonly onCondition = this.#conditionChanged.event;

  /** Concludes what the last time left open: such entries become `unknown`, or `not-sent` where that is proven. */
  constructor(options: JournalOptions) {
    this.#options = options;
    this.#condition = options.lasting
      ? { kind: 'memory-only', failure: options.lasting }
      : { kind: 'kept' };
    this.#table = new EntryTable(options.database);
    const foundAt = options.clock.now();
    const open = this.#table.inProgress().flatMap((row) => {
      const entry = readEntry(row);
      return entry && isLedgerEntry(entry)
        ? [{ number: row.number, entry: interrupt(entry, foundAt) }]
        : [];
    });
    this.interrupted = open.map(({ entry }) => entry);
    if (open.length > 0) this.#write(open);
  }

  /** Whether what is recorded now survives a restart. */
  get condition(): JournalCondition {
    return this.#condition;
  }

  /**
   * Records what is about to be done. Only when this succeeded is it on disk, whatever happens next; nothing may be sent before.
   * On failure it is kept in memory all the same, and the caller decides whether to go on without a lasting record.
   * Throws if the id was used before.
   */
  intend(intent: LedgerIntent): Result<null> {
    const known = this.#read(() => this.#table.find(intent.id));
    // Writing over what another action came to would falsify the ledger.
    if (known.ok && known.value)
      throw new Error(`The journal has an intent for ${intent.id} already`);
    const held = { number: this.#table.nextNumber(), entry: begin(intent) };
    const result = this.#put(held);
    // Whoever goes on regardless sends without a mark on disk. Should the entry be saved later, it must not say
    // that a missing mark proves anything.
    if (!result.ok) this.#put({ ...held, entry: { ...held.entry, marksSending: false } });
    return result;
  }

  /**
   * Records, on disk, that from now on bytes may leave. Needed before the first byte of an intent with `marksSending`.
   * If this fails after `intend` succeeded, nothing may be sent, because the next start would say that nothing was; what must be
   * sent even when the disk fills up in between is to be intended with `marksSending` false. Throws if the entry has ended.
   */
  aboutToSend(id: ActionId): Result<null> {
    return this.#change(id, (entry) => markSending(entry, this.#options.clock.now()));
  }

  /** Records a state; `at` is when it was entered. After a final state nothing changes any more. */
  progress(id: ActionId, state: ActionState, at: Instant): void {
    this.#change(id, (entry) => advance(entry, state, at));
  }

  /** Adds frames in wire order, secrets masked by the caller. One write for all of them. */
  addEvidence(id: ActionId, lines: readonly EvidenceLine[]): void {
    if (lines.length > 0) this.#change(id, (entry) => withEvidence(entry, lines));
  }

  /** Puts what the machine says now beside an outcome that stayed unknown. */
  noteSeenLater(id: ActionId, seenLater: SeenLater): void {
    this.#change(id, (entry) => ({ ...entry, seenLater }));
  }

  recordEvent(event: Omit<JournalEvent, 'id' | 'at'>): void {
    const { clock, newId } = this.#options;
    const entry = { ...event, id: newId(), at: clock.now() };
    this.#write([{ number: this.#table.nextNumber(), entry }]);
  }

  /** What was sent to this machine with an unknown outcome, and nothing was seen since; oldest first. */
  unexplained(machineId: MachineId): Result<readonly LedgerEntry[]> {
    return this.#read(() => {
      const entries = this.#table
        .unexplained(machineId)
        .map(readEntry)
        .filter((entry): entry is LedgerEntry => entry !== null && isLedgerEntry(entry));
      if (entries.length === 0) this.#explained.add(machineId);
      return entries;
    });
  }

  /** False where `unexplained` would find nothing; costs nothing to ask. */
  mayHaveUnexplained(machineId: MachineId): boolean {
    return !this.#explained.has(machineId);
  }

  /** One page of what can be found by its facts, at once. */
  query(filter: Omit<JournalFilter, 'text'>): Result<JournalPage> {
    const { limit, before = null, ...selection } = filter;
    return this.#read(() => {
      const rows = this.#table.newest(selection, { from: 0, before }, limit + 1);
      return this.#page({ rows, total: this.#table.count(selection) }, limit);
    });
  }

  /** One page, also of what holds a text: that takes a while in a long journal, during which everything else goes on. */
  async search(filter: JournalFilter): Promise<Result<JournalPage>> {
    if ((filter.text ?? '').trim() === '') return this.query(filter);
    if (this.#disposed) return fail(closed);
    try {
      const found = await search(this.#table, filter, () => !this.#disposed);
      return found === null ? fail(closed) : this.#read(() => this.#page(found, filter.limit));
    } catch (error) {
      return fail(this.#explain(error));
    }
  }

  /**
   * Everything that matches, oldest first, as chunks of text for a file. Nothing is held open between chunks, so an export
   * may be abandoned; entries recorded meanwhile come at its end. Throws what SQLite throws if the database cannot be read.
   */
  export(selection: JournalSelection, format: JournalExportFormat): Iterable<string> {
    const entries = this.#entries(selection);
    return format === 'csv' ? csvChunks(entries) : jsonChunks(entries);
  }

  /** From here on nothing is recorded or read: what ends later is concluded at the next start. */
  dispose(): void {
    this.#disposed = true;
    this.#conditionChanged.dispose();
  }

  *#entries(selection: JournalSelection): Iterable<readonly JournalEntry[]> {
    for (let from = 0; ; ) {
      // Whatever matches how rarely, one chunk looks at no more than so many rows.
      const last = this.#table.endOfSpan(from, exportRows);
      if (last === null) return;
      yield understood(this.#table.oldest(selection, { from, before: last + 1 }, exportRows));
      from = last + 1;
    }
  }

  #page({ rows, total }: Found, limit: number): JournalPage {
    const shown = rows.slice(0, limit);
    const entries = understood(shown);
    return {
      entries,
      total,
      next: rows.length > limit ? (shown.at(-1)?.number ?? null) : null,
      machines: this.#table
        .machines()
        .map(({ id, name }) => ({ id: id as MachineId, name }))
        .toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)),
      unreadable: shown.length - entries.length,
    };
  }

  #put(held: Held): Result<null> {
    const { entry } = held;
    if (entry.times.endedAt === null) this.#inFlight.set(entry.id, held);
    else this.#inFlight.delete(entry.id);
    if (entry.state.kind === 'unknown') this.#explained.delete(entry.machineId);
    const failure = this.#write([held]);
    return failure ? fail(failure) : succeed(null);
  }

  #change(id: ActionId, change: (entry: LedgerEntry) => LedgerEntry): Result<null> {
    const found = this.#inFlight.get(id);
    const stored = found ? succeed(found) : this.#load(id);
    if (!stored.ok) return stored;
    const { number, entry } = stored.value;
    const changed = change(entry);
    return changed === entry ? succeed(null) : this.#put({ number, entry: changed });
  }

  /** Throws if there is no such entry: its intent was never recorded, which is a mistake of the caller. */
  #load(id: ActionId): Result<Held> {
    const row = this.#read(() => this.#table.find(id));
    if (!row.ok) return row;
    const entry = row.value && readEntry(row.value);
    if (!row.value || !entry || !isLedgerEntry(entry))
      throw new Error(`The journal has no intent for ${id}`);
    return succeed({ number: row.value.number, entry });
  }

  #read<T>(read: () => T): Result<T> {
    if (this.#disposed) return fail(closed);
    try {
      return succeed(read());
    } catch (error) {
      return fail(this.#explain(error));
    }
  }

  /** The reason if the rows are not on disk; they are in memory then. */
  #write(
    held: readonly { readonly number: number; readonly entry: JournalEntry }[],
  ): Failure | null {
    if (this.#disposed) return closed;
    const rows = held.map(({ number, entry }) => toRow(number, entry));
    let failure = this.#options.lasting;
    try {
      this.#table.save(rows);
    } catch (error) {
      failure = this.#explain(error);
      this.#table.keepUnsaved(rows);
    }
    const was = this.#condition.kind;
    this.#condition = failure ? { kind: 'memory-only', failure } : { kind: 'kept' };
    if (this.#condition.kind !== was) this.#conditionChanged.fire(this.#condition);
    return failure;
  }

  #explain(error: unknown): Failure {
    const problem = storageProblem(error);
    if (problem === null) throw error;
    return storageFailure(problem, this.#options.file, error);
  }
}

function understood(rows: readonly StoredRow[]): readonly JournalEntry[] {
  return rows.map(readEntry).filter((entry) => entry !== null);
}
