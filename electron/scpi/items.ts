import { isAscii } from 'node:buffer';
import { FramingError } from './framing-error.ts';
import { defaultFramerLimits } from './framer.ts';
import { maxTagNameBytes, TagScanner } from './tag-scanner.ts';
import { closingQuote, type Option, unquote, type Value } from './value.ts';

/** One option or one value in the order of the text; `start` and `end` are byte offsets. */
export type Item =
  | {
      readonly kind: 'option';
      readonly option: Option;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'value'; readonly value: Value; readonly start: number; readonly end: number };

// Only ASCII blanks part words: in a text read byte by byte, `\s` would also match inside UTF-8 characters.
const blanks = /[ \t\r\n]*/y;
const plainRun = /[^ \t\r\n<"',]+/y;
const optionStart = /-([A-Za-z_][A-Za-z0-9_.:-]*)(?:(=)|(?=[ \t\r\n]|$))/y;
const tagStart = new RegExp(`<([A-Za-z_][A-Za-z0-9_.-]{0,${maxTagNameBytes - 1}})>`, 'y');

/**
 * A text for finding structure and its exact bytes for values: one character of `latin1` is one byte, so
 * that a body that is not UTF-8 keeps its place and its content.
 */
export class SourceText {
  readonly bytes: Buffer;
  readonly latin1: string;
  readonly #ascii: boolean;
  /** Tags found to have no end. A framed message has none. */
  unclosedTags = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.latin1 = this.bytes.toString('latin1');
    this.#ascii = isAscii(this.bytes);
  }

  /** The text between two byte offsets; invalid UTF-8 shows as U+FFFD. */
  text(start: number, end: number): string {
    // Slices of one string share its memory, which matters for a reply of many megabytes.
    if (this.#ascii) return this.latin1.slice(start, end);
    return this.bytes.toString('utf8', start, end);
  }
}

export interface ItemRules {
  /** Whether `#` at the start of a word begins a comment to the end of its line: so in commands and protocol text. */
  readonly comments: boolean;
}

/** The next option or value from byte `from` on, or null at the end of the text. */
export function nextItem(source: SourceText, from: number, rules: ItemRules): Item | null {
  const start = skipBlanks(source.latin1, from, rules);
  if (start === source.latin1.length) return null;
  optionStart.lastIndex = start;
  const option = optionStart.exec(source.latin1);
  if (option === null) {
    const end = wordEnd(source, start);
    return { kind: 'value', value: valueOf(source, start, end), start, end };
  }
  const key = option[1] as string;
  const valueStart = start + option[0].length;
  if (option[2] === undefined) {
    return { kind: 'option', option: { key, value: null }, start, end: valueStart };
  }
  const end = wordEnd(source, valueStart);
  const value = valueOf(source, valueStart, end);
  return { kind: 'option', option: { key, value }, start, end };
}

function skipBlanks(text: string, from: number, rules: ItemRules): number {
  let at = from;
  for (;;) {
    blanks.lastIndex = at;
    blanks.exec(text);
    at = blanks.lastIndex;
    if (!rules.comments || text[at] !== '#') return at;
    const lineEnd = text.indexOf('\n', at);
    if (lineEnd === -1) return text.length;
    at = lineEnd;
  }
}

/** Where the word that begins at `start` ends: blanks inside quotes and tags belong to it. */
function wordEnd(source: SourceText, start: number): number {
  const text = source.latin1;
  let at = start;
  while (at < text.length && !isBlank(text[at])) {
    plainRun.lastIndex = at;
    if (plainRun.test(text)) {
      at = plainRun.lastIndex;
      continue;
    }
    if (text[at] === '<') {
      at = tagEnd(source, at) ?? at + 1;
    } else if (text[at] === ',') {
      at++;
    } else {
      // Elsewhere a quote is an ordinary character: apostrophes occur inside words.
      const mayOpen = at === start || text[at - 1] === ',';
      at = (mayOpen ? quoteEnd(text, at) : null) ?? at + 1;
    }
  }
  return at;
}

function quoteEnd(text: string, open: number): number | null {
  const close = closingQuote(text, open);
  if (close === -1) return null;
  const next = text[close + 1];
  return next === undefined || next === ',' || isBlank(next) ? close + 1 : null;
}

// In text that nobody has framed, looking for the end of every `<a>` of very many would take for ever.
const maxUnclosedTags = 64;

/** Where the tag that opens at `start` is closed, or null when this is no tag, or is never closed. */
function tagEnd(source: SourceText, start: number): number | null {
  tagStart.lastIndex = start;
  if (source.unclosedTags === maxUnclosedTags || !tagStart.test(source.latin1)) return null;
  const scanner = new TagScanner(defaultFramerLimits.maxDepth);
  try {
    for (let at = start; at < source.bytes.length; at++) {
      if (scanner.skippable) {
        at = source.bytes.indexOf(0x3c, at);
        if (at === -1) break;
      }
      if (scanner.take(source.bytes[at] as number, at) === 'closed') return at + 1;
    }
  } catch (error) {
    if (!(error instanceof FramingError)) throw error;
  }
  source.unclosedTags++;
  return null;
}

function valueOf(source: SourceText, start: number, end: number): Value {
  const raw = source.text(start, end);
  const first = source.latin1[start];
  if (end - start >= 2 && (first === '"' || first === "'")) {
    if (quoteEnd(source.latin1, start) === end) return { kind: 'quoted', text: unquote(raw), raw };
  }
  if (first === '<' && tagEnd(source, start) === end) {
    tagStart.lastIndex = start;
    const tag = tagStart.exec(source.latin1)?.[1] as string;
    const bodyStart = start + tag.length + 2;
    const bodyEnd = end - tag.length - 3;
    const bytes = source.bytes.subarray(bodyStart, bodyEnd);
    return { kind: 'tagged', tag, text: source.text(bodyStart, bodyEnd), raw, bytes };
  }
  return { kind: 'bare', text: raw, raw };
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}
