import type { ConsoleLineKind, consoleOrigins } from '../../../shared/console.ts';
import { consoleLineKinds, consoleOrigins as origins } from '../../../shared/console.ts';
import type { Instant, SessionId } from '../../../shared/units.ts';

/** One line as it is kept: its bytes with every secret masked, and what is known beside them. */
export interface StoredLine {
  readonly sequence: number;
  readonly at: Instant;
  readonly kind: ConsoleLineKind;
  readonly origin: (typeof consoleOrigins)[number];
  readonly session: SessionId | null;
  readonly ident: number | null;
  /** Size on the wire, where masking changed it. */
  readonly wireBytes: number;
  readonly durationMilliseconds: number | null;
  /** With its line end; a view that must not be changed. */
  readonly bytes: Uint8Array;
}

/** Lines in one block: what is dropped at a time, and looked through to find one. */
const blockLines = 1_024;
/** A block with more bytes than this takes no further line. */
const fullBytes = 1 << 20;
/** What a line costs beside its bytes: one entry in each column. */
const columnBytes = 40;

const none = -1;

/**
 * Some consecutive lines, in columns: hundreds of thousands of objects would cost the garbage collector more than the
 * machines cost the network.
 */
class Block {
  readonly first: number;
  readonly #session: (SessionId | null)[] = [];
  readonly #at = new Float64Array(blockLines);
  readonly #ident = new Float64Array(blockLines);
  readonly #duration = new Float64Array(blockLines);
  readonly #wireBytes = new Uint32Array(blockLines);
  readonly #end = new Uint32Array(blockLines);
  readonly #kind = new Uint8Array(blockLines);
  readonly #origin = new Uint8Array(blockLines);
  #bytes = new Uint8Array(16 * 1_024);
  count = 0;

  constructor(first: number) {
    this.first = first;
  }

  get isFull(): boolean {
    return this.count === blockLines || this.#used > fullBytes;
  }

  /** Memory held, in bytes. */
  get size(): number {
    return this.#bytes.length + this.count * columnBytes;
  }

  get #used(): number {
    return this.count === 0 ? 0 : (this.#end[this.count - 1] as number);
  }

  add(line: Omit<StoredLine, 'sequence'>): void {
    const start = this.#used;
    this.#reserve(start + line.bytes.length);
    this.#bytes.set(line.bytes, start);
    const index = this.count;
    this.#at[index] = line.at;
    this.#ident[index] = line.ident ?? none;
    this.#duration[index] = line.durationMilliseconds ?? none;
    this.#wireBytes[index] = line.wireBytes;
    this.#end[index] = start + line.bytes.length;
    this.#kind[index] = consoleLineKinds.indexOf(line.kind);
    this.#origin[index] = origins.indexOf(line.origin);
    this.#session[index] = line.session;
    this.count++;
  }

  /** Gives back what was reserved and not used. */
  seal(): void {
    this.#bytes = this.#bytes.slice(0, this.#used);
  }

  kind(sequence: number): ConsoleLineKind {
    return consoleLineKinds[this.#kind[sequence - this.first] as number] ?? 'unrecognised';
  }

  origin(sequence: number): StoredLine['origin'] {
    return origins[this.#origin[sequence - this.first] as number] ?? 'machine';
  }

  get(sequence: number): StoredLine {
    const index = sequence - this.first;
    const start = index === 0 ? 0 : (this.#end[index - 1] as number);
    const ident = this.#ident[index] as number;
    const duration = this.#duration[index] as number;
    return {
      sequence,
      at: this.#at[index] as Instant,
      kind: this.kind(sequence),
      origin: this.origin(sequence),
      session: this.#session[index] ?? null,
      ident: ident === none ? null : ident,
      wireBytes: this.#wireBytes[index] as number,
      durationMilliseconds: duration === none ? null : duration,
      bytes: this.#bytes.subarray(start, this.#end[index]),
    };
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

export interface LineStoreLimits {
  /** Older lines go, a block at a time, once more than this and a block are kept. */
  readonly lines: number;
  /** The same for memory in bytes, asked at each line. The newest block always stays. */
  readonly bytes: () => number;
}

/** The last lines of one machine by sequence number, within limits of number and memory. */
export class LineStore {
  readonly #limits: LineStoreLimits;
  #blocks: Block[] = [];
  /** Memory of all blocks but the newest. */
  #sealedBytes = 0;
  #last = 0;

  constructor(limits: LineStoreLimits) {
    this.#limits = limits;
  }

  /** The oldest line kept; null if there is none. */
  get first(): number | null {
    return this.#blocks[0]?.first ?? null;
  }

  /** The newest line; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  get dropped(): number {
    return (this.first ?? 1) - 1;
  }

  /** Keeps a line, whose bytes are copied, and answers its sequence number. */
  add(line: Omit<StoredLine, 'sequence'>): number {
    let newest = this.#blocks.at(-1);
    if (newest === undefined || newest.isFull) {
      if (newest !== undefined) {
        newest.seal();
        this.#sealedBytes += newest.size;
      }
      newest = new Block(this.#last + 1);
      this.#blocks.push(newest);
    }
    newest.add(line);
    this.#last++;
    this.#makeRoom(newest);
    return this.#last;
  }

  /** Null where the line is not kept any more, or does not exist yet. */
  get(sequence: number): StoredLine | null {
    return this.#blockOf(sequence)?.get(sequence) ?? null;
  }

  /** Whether a line is of these kinds and origins, without reading it: a filter passes over very many. */
  is(
    sequence: number,
    kinds: readonly ConsoleLineKind[] | undefined,
    wanted: readonly StoredLine['origin'][] | undefined,
  ): boolean {
    const block = this.#blockOf(sequence);
    if (block === null) return false;
    return (
      (kinds?.includes(block.kind(sequence)) ?? true) &&
      (wanted?.includes(block.origin(sequence)) ?? true)
    );
  }

  #blockOf(sequence: number): Block | null {
    if (sequence > this.#last) return null;
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const block = this.#blocks[middle] as Block;
      if (sequence < block.first) high = middle - 1;
      else if (sequence >= block.first + block.count) low = middle + 1;
      else return block;
    }
    return null;
  }

  #makeRoom(newest: Block): void {
    for (;;) {
      const oldest = this.#blocks[0];
      if (oldest === undefined || oldest === newest) return;
      const kept = this.#last - oldest.first + 1;
      const crowded =
        kept - oldest.count >= this.#limits.lines ||
        this.#sealedBytes + newest.size > this.#limits.bytes();
      if (!crowded) return;
      this.#sealedBytes -= oldest.size;
      this.#blocks.shift();
    }
  }
}
