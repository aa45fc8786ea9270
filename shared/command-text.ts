/*
 * How a command is written so that the machine reads what was meant, and what must not be sent at all (instrument
 * protocol, sections 2 and 3).
 */

/** A literal value, or `raw` text for what the server shall substitute (`$(POW?)`, `${Stage:--1}`). */
export type Argument = string | number | boolean | { readonly raw: string };

/** The literal cannot be written so that the server reads it back unchanged. */
export class ArgumentTextError extends Error {
  override readonly name = 'ArgumentTextError';
  readonly reason: 'substitution' | 'tags' | 'number' | 'name';

  constructor(reason: 'substitution' | 'tags' | 'number' | 'name', what: string) {
    super(what);
    this.reason = reason;
  }
}

const bareText = /^(?!-)[A-Za-z0-9_.:/*?+,@%=~-]+$/;
const negativeNumber = /^-\d+(\.\d+)?$/;
// Names by the widest reading of the protocol page, because another server may read a tag where we see text.
const anyTag = /<(\/?)([A-Za-z0-9_.-]+)>/g;
const strictName = /^[A-Za-z_]/;

/**
 * Writes a text as one literal argument: bare when that is safe, else in quotes, else in tags.
 *
 * Throws {@link ArgumentTextError} for text with `$(`, `${` or `$[`: the server substitutes those before
 * executing, inside quotes too, and no escape is known, so a run title could otherwise open the drawer.
 * Source: instrument protocol, section 3.
 */
export function quoteText(text: string): string {
  const substitution = /\$[({[]/.exec(text);
  if (substitution) {
    throw new ArgumentTextError(
      'substitution',
      `The text holds "${substitution[0]}" at column ${substitution.index + 1}, which the machine would execute`,
    );
  }
  if (bareText.test(text) || negativeNumber.test(text)) return text;
  // Whether a backslash escapes inside quotes is unverified; inside tags it cannot.
  if (!/[\r\n\0\\<>]/.test(text)) {
    if (!text.includes('"')) return `"${text}"`;
    if (!text.includes("'")) return `'${text}'`;
  }
  return tagged('quote', text);
}

/** Puts a body in tags. Throws {@link ArgumentTextError} when tags inside the body do not pair up. */
export function tagged(name: string, body: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(name)) {
    throw new ArgumentTextError('name', `"${name}" is no tag name`);
  }
  const fault = tagFault(body);
  if (fault) throw new ArgumentTextError('tags', `The text cannot be sent: ${fault.message}`);
  return `<${name}>${body}</${name}>`;
}

export function writeArgument(argument: Argument): string {
  switch (typeof argument) {
    case 'string':
      return quoteText(argument);
    case 'boolean':
      return argument ? 'True' : 'False';
    case 'number':
      if (!Number.isFinite(argument)) {
        throw new ArgumentTextError('number', `${argument} is no number the machine can read`);
      }
      return String(argument);
    default:
      return argument.raw;
  }
}

export interface CommandParts {
  /** In order, repeats allowed; null writes `-key` alone. */
  readonly options?: readonly (readonly [key: string, value: Argument | null])[];
  readonly args?: readonly Argument[];
}

/** Writes `COMMAND -option=value argument`, without ident and line end. Source: instrument protocol, section 3. */
export function buildCommand(name: string, { options = [], args = [] }: CommandParts = {}): string {
  const words = [name];
  for (const [key, value] of options) {
    if (!/^[A-Za-z_][A-Za-z0-9_.:-]*$/.test(key)) {
      throw new ArgumentTextError('name', `"${key}" is no option name`);
    }
    words.push(value === null ? `-${key}` : `-${key}=${writeArgument(value)}`);
  }
  words.push(...args.map(writeArgument));
  return words.join(' ');
}

export type CommandFaultKind =
  | 'empty'
  | 'newline'
  | 'carriage-return'
  | 'nul'
  | 'unpaired-surrogate'
  | 'unclosed-tag'
  | 'mismatched-close'
  | 'close-without-open';

/** Why a text must not be sent. */
export interface CommandFault {
  readonly kind: CommandFaultKind;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Says why a command must not be sent, or null when it may: a newline outside tags or tags that do not pair
 * up would desynchronise the session for good. Source: instrument protocol, section 2.
 */
export function commandFault(text: string): CommandFault | null {
  if (/^\s*(#.*)?$/.test(text)) {
    const message = text.trim() === '' ? 'There is no command' : 'There is only a comment';
    return faultAt(text, 'empty', 0, message);
  }
  const surrogate = /\p{Surrogate}/u.exec(text);
  if (surrogate) {
    const message = 'A character cannot be written as UTF-8';
    return faultAt(text, 'unpaired-surrogate', surrogate.index, message);
  }
  return tagFault(text, true);
}

interface OpenTag {
  readonly name: string;
  readonly at: number;
}

/** The first fault in the pairing of tags; with `wholeCommand` also line ends and NUL outside of them. */
function tagFault(text: string, wholeCommand = false): CommandFault | null {
  const open: OpenTag[] = [];
  // Tags every server reads as such; only these make a newline part of a body.
  let strictDepth = 0;
  let outsideFrom = 0;
  for (const match of text.matchAll(anyTag)) {
    const [whole, close, name = ''] = match;
    if (close === '') {
      if (wholeCommand && strictDepth === 0) {
        const fault = outsideFault(text, outsideFrom, match.index);
        if (fault) return fault;
      }
      open.push({ name, at: match.index });
      if (strictName.test(name)) strictDepth++;
      continue;
    }
    const last = open.pop();
    if (last === undefined) {
      return faultAt(text, 'close-without-open', match.index, `${whole} closes nothing`);
    }
    if (last.name !== name) {
      return faultAt(
        text,
        'mismatched-close',
        match.index,
        `${whole} does not close <${last.name}>`,
      );
    }
    if (strictName.test(name) && --strictDepth === 0) outsideFrom = match.index + whole.length;
  }
  const unclosed = open.at(-1);
  if (unclosed) {
    return faultAt(text, 'unclosed-tag', unclosed.at, `<${unclosed.name}> is never closed`);
  }
  return wholeCommand ? outsideFault(text, outsideFrom, text.length) : null;
}

const forbiddenOutside: ReadonlyMap<string, readonly [CommandFaultKind, string]> = new Map([
  ['\n', ['newline', 'A line break is allowed only inside tags, such as <quote>…</quote>']],
  ['\r', ['carriage-return', 'A carriage return is allowed only inside tags']],
  ['\0', ['nul', 'A NUL character is allowed only inside tags']],
]);

function outsideFault(text: string, from: number, to: number): CommandFault | null {
  for (let at = from; at < to; at++) {
    const fault = forbiddenOutside.get(text[at] as string);
    if (fault) return faultAt(text, fault[0], at, fault[1]);
  }
  return null;
}

function faultAt(text: string, kind: CommandFaultKind, at: number, message: string): CommandFault {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { kind, line, column: at - before.lastIndexOf('\n'), message };
}
