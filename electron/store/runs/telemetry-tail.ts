import { layoutOf, sameLayout, type TelemetrySample } from './telemetry-columns.ts';

/** Samples of a finished chunk: five minutes at 1 Hz. Larger ones pack little better and cost more when one is damaged. */
export const samplesPerChunk = 300;

/** What is to be written, in one transaction: rows to go, and the chunks that take their place. */
export interface TailChange {
  readonly remove: readonly number[];
  readonly add: readonly (readonly TelemetrySample[])[];
}

/**
 * The end of a run's temperatures: what is not yet in a finished chunk. Each write appends what is new as a small piece of its own;
 * when there is enough for a chunk, one row takes the place of its pieces. So a write costs little, and nothing written is
 * written over before its successor is there.
 */
export class TelemetryTail {
  /** Since the last finished chunk. */
  #samples: TelemetrySample[];
  /** Rows that hold the first `#written` of them, in order. */
  #pieces: number[];
  #written: number;

  /** `pieces`: the rows on disk that hold `samples`. */
  constructor(samples: readonly TelemetrySample[] = [], pieces: readonly number[] = []) {
    this.#samples = [...samples];
    this.#pieces = [...pieces];
    this.#written = samples.length;
  }

  /** What is not on disk. */
  get unwritten(): readonly TelemetrySample[] {
    return this.#samples.slice(this.#written);
  }

  add(sample: TelemetrySample): void {
    this.#samples.push(sample);
  }

  /** What is to be written now; null for nothing. `last`: no more samples will come. */
  change(last: boolean): TailChange | null {
    const fresh = this.unwritten;
    if (this.#merges(last)) return { remove: this.#pieces, add: inChunks(this.#samples) };
    return fresh.length === 0 ? null : { remove: [], add: inChunks(fresh) };
  }

  /** The change is on disk; `rows` are those that were added, in order. */
  written(last: boolean, rows: readonly number[]): void {
    const merged = this.#merges(last);
    const chunks = inChunks(merged ? this.#samples : this.unwritten);
    const open = chunks.at(-1) ?? [];
    if (merged) {
      const stays = !last && open.length < samplesPerChunk;
      this.#samples = stays ? [...open] : [];
      this.#pieces = stays ? rows.slice(-1) : [];
    } else this.#pieces.push(...rows);
    this.#written = this.#samples.length;
  }

  #merges(last: boolean): boolean {
    if (last) return this.#pieces.length > 1 || (this.#pieces.length > 0 && this.#isFresh);
    return this.#samples.length >= samplesPerChunk || inChunks(this.#samples).length > 1;
  }

  get #isFresh(): boolean {
    return this.#written < this.#samples.length;
  }
}

/** Parts of one layout and at most one chunk's length, in order. */
export function inChunks(
  samples: readonly TelemetrySample[],
): readonly (readonly TelemetrySample[])[] {
  const chunks: TelemetrySample[][] = [];
  let open: TelemetrySample[] = [];
  for (const sample of samples) {
    const [first] = open;
    const fits =
      first !== undefined &&
      open.length < samplesPerChunk &&
      sameLayout(layoutOf(first), layoutOf(sample));
    if (fits) open.push(sample);
    else chunks.push((open = [sample]));
  }
  return chunks;
}
