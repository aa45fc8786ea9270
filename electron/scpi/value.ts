/**
 * One value of a reply, a message or a command, with its exact bytes.
 * `text` is what it says (quotes and tags taken off, UTF-8 decoded, invalid bytes as U+FFFD), `raw` how it
 * was written. Source: instrument protocol, section 3.
 */
export type Value = BareValue | QuotedValue | TaggedValue;

interface ValueText {
  readonly text: string;
  readonly raw: string;
}

interface BareValue extends ValueText {
  readonly kind: 'bare';
}

interface QuotedValue extends ValueText {
  readonly kind: 'quoted';
}

/** A body in tags, such as `<quote.reply>…</quote.reply>`; bodies need not be UTF-8. */
interface TaggedValue extends ValueText {
  readonly kind: 'tagged';
  readonly tag: string;
  /** The body between the tags, exactly. */
  readonly bytes: Uint8Array;
}

/** `-key=value`, or `-key` alone, whose value is null. */
export interface Option {
  readonly key: string;
  readonly value: Value | null;
}

/** What follows the ident of a reply or the topic of a message: options and values in their order. */
export interface Body {
  /** The exact text, without the line end. A text reply may contain spaces: then this is the value. */
  readonly raw: string;
  /** The exact bytes of `raw`. */
  readonly bytes: Uint8Array;
  /** Every option in order; a key may come several times. */
  readonly options: readonly Option[];
  readonly args: readonly Value[];
}

/** The first option of that name, case-insensitively, or undefined when it is not there. */
export function findOption(options: readonly Option[], key: string): Option | undefined {
  const wanted = key.toLowerCase();
  return options.find((option) => option.key.toLowerCase() === wanted);
}

/** The text of the first option of that name; null when it is not there or has no value. */
export function optionText(options: readonly Option[], key: string): string | null {
  return findOption(options, key)?.value?.text ?? null;
}

/** The members of a comma list (`32.4,32.1`, `"a, b",c`), each unquoted; an empty text has none. */
export function list(value: Value): readonly string[] {
  if (value.kind !== 'bare') return splitList(value.text);
  return splitList(value.raw);
}

function splitList(text: string): readonly string[] {
  if (text === '') return [];
  const members: string[] = [];
  let at = 0;
  for (;;) {
    const quote = text[at];
    const close = quote === '"' || quote === "'" ? closingQuote(text, at) : -1;
    // A quote that does not enclose the whole member is an ordinary character.
    if (close !== -1 && (close + 1 === text.length || text[close + 1] === ',')) {
      members.push(unquote(text.slice(at, close + 1)));
      if (close + 1 === text.length) return members;
      at = close + 2;
      continue;
    }
    const comma = text.indexOf(',', at);
    if (comma === -1) {
      members.push(text.slice(at));
      return members;
    }
    members.push(text.slice(at, comma));
    at = comma + 1;
  }
}

/**
 * The index of the quote that closes the one at `open`, or -1. A backslash inside double quotes takes the
 * next character with it (unverified on a real machine, hence a text that would otherwise never close
 * closes at its next quote); single quotes know no escapes.
 */
export function closingQuote(text: string, open: number): number {
  const quote = text[open] as string;
  if (quote === '"') {
    for (let at = open + 1; at < text.length; at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === quote) return at;
    }
  }
  return text.indexOf(quote, open + 1);
}

/** Takes the quotes off; `\"` and `\\` inside double quotes become `"` and `\`. */
export function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  return quoted.startsWith('"') ? inner.replaceAll(/\\(["\\])/g, '$1') : inner;
}

/** The `Key:value` pairs of an `LEDStatus` message; words of another shape are left out. */
export function keyValuePairs(body: Body): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const { raw } of body.args) {
    const colon = raw.indexOf(':');
    if (colon > 0) pairs.set(raw.slice(0, colon), raw.slice(colon + 1));
  }
  return pairs;
}
