import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LineLog } from '../../../stores/line-log.ts';
import type { TranscriptRows } from '../transcript-rows.ts';
import type { GoodPattern, Matcher } from './matcher.ts';
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
  #prepended = 0;
  #searched = 0;
  /** Counts searches, so that a batch of one that was overtaken is dropped. */
  #number = 0;
  #running = false;

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

  /** Follows a transcript as drawn by a filter: new lines are searched too, another filter starts anew. */
  follow(log: LineLog, rows: TranscriptRows): void {
    if (this.#log !== log || this.#rows !== rows || this.#prepended !== log.prepended) {
      const { current } = this.state.getState();
      const at = current === null ? null : this.#hits[current]?.sequence;
      this.#log = log;
      this.#rows = rows;
      this.#restart();
      this.#prepended = log.prepended;
      if (this.#pattern !== null)
        this.state.setState({
          count: 0,
          current: null,
          progress: { kind: 'searching' },
        });
      this.#wanted = at ?? null;
    }
    void this.#run();
  }

  /** The line that was current before a new start, made current again when it is found. */
  #wanted: number | null = null;

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
    this.#searched = 0;
    this.#running = false;
    this.#wanted = null;
    this.#matcher.cancel();
  }

  async #run(): Promise<void> {
    const number = this.#number;
    const pattern = this.#pattern;
    const log = this.#log;
    const rows = this.#rows;
    if (this.#running || pattern === null || log === null || rows === null) return;
    if (this.state.getState().progress.kind === 'too-slow') return;
    this.#running = true;
    while (this.#searched < log.last) {
      const sequences: number[] = [];
      const texts: string[] = [];
      let at = Math.max(this.#searched + 1, log.first);
      for (; at <= log.last && texts.length < batchLines; at += 1) {
        const line = log.at(at);
        if (line === undefined || !rows.shows(line)) continue;
        sequences.push(line.sequence);
        texts.push(line.text);
      }
      const answer = texts.length === 0 ? [] : await this.#matcher.match(pattern, texts);
      if (number !== this.#number) return;
      if (answer === null) {
        this.#running = false;
        this.state.setState({ progress: { kind: 'too-slow' } });
        return;
      }
      this.#searched = at - 1;
      for (const [index, ranges] of answer.entries()) this.#found(sequences[index], ranges);
      this.state.setState({ count: this.#hits.length });
    }
    this.#running = false;
    if (this.state.getState().progress.kind !== 'done')
      this.state.setState({ progress: { kind: 'done' } });
  }

  #found(sequence: number | undefined, ranges: Ranges | null): void {
    if (sequence === undefined || ranges === null) return;
    this.#hits.push({ sequence, ranges });
    this.#rangesOf.set(sequence, ranges);
    if (sequence !== this.#wanted) return;
    this.#wanted = null;
    this.state.setState({ current: this.#hits.length - 1 });
  }
}
