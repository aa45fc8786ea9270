import type { SessionId } from '../../shared/units.ts';
import { type ItemRules, nextItem, SourceText } from './items.ts';
import type { ErrorDetails, Greeting, Message } from './message.ts';
import { type Body, type Option, optionText, type Value } from './value.ts';

type Keyword = 'ready' | 'next' | 'ok' | 'error' | 'message';

const keywords: ReadonlyMap<string, Keyword> = new Map([
  ['ready', 'ready'],
  ['read', 'ready'],
  ['next', 'next'],
  ['ok', 'ok'],
  ['error', 'error'],
  ['err', 'error'],
  ['message', 'message'],
  ['mess', 'message'],
]);

const firstWord = /[ \t]*([A-Za-z]+)(?:[ \t]+|$)/y;
const identWord = /(\d{1,15})(?:[ \t\r\n]+|$)/y;
const topicWord = /([^ \t\r\n]+)(?:[ \t\r\n]+|$)/y;
const timestampWord = /(\d{9,}\.\d{1,6})(?:[ \t\r\n]+|$)/y;
const errorKindWord = /\[([^\]\s]+)\]/y;
const laterErrorKind = /[ \t]\[[A-Za-z]+\]/g;

// In what the machine says `#` is data: run titles and error texts may hold one.
const replyRules: ItemRules = { comments: false };

/**
 * Reads one frame, with or without its line end. Never throws: a line of no known form is kept whole as
 * `unknown`. Source: instrument protocol, section 4.
 */
export function parseMessage(frame: Uint8Array): Message {
  const source = new SourceText(withoutLineEnd(frame));
  const word = match(firstWord, source, 0);
  const keyword = word && keywords.get((word[1] as string).toLowerCase());
  if (!word || keyword === undefined) return unknown(source);
  const at = word[0].length;
  switch (keyword) {
    case 'ready':
      return { kind: 'ready', greeting: parseGreeting(source, at) };
    case 'next':
    case 'ok': {
      const { ident, next } = parseIdent(source, at);
      return { kind: keyword, ident, body: parseBodyAt(source, next) };
    }
    case 'error': {
      const { ident, next } = parseIdent(source, at);
      return { kind: 'error', ident, details: parseErrorDetails(source, next, ident === null) };
    }
    case 'message':
      return parseTopic(source, at);
    default:
      return unknown(source);
  }
}

/** Reads options and values of a text, such as the lines of a protocol (instrument protocol, section 8). */
export function parseBody(text: string, rules: ItemRules): Body {
  return parseBodyAt(new SourceText(Buffer.from(text, 'utf8')), 0, rules);
}

/**
 * Finds which command sent without an ident a reply answers: such a reply repeats the command's whole text
 * and then gives its values. The longest match wins (`ACC` and `ACC Observer` may both wait); null when the
 * body repeats none of them.
 */
export function splitEcho(
  body: Body,
  pending: readonly string[],
): { readonly command: string; readonly body: Body } | null {
  const echoed = pending
    .filter((text) => text !== '' && body.raw.startsWith(text))
    .filter((text) => /^(\s|$)/.test(body.raw.slice(text.length)))
    .toSorted((a, b) => b.length - a.length)[0];
  if (echoed === undefined) return null;
  const rest = body.bytes.subarray(Buffer.byteLength(echoed));
  return { command: echoed, body: parseBodyAt(new SourceText(rest), 0) };
}

function unknown(source: SourceText): Message {
  return { kind: 'unknown', raw: source.text(0, source.bytes.length), bytes: source.bytes };
}

function withoutLineEnd(frame: Uint8Array): Uint8Array {
  let end = frame.length;
  if (frame[end - 1] === 0x0a) end--;
  if (end < frame.length && frame[end - 1] === 0x0d) end--;
  return frame.subarray(0, end);
}

function match(pattern: RegExp, source: SourceText, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source.latin1);
}

function parseIdent(
  source: SourceText,
  at: number,
): { readonly ident: number | null; readonly next: number } {
  const word = match(identWord, source, at);
  return word ? { ident: Number(word[1]), next: at + word[0].length } : { ident: null, next: at };
}

function parseBodyAt(source: SourceText, from: number, rules: ItemRules = replyRules): Body {
  const start = Math.min(from + leadingBlanks(source.latin1, from), source.bytes.length);
  // Cut into words only when asked: a reply of many megabytes may be one text, and words cost memory.
  let words: Pick<Body, 'options' | 'args'> | null = null;
  const cut = (): Pick<Body, 'options' | 'args'> => (words ??= readWords(source, start, rules));
  return {
    raw: source.text(start, source.bytes.length),
    bytes: source.bytes.subarray(start),
    get options() {
      return cut().options;
    },
    get args() {
      return cut().args;
    },
  };
}

function readWords(
  source: SourceText,
  start: number,
  rules: ItemRules,
): Pick<Body, 'options' | 'args'> {
  const options: Option[] = [];
  const args: Value[] = [];
  for (let item = nextItem(source, start, rules); item; item = nextItem(source, item.end, rules)) {
    if (item.kind === 'option') options.push(item.option);
    else args.push(item.value);
  }
  return { options, args };
}

function leadingBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at - from;
}

function parseGreeting(source: SourceText, at: number): Greeting {
  const { options, raw } = parseBodyAt(source, at);
  return {
    session: optionText(options, 'session') as SessionId | null,
    product: optionText(options, 'product'),
    version: optionText(options, 'version'),
    build: optionText(options, 'build'),
    capabilities: optionText(options, 'capabilities'),
    options,
    raw,
  };
}

function parseTopic(source: SourceText, at: number): Message {
  const topic = match(topicWord, source, at);
  if (!topic) return unknown(source);
  let next = at + topic[0].length;
  const stamp = match(timestampWord, source, next);
  if (stamp) next += stamp[0].length;
  return {
    kind: 'message',
    topic: source.text(at, at + (topic[1] as string).length),
    timestamp: stamp ? Math.round(Number(stamp[1]) * 1000) : null,
    body: parseBodyAt(source, next),
  };
}

function parseErrorDetails(source: SourceText, from: number, mayEcho: boolean): ErrorDetails {
  const raw = source.text(from, source.bytes.length);
  // An error of a command without an ident repeats the command before its kind.
  const later = mayEcho && source.latin1[from] !== '[' ? match(laterErrorKind, source, from) : null;
  const start = later ? later.index + 1 : from;
  const bracket = match(errorKindWord, source, start);
  const fields: Option[] = [];
  let at = start;
  if (bracket) {
    at += bracket[0].length;
    for (let item = nextItem(source, at, replyRules); item; ) {
      if (item.kind === 'value') break;
      fields.push(item.option);
      at = item.end;
      item = nextItem(source, at, replyRules);
    }
  }
  const text = source
    .text(at, source.bytes.length)
    .trim()
    .replace(/^-->\s*/, '');
  const chain = text
    .split(/\s(?:-->|<--)\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const errorKind = bracket ? source.text(start + 1, start + bracket[0].length - 1) : null;
  return { errorKind, fields, text, chain, raw };
}
