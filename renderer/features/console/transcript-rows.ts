import type { ConsoleLine } from '../../../shared/console.ts';
import { groupOf, type LineGroup, lineGroups, type LineLog } from '../../stores/line-log.ts';

/** Which lines are drawn, and how. */
export interface LineFilter {
  readonly groups: ReadonlySet<LineGroup>;
  /** Shows QuantDeck's own commands and their replies too. */
  readonly own: boolean;
  readonly hiddenTopics: ReadonlySet<string>;
  /** Draws a stretch of once-a-second messages as one row. */
  readonly fold: boolean;
  /** Lines up to this number were cleared from view. */
  readonly clearedUpTo: number;
}

export const initialFilter: LineFilter = {
  groups: new Set(lineGroups),
  own: false,
  hiddenTopics: new Set(),
  fold: true,
  clearedUpTo: 0,
};

/** Topics a machine publishes every second (instrument protocol, section 7). */
const everySecond: ReadonlySet<string> = new Set(['Temperature', 'LEDStatus', 'Time']);

/** A stretch of once-a-second messages. */
export interface Repeats {
  readonly first: number;
  readonly last: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** One row of the transcript: a line, or a stretch of repeats with its latest line. */
export interface TranscriptRow {
  readonly line: ConsoleLine;
  readonly repeats: Repeats | null;
}

interface OpenRepeats {
  first: number;
  last: number;
  counts: Map<string, number>;
}

/**
 * The rows that a filter makes of a transcript, kept up line by line. A row's key is the number of its line, or minus the
 * number of the first line of a stretch of repeats: it stays while rows come and go around it.
 */
export class TranscriptRows {
  readonly #log: LineLog;
  readonly #filter: LineFilter;
  #keys: number[] = [];
  /** Keys in front that are no longer counted, removed together once there are many. */
  #gone = 0;
  /** The stretch of lines that was taken in; nothing yet while `from` is null. */
  #from: number | null = null;
  #to = 0;
  readonly #repeats = new Map<number, OpenRepeats>();
  #folding: OpenRepeats | null = null;

  constructor(log: LineLog, filter: LineFilter) {
    this.#log = log;
    this.#filter = filter;
  }

  get length(): number {
    return this.#keys.length - this.#gone;
  }

  keyAt(index: number): number {
    return this.#keys[this.#gone + index] ?? 0;
  }

  rowAt(index: number): TranscriptRow | null {
    const key = this.keyAt(index);
    const repeats = key < 0 ? (this.#repeats.get(-key) ?? null) : null;
    const line = this.#log.at(repeats === null ? key : repeats.last);
    return line === undefined ? null : { line, repeats };
  }

  /** The place of the row that shows a line, or of the next one after it; `length` if there is none. */
  indexOf(sequence: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#lastOf(this.keyAt(middle)) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #lastOf(key: number): number {
    return key >= 0 ? key : (this.#repeats.get(-key)?.last ?? -key);
  }

  /** Whether the filter lets a line through. */
  shows(line: ConsoleLine): boolean {
    const { groups, own, hiddenTopics, clearedUpTo } = this.#filter;
    if (line.sequence <= clearedUpTo) return false;
    const group = groupOf(line);
    if (group === null) return true;
    if (!own && line.origin === 'panel') return false;
    return groups.has(group) && (line.topic === null || !hiddenTopics.has(line.topic));
  }

  /** Takes in what came to the transcript since, at either end, and lets go of what left it. */
  catchUp(): void {
    const { first, last } = this.#log;
    if (last < first) return;
    if (this.#from === null) {
      this.#from = first;
      this.#to = first - 1;
    }
    if (first < this.#from) {
      const older: number[] = [];
      this.#addAll(first, this.#from - 1, older, null);
      this.#keys = [...older, ...this.#keys.slice(this.#gone)];
      this.#gone = 0;
    }
    this.#folding = this.#addAll(Math.max(this.#to + 1, first), last, this.#keys, this.#folding);
    this.#from = first;
    this.#to = last;
    this.#forgetOld();
  }

  /** Adds the keys of a stretch of lines; answers the repeats that the next line may belong to. */
  #addAll(
    from: number,
    to: number,
    keys: number[],
    before: OpenRepeats | null,
  ): OpenRepeats | null {
    let folding = before;
    for (let sequence = from; sequence <= to; sequence += 1) {
      const line = this.#log.at(sequence);
      if (line !== undefined && this.shows(line)) folding = this.#add(line, keys, folding);
    }
    return folding;
  }

  #add(line: ConsoleLine, keys: number[], folding: OpenRepeats | null): OpenRepeats | null {
    const topic = this.#filter.fold ? line.topic : null;
    if (topic === null || !everySecond.has(topic)) {
      keys.push(line.sequence);
      return null;
    }
    if (folding === null) {
      keys.push(line.sequence);
      return { first: line.sequence, last: line.sequence, counts: new Map([[topic, 1]]) };
    }
    // The second one makes a stretch of what was a line.
    if (folding.first === folding.last) {
      this.#repeats.set(folding.first, folding);
      keys[keys.length - 1] = -folding.first;
    }
    folding.last = line.sequence;
    folding.counts.set(topic, (folding.counts.get(topic) ?? 0) + 1);
    return folding;
  }

  #forgetOld(): void {
    while (this.length > 0 && this.#lastOf(this.keyAt(0)) < this.#log.first) {
      const key = this.keyAt(0);
      if (key < 0) this.#repeats.delete(-key);
      this.#gone += 1;
    }
    if (this.#gone > 10_000) {
      this.#keys.splice(0, this.#gone);
      this.#gone = 0;
    }
  }
}

/** The topics of repeats with how often each came: `Temperature × 58, LEDStatus × 58`. */
export function repeatWords(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([topic, count]) => `${topic} × ${count}`).join(', ');
}
