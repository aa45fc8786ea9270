/** The bytes end before the value does, or no such value was written; never leaves this folder. */
export class ShortBytesError extends Error {
  constructor(what: string) {
    super(`The packed bytes hold no ${what} here`);
    this.name = 'ShortBytesError';
  }
}

/** No number takes more: 2⁵³ in groups of seven bits. */
const longestVarint = 8;

/** Writes whole numbers, small ones in one byte: seven bits a byte, lowest first; the highest bit says that more follow. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** `value` from 0 to 2⁵³ − 1. */
  varint(value: number): void {
    if (this.#length + longestVarint > this.#bytes.length) this.#grow();
    let rest = value;
    // Arithmetic rather than shifts: times do not fit into 32 bits.
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Zig-zag: small numbers of either sign are small. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Reads what `ByteWriter` wrote. Throws `ShortBytesError` where that is not what the bytes are. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  varint(): number {
    const only = this.#bytes[this.#at];
    // Most numbers take one byte.
    if (only !== undefined && only < 128) {
      this.#at++;
      return only;
    }
    let value = 0;
    let scale = 1;
    for (let count = 0; count < longestVarint; count++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw new ShortBytesError('number');
  }

  /** A varint that counts something of which there can be at most `most`. */
  count(most: number): number {
    const value = this.varint();
    if (value > most) throw new ShortBytesError(`count up to ${most}`);
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
