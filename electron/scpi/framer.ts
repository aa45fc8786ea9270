import { FramingError } from './framing-error.ts';
import { TagScanner } from './tag-scanner.ts';

export interface FramerLimits {
  /** Bytes in one frame, its line end included. */
  readonly maxFrameBytes: number;
  /** Tags inside tags. */
  readonly maxDepth: number;
}

/** A reply of several megabytes is normal; one of a quarter gigabyte is a fault or an attack. */
export const defaultFramerLimits: FramerLimits = {
  maxFrameBytes: 256 * 1024 * 1024,
  maxDepth: 64,
};

const smallHold = 4096;

/**
 * Cuts a byte stream into frames: everything up to and including a newline outside every tag.
 *
 * The frames put together are exactly the bytes that came in. Each byte is looked at once and moved a
 * bounded number of times however the stream is cut, and a frame owns its bytes. Source: instrument
 * protocol, section 2.
 */
export class Framer {
  readonly #limits: FramerLimits;
  readonly #scanner: TagScanner;
  #held = new Uint8Array(smallHold);
  #heldLength = 0;
  #offset = 0;
  #failure: FramingError | null = null;

  constructor(limits: Partial<FramerLimits> = {}) {
    this.#limits = { ...defaultFramerLimits, ...limits };
    this.#scanner = new TagScanner(this.#limits.maxDepth);
  }

  /** Bytes of the frame that has begun and not ended. */
  get heldBytes(): number {
    return this.#heldLength;
  }

  /** A copy of the first `max` bytes of the frame that has begun and not ended. */
  peek(max: number): Uint8Array {
    return this.#held.slice(0, Math.min(max, this.#heldLength));
  }

  /**
   * Takes the next bytes of the stream and calls `onFrame` for every frame they complete, in order.
   *
   * Throws {@link FramingError} after the frames before the fault were delivered; from then on every
   * push throws the same error and delivers nothing.
   */
  push(chunk: Uint8Array, onFrame: (frame: Uint8Array) => void): void {
    if (this.#failure) throw this.#failure;
    let start = 0;
    try {
      for (let end = this.#nextEnd(chunk, 0); end !== -1; end = this.#nextEnd(chunk, start)) {
        this.#hold(chunk, start, end);
        start = end;
        onFrame(this.#release());
      }
    } catch (error) {
      // The damaged bytes stay readable through `peek`, so that the error can be shown with its evidence.
      if (error instanceof FramingError) this.#fail(error, chunk, start);
      throw error;
    }
    this.#hold(chunk, start, chunk.length);
    this.#offset += chunk.length;
  }

  /** The index after the next newline outside every tag, or -1 when this chunk holds none. */
  #nextEnd(chunk: Uint8Array, from: number): number {
    const scanner = this.#scanner;
    // Looking no further than the largest frame reaches makes the error the same however the stream is cut.
    const limit = from + this.#limits.maxFrameBytes - this.#heldLength;
    const to = Math.min(chunk.length, limit);
    for (let index = from; index < to; index++) {
      if (scanner.skippable) {
        index = chunk.indexOf(0x3c, index);
        if (index === -1 || index >= to) break;
      }
      if (scanner.take(chunk[index] as number, this.#offset + index) === 'line-end') {
        return index + 1;
      }
    }
    if (chunk.length > limit) {
      throw new FramingError(
        'frame-too-large',
        this.#offset + limit,
        `a message is longer than ${this.#limits.maxFrameBytes} bytes`,
      );
    }
    return -1;
  }

  #hold(chunk: Uint8Array, from: number, to: number): void {
    const length = this.#heldLength + to - from;
    if (length > this.#held.length) {
      const grown = new Uint8Array(
        Math.min(Math.max(length, this.#held.length * 2), this.#limits.maxFrameBytes),
      );
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(chunk.subarray(from, to), this.#heldLength);
    this.#heldLength = length;
  }

  #release(): Uint8Array {
    const length = this.#heldLength;
    this.#heldLength = 0;
    if (this.#held.length === smallHold) return this.#held.slice(0, length);
    // A grown buffer is given away instead of copied again, unless most of it would be idle memory.
    const frame =
      length * 2 >= this.#held.length
        ? this.#held.subarray(0, length)
        : this.#held.slice(0, length);
    this.#held = new Uint8Array(smallHold);
    return frame;
  }

  #fail(error: FramingError, chunk: Uint8Array, from: number): void {
    this.#failure = error;
    const room = this.#limits.maxFrameBytes - this.#heldLength;
    this.#hold(chunk, from, Math.min(chunk.length, from + room));
  }
}
