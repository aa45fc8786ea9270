import type { ConsoleLine } from '../../../../shared/console.ts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LineLog } from '../../../stores/line-log.ts';
import type { TranscriptRows } from '../transcript-rows.ts';
import type { GoodPattern, MatchAnswer, Matcher } from './matcher.ts';
import { noQuery, patternOf, type Ranges, type SearchQuery } from './pattern.ts';

/** How a search stands. */
export interface SearchState {
  readonly query: SearchQuery;
  readonly progress:
    | { readonly kind: 'off' }
    | { readonly kind: 'wrong'; readonly problem: string }
    | { readonly kind: 'searching' }
    | { readonly kind: 'done' }
    /** The expression needs too long; what was found before stays. */
    | { readonly kind: 'too-slow' };
  /** Lines that match, so far. */
  readonly count: number;
  /** Which of them is shown, from 0; null before the first was visited. */
  readonly current: number | null;
}

interface Hit {
  readonly sequence: number;
  readonly ranges: Ranges;
}

/** Lines to be searched together, and how far that reaches. */
interface Batch {
  readonly lines: readonly ConsoleLine[];
  readonly end: number;
  readonly by: 1 | -1;
}

const batchLines = 2_000;
const off: SearchState = { query: noQuery, progress: { kind: 'off' }, count: 0, current: null };

/** Finds the lines that match, batch by batch, and goes from one to the next. */
export class TranscriptSearch {
  readonly state: StoreApi<SearchState> = createStore<SearchState>()(() => off);
  readonly #matcher: Matcher;
  #pattern: GoodPattern | null = null;
  #hits: Hit[] = [];
  readonly #rangesOf = new Map<number, Ranges>();
  #log: LineLog | null = null;
  #rows: TranscriptRows | null = null;
  /** The stretch of lines that was searched; nothing yet while `from` is null. */
  #from: number | null = null;
  #to = 0;
  /** Counts searches, so that a batch of one that was overtaken is dropped. */
  #number = 0;
  #running = false;
  /** The line of a match that is to be the current one as soon as it is found. */
  #wanted: number | null = null;

  constructor(matcher: Matcher) {
    this.#matcher = matcher;
  }

  setQuery(query: SearchQuery): void {
    const pattern = query.text === '' ? null : patternOf(query);
    this.#pattern = pattern?.ok === true ? pattern : null;
    this.#restart();
    this.state.setState({
      query,
      count: 0,
      current: null,
      progress:
        pattern === null
          ? { kind: 'off' }
          : pattern.ok
            ? { kind: 'searching' }
            : { kind: 'wrong', problem: pattern.problem },
    });
    void this.#run();
  }

  /** Follows a transcript as drawn by a filter: what comes at either end is searched too, another filter starts anew. */
  follow(log: LineLog, rows: TranscriptRows): void {
    if (this.#log !== log || this.#rows !== rows) {
      const { current } = this.state.getState();
      const shown = current === null ? null : (this.#hits[current]?.sequence ?? null);
      this.#log = log;
      this.#rows = rows;
      this.#restart();
      // The match that is shown stays the current one once it is found again.
      this.#wanted = shown;
      if (this.#pattern !== null)
        this.state.setState({ count: 0, current: null, progress: { kind: 'searching' } });
    }
    void this.#run();
  }

  rangesOf(sequence: number): Ranges | null {
    return this.#rangesOf.get(sequence) ?? null;
  }

  /** Goes to the next match, or the one before; around the ends. `near` is where to begin: the line being read. */
  step(direction: 'next' | 'previous', near: number): number | null {
    const { current } = this.state.getState();
    const count = this.#hits.length;
    if (count === 0) return null;
    const by = direction === 'next' ? 1 : -1;
    const next = current === null ? this.#nearest(near, direction) : (current + by + count) % count;
    this.state.setState({ current: next });
    return this.#hits[next]?.sequence ?? null;
  }

  #nearest(near: number, direction: 'next' | 'previous'): number {
    const after = this.#hits.findIndex(({ sequence }) => sequence >= near);
    if (direction === 'next') return after === -1 ? 0 : after;
    return after <= 0 ? this.#hits.length - 1 : after - 1;
  }

  dispose(): void {
    this.#number += 1;
    this.#matcher.dispose();
  }

  #restart(): void {
    this.#number += 1;
    this.#hits = [];
    this.#rangesOf.clear();
    this.#from = null;
    this.#to = 0;
    this.#running = false;
    this.#wanted = null;
    this.#matcher.cancel();
  }

  async #run(): Promise<void> {
    const number = this.#number;
    const pattern = this.#pattern;
    if (this.#running || pattern === null) return;
    if (this.state.getState().progress.kind === 'too-slow') return;
    this.#running = true;
    for (let batch = this.#nextBatch(); batch !== null; batch = this.#nextBatch()) {
      const { lines } = batch;
      const texts = lines.map(({ text }) => text);
      const answer = texts.length === 0 ? [] : await this.#matcher.match(pattern, texts);
      if (number !== this.#number) return;
      if (answer === null) {
        this.#running = false;
        this.state.setState({ progress: { kind: 'too-slow' } });
        return;
      }
      this.#take(batch, answer);
    }
    this.#running = false;
    if (this.state.getState().progress.kind !== 'done')
      this.state.setState({ progress: { kind: 'done' } });
  }

  /** The next lines to search: the new ones first, then older ones that were put in front. Null if there are none. */
  #nextBatch(): Batch | null {
    const log = this.#log;
    if (log === null || log.last < log.first) return null;
    this.#from ??= log.last + 1;
    this.#to = Math.max(this.#to, this.#from - 1);
    if (this.#to < log.last) return this.#batch(log, Math.max(this.#to + 1, log.first), 1);
    return this.#from > log.first ? this.#batch(log, this.#from - 1, -1) : null;
  }

  #batch(log: LineLog, start: number, by: 1 | -1): Batch {
    const lines: ConsoleLine[] = [];
    let at = start;
    for (; at >= log.first && at <= log.last; at += by) {
      if (lines.length === batchLines) break;
      const line = log.at(at);
      if (line !== undefined && this.#rows?.shows(line) === true) lines.push(line);
    }
    return { lines, end: at - by, by };
  }

  #take({ lines, end, by }: Batch, answer: MatchAnswer): void {
    const found: Hit[] = [];
    for (const [index, ranges] of answer.entries()) {
      const line = lines[index];
      if (line === undefined || ranges === null) continue;
      found.push({ sequence: line.sequence, ranges });
      this.#rangesOf.set(line.sequence, ranges);
    }
    let { current } = this.state.getState();
    if (by === 1) {
      this.#to = end;
      this.#hits.push(...found);
    } else {
      this.#from = end;
      this.#hits = [...found.toReversed(), ...this.#hits];
      if (current !== null) current += found.length;
    }
    if (found.some(({ sequence }) => sequence === this.#wanted)) {
      current = this.#hits.findIndex(({ sequence }) => sequence === this.#wanted);
      this.#wanted = null;
    }
    this.state.setState({ count: this.#hits.length, current });
  }
}
