import { assertNever } from '../../shared/assert-never.ts';
import { FramingError } from './framing-error.ts';

const lineFeed = 0x0a;
const lessThan = 0x3c;
const greaterThan = 0x3e;
const slash = 0x2f;

/** Longer names are plain text, so that `<aaaa…` holds back neither memory nor time. Bytes. */
export const maxTagNameBytes = 256;

/** XML elements with attributes that are remembered as open. */
const maxLooseTags = 128;

/** What one byte meant: 'line-end' is a newline outside every tag, 'closed' the end of the outermost tag. */
export type TagEvent = 'nothing' | 'line-end' | 'closed';

type State = 'text' | 'opened' | 'open-name' | 'closing' | 'close-name' | 'attributes';

interface OpenTag {
  readonly name: string;
  readonly at: number;
  /** True for a protocol tag (`<name>`), false for an XML start tag with attributes inside a body. */
  readonly strict: boolean;
}

/**
 * Follows tags through a stream, one byte at a time, in constant memory (but for the names of the open tags).
 *
 * Only `<name>` and `</name>` are tags; any other `<` is plain text. Bodies may hold XML documents, whose
 * start tags carry attributes (`<well id="1">`) while their end tags look like protocol tags (`</well>`).
 * So inside a body a start tag with attributes is remembered as *loose*: a close tag may match it, but it
 * never keeps the body from ending, because text such as `a <b c> d` looks just like one. XML comments and
 * CDATA sections are not understood: a lone tag inside one is a framing error, as the protocol has it.
 * Source: instrument protocol, section 2.
 */
export class TagScanner {
  readonly #maxDepth: number;
  #state: State = 'text';
  readonly #name = new Uint8Array(maxTagNameBytes);
  #nameLength = 0;
  #tagAt = 0;
  #attributeQuote = 0;
  #previousByte = 0;
  #open: OpenTag[] = [];
  #depth = 0;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  /** Protocol tags open now. */
  get depth(): number {
    return this.#depth;
  }

  /** True when only `<` can change anything, so that a caller may skip to the next one. */
  get skippable(): boolean {
    return this.#depth > 0 && this.#state === 'text';
  }

  /**
   * Takes the next byte; `offset` is its place in the stream, for error texts.
   * Throws {@link FramingError} for a close tag that matches nothing, or tags nested too deep.
   */
  take(byte: number, offset: number): TagEvent {
    switch (this.#state) {
      case 'text':
        return this.#text(byte, offset);
      case 'opened':
        if (byte === slash) {
          this.#state = 'closing';
          return 'nothing';
        }
        if (!isNameStart(byte)) return this.#text(byte, offset);
        this.#state = 'open-name';
        this.#append(byte);
        return 'nothing';
      case 'open-name':
        if (isNameByte(byte)) return this.#appendOrGiveUp(byte);
        if (byte === greaterThan) return this.#openTag();
        if (this.#depth > 0 && isSpace(byte)) {
          this.#state = 'attributes';
          this.#attributeQuote = 0;
          this.#previousByte = byte;
          return 'nothing';
        }
        return this.#text(byte, offset);
      case 'closing':
        if (!isNameStart(byte)) return this.#text(byte, offset);
        this.#state = 'close-name';
        this.#append(byte);
        return 'nothing';
      case 'close-name':
        if (isNameByte(byte)) return this.#appendOrGiveUp(byte);
        if (byte === greaterThan) return this.#closeTag();
        return this.#text(byte, offset);
      case 'attributes':
        return this.#attribute(byte, offset);
      default:
        return assertNever(this.#state);
    }
  }

  #text(byte: number, offset: number): TagEvent {
    this.#state = 'text';
    if (byte === lessThan) {
      this.#state = 'opened';
      this.#nameLength = 0;
      this.#tagAt = offset;
      return 'nothing';
    }
    return byte === lineFeed && this.#depth === 0 ? 'line-end' : 'nothing';
  }

  #attribute(byte: number, offset: number): TagEvent {
    // XML allows no `<` inside a start tag, quoted or not: seeing one proves that this was plain text.
    if (byte === lessThan) return this.#text(byte, offset);
    if (this.#attributeQuote !== 0) {
      if (byte === this.#attributeQuote) this.#attributeQuote = 0;
    } else if (byte === 0x22 || byte === 0x27) {
      this.#attributeQuote = byte;
    } else if (byte === greaterThan) {
      this.#state = 'text';
      if (this.#previousByte !== slash) this.#openLoose();
    }
    this.#previousByte = byte;
    return 'nothing';
  }

  #append(byte: number): void {
    this.#name[this.#nameLength++] = byte;
  }

  #appendOrGiveUp(byte: number): TagEvent {
    if (this.#nameLength === maxTagNameBytes) this.#state = 'text';
    else this.#append(byte);
    return 'nothing';
  }

  #takeName(): string {
    return Buffer.from(this.#name.buffer, 0, this.#nameLength).toString('latin1');
  }

  #openTag(): TagEvent {
    this.#state = 'text';
    const name = this.#takeName();
    if (this.#depth === this.#maxDepth) {
      throw new FramingError(
        'tags-too-deep',
        this.#tagAt,
        `<${name}> is nested deeper than ${this.#maxDepth} tags`,
      );
    }
    this.#open.push({ name, at: this.#tagAt, strict: true });
    this.#depth++;
    return 'nothing';
  }

  #openLoose(): void {
    const name = this.#takeName();
    // Such text in a help page must not take the close tag of the body itself: the message would never end.
    if (name === this.#open[0]?.name) return;
    // Text may hold any number that are never closed: the oldest of very many is forgotten.
    if (this.#open.length - this.#depth === maxLooseTags) {
      this.#open.splice(
        this.#open.findIndex(({ strict }) => !strict),
        1,
      );
    }
    this.#open.push({ name, at: this.#tagAt, strict: false });
  }

  #closeTag(): TagEvent {
    this.#state = 'text';
    const name = this.#takeName();
    let index = this.#open.length - 1;
    while (index >= 0 && this.#open[index]?.strict === false && this.#open[index]?.name !== name) {
      index--;
    }
    const match = this.#open[index];
    if (match === undefined) {
      throw new FramingError('close-without-open', this.#tagAt, `</${name}> closes nothing`);
    }
    if (match.name !== name) {
      throw new FramingError(
        'mismatched-close',
        this.#tagAt,
        `</${name}> does not close <${match.name}>, opened at byte ${match.at}`,
      );
    }
    this.#open.length = index;
    if (!match.strict) return 'nothing';
    this.#depth--;
    return this.#depth === 0 ? 'closed' : 'nothing';
  }
}

function isNameStart(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f;
}

function isNameByte(byte: number): boolean {
  return isNameStart(byte) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte === 0x2d;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
