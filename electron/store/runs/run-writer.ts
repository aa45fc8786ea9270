import type { RunEnd, RunSummary } from '../../../shared/run-history.ts';
import type { Instant } from '../../../shared/units.ts';
import type { RunFact } from './run-fact.ts';
import type { RunTable, StoredRun } from './run-table.ts';
import type { TelemetrySample } from './telemetry-columns.ts';
import { TelemetryTail } from './telemetry-tail.ts';

/** What a transaction wrote of a run, to be taken note of once it is on disk. */
export interface Written {
  readonly number: number;
  readonly facts: number;
  readonly rows: readonly number[] | null;
}

/** A run that is being recorded: what is known of it, and what of that is not on disk yet. */
export class RunWriter {
  /** Null until its row is on disk. */
  #number: number | null;
  #summary: RunSummary;
  #changed: boolean;
  #facts: RunFact[] = [];
  readonly #tail: TelemetryTail;

  private constructor(number: number | null, summary: RunSummary, tail: TelemetryTail) {
    this.#number = number;
    this.#summary = summary;
    this.#changed = number === null;
    this.#tail = tail;
  }

  static begin(summary: RunSummary): RunWriter {
    return new RunWriter(null, summary, new TelemetryTail());
  }

  /** Goes on with a run that is on disk. */
  static resume({ number, summary }: StoredRun, table: RunTable): RunWriter {
    return new RunWriter(number, summary, table.tail(number));
  }

  get number(): number | null {
    return this.#number;
  }

  get summary(): RunSummary {
    return this.#summary;
  }

  get unsavedFacts(): readonly RunFact[] {
    return this.#facts;
  }

  get unsavedSamples(): readonly TelemetrySample[] {
    return this.#tail.unwritten;
  }

  /** Whether anything is not on disk. */
  get dirty(): boolean {
    return this.#changed || this.#facts.length > 0 || this.#tail.unwritten.length > 0;
  }

  add(fact: RunFact): void {
    this.#facts.push(fact);
    if (fact.kind === 'protocol') this.#change({ protocolName: fact.protocol.name });
  }

  sample(sample: TelemetrySample): void {
    this.#tail.add(sample);
  }

  observed(at: Instant): void {
    if (at > this.#summary.observedTo) this.#change({ observedTo: at });
  }

  started(startedAt: Instant): void {
    if (this.#summary.startedAt !== startedAt) this.#change({ startedAt });
  }

  annotate(note: string): void {
    this.#change({ note });
  }

  end(end: RunEnd): void {
    this.#change({ end });
  }

  /** Writes what is not on disk, in the caller's transaction. */
  write(table: RunTable): Written {
    const number = this.#number ?? table.insert(this.#summary);
    if (this.#number !== null && this.#changed) table.update({ number, summary: this.#summary });
    table.addFacts(number, this.#facts);
    const change = this.#tail.change(this.#isLast);
    if (change === null) return { number, facts: this.#facts.length, rows: null };
    table.removeChunks(change.remove);
    const rows = change.add.map((samples) => table.addChunk(number, samples));
    return { number, facts: this.#facts.length, rows };
  }

  /** The transaction is on disk. */
  written({ number, facts, rows }: Written): void {
    this.#number = number;
    this.#changed = false;
    this.#facts = this.#facts.slice(facts);
    if (rows !== null) this.#tail.written(this.#isLast, rows);
  }

  get #isLast(): boolean {
    return this.#summary.end !== null;
  }

  #change(change: Partial<RunSummary>): void {
    this.#summary = { ...this.#summary, ...change };
    this.#changed = true;
  }
}
