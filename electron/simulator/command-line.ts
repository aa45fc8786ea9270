import { badText } from './command-failure.ts';

/** One piece of a word; all but `text` and `body` are replaced before the command runs (instrument protocol, section 3). */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'body'; readonly tag: string; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly fallback: Template | null }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'expression'; readonly template: Template };

export type Template = readonly Part[];

export interface CommandLine {
  /** The client's number, or null for a command that is answered with its own text. */
  readonly ident: string | null;
  /** What a reply repeats: the ident, or the whole command text. */
  readonly tag: string;
  readonly name: string;
  readonly options: readonly { readonly name: string; readonly value: Template }[];
  readonly words: readonly Template[];
}

const place = 'command line 1';
const optionName = /^-([A-Za-z_][\w.-]*?)(=|$)/;
const openTag = /^<([A-Za-z0-9_.-]+)>/;

/** Takes a command apart; null for an empty line or a comment. Throws a ParseError for an open quote or bracket. */
export function parseCommandLine(text: string): CommandLine | null {
  const trimmed = text.trim();
  const head = /^(?:(\d+)\s+)?([^\s#]\S*)/.exec(trimmed);
  if (!head) {
    // A number alone is an ident without a command: answer it rather than leave the client waiting.
    return /^\d+$/.test(trimmed)
      ? { ident: trimmed, tag: trimmed, name: '', options: [], words: [] }
      : null;
  }
  const ident = head[1] ?? null;
  const name = head[2] ?? '';
  if (ident === null && /^\d+$/.test(name)) {
    return { ident: name, tag: name, name: '', options: [], words: [] };
  }
  const options: { name: string; value: Template }[] = [];
  const words: Template[] = [];
  const scanner = new WordScanner(trimmed.slice(head[0].length));
  for (let word = scanner.next(); word !== null; word = scanner.next()) {
    const option = word.plainStart === '' ? null : optionName.exec(word.plainStart);
    if (option) options.push(readOption(word.template, option));
    else words.push(word.template);
  }
  return { ident, tag: ident ?? trimmed, name, options, words };
}

function readOption(template: Template, match: RegExpExecArray): { name: string; value: Template } {
  const [first, ...rest] = template;
  const text = first?.kind === 'text' ? first.text.slice(match[0].length) : '';
  const flag = match[2] !== '=';
  return {
    name: (match[1] ?? '').toLowerCase(),
    value: flag ? [{ kind: 'text', text: 'True' }] : [{ kind: 'text', text }, ...rest],
  };
}

/** Finds the replacements in a text that is one value whatever spaces it has. */
function parseTemplate(text: string): Template {
  const scanner = new WordScanner(text);
  return scanner.all();
}

interface ScannedWord {
  readonly template: Template;
  /** How the word begins when that is neither quoted nor replaced; options are known by it. */
  readonly plainStart: string;
}

/** Walks over words. Quotes, tags and `$…` brackets keep their spaces. */
class WordScanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): ScannedWord | null {
    this.#skipSpaceAndComments();
    if (this.#at >= this.#text.length) return null;
    const parts: Part[] = [];
    let plainStart = '';
    let plain = true;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      if (/\s/.test(char)) break;
      const part = this.#special();
      if (char === '"' || char === "'") parts.push(...this.#quoted(char));
      else if (part) parts.push(part);
      else {
        if (plain) plainStart += char;
        parts.push({ kind: 'text', text: char });
        this.#at++;
        continue;
      }
      plain = false;
    }
    return { template: joinText(parts), plainStart };
  }

  all(): Template {
    const parts: Part[] = [];
    while (this.#at < this.#text.length) {
      const part = this.#special();
      if (part) parts.push(part);
      else parts.push({ kind: 'text', text: this.#text[this.#at++] ?? '' });
    }
    return joinText(parts);
  }

  #skipSpaceAndComments(): void {
    for (;;) {
      while (this.#at < this.#text.length && /\s/.test(this.#text[this.#at] ?? '')) this.#at++;
      if (this.#text[this.#at] !== '#') return;
      const end = this.#text.indexOf('\n', this.#at);
      this.#at = end < 0 ? this.#text.length : end;
    }
  }

  #quoted(quote: string): Template {
    const end = this.#text.indexOf(quote, this.#at + 1);
    if (end < 0) throw badText('No closing quotation', place);
    const inside = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    // An empty text part keeps `""` a word of its own.
    return [{ kind: 'text', text: '' }, ...parseTemplate(inside)];
  }

  #special(): Part | null {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    switch (rest) {
      case '${':
        return this.#variable();
      case '$(':
        return { kind: 'command', text: this.#bracketed('(', ')') };
      case '$[':
        return { kind: 'expression', template: parseTemplate(this.#bracketed('[', ']')) };
      default:
        return rest.startsWith('<') ? this.#body() : null;
    }
  }

  #variable(): Part {
    const inside = this.#bracketed('{', '}');
    const split = inside.indexOf(':-');
    return split < 0
      ? { kind: 'variable', name: inside.trim(), fallback: null }
      : {
          kind: 'variable',
          name: inside.slice(0, split).trim(),
          fallback: parseTemplate(inside.slice(split + 2)),
        };
  }

  /** The text between `$` + open bracket and its own close bracket; brackets in quotes count too unless they pair up. */
  #bracketed(open: string, close: string): string {
    const start = this.#at + 2;
    let depth = 1;
    for (let at = start; at < this.#text.length; at++) {
      const char = this.#text[at];
      if (char === open) depth++;
      else if (char === close && --depth === 0) {
        this.#at = at + 1;
        return this.#text.slice(start, at);
      }
    }
    throw badText(`No closing ${close} for $${open}`, place);
  }

  #body(): Part | null {
    const match = openTag.exec(this.#text.slice(this.#at, this.#at + 256));
    const tag = match?.[1];
    if (tag === undefined) return null;
    const start = this.#at + tag.length + 2;
    const marks = [`<${tag}>`, `</${tag}>`] as const;
    let depth = 1;
    for (let at = start; depth > 0; ) {
      const close = this.#text.indexOf(marks[1], at);
      if (close < 0) throw badText(`<${tag}> is not closed`, place);
      const open = this.#text.indexOf(marks[0], at);
      if (open >= 0 && open < close) {
        depth++;
        at = open + marks[0].length;
        continue;
      }
      depth--;
      at = close + marks[1].length;
      if (depth === 0) {
        this.#at = at;
        return { kind: 'body', tag, text: this.#text.slice(start, close) };
      }
    }
    return null;
  }
}

function joinText(parts: readonly Part[]): Template {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    } else joined.push(part);
  }
  return joined;
}
