import type { CatalogueCommand, CommandParameter } from './command-entry.ts';
import { findCommand } from './spelling.ts';

/** What stands at the caret. `from` and `to` are the word there; `prefix` is its part before the caret. */
export type TypedPlace =
  | (Span & { readonly kind: 'command' })
  | (Span & { readonly kind: 'option-name' })
  | (Span & { readonly kind: 'option-value'; readonly option: CommandParameter | null })
  | (Span & {
      readonly kind: 'argument';
      /** Counts from 0. */
      readonly index: number;
      readonly argument: CommandParameter | null;
    })
  /** In a comment, or in a body that is no list of commands. */
  | { readonly kind: 'elsewhere' };

interface Span {
  readonly from: number;
  readonly to: number;
  readonly prefix: string;
}

/** The innermost command at a caret: one in `$(…)` or in a `<block>` counts for itself. */
export interface TypedLine {
  readonly command: CatalogueCommand | null;
  /** The command’s word as typed; empty before there is one. */
  readonly word: string;
  /** Options given so far, without dash, in lower case. */
  readonly givenOptions: readonly string[];
  readonly place: TypedPlace;
}

interface Word {
  readonly from: number;
  readonly to: number;
}

/** A stretch that is read as commands of its own, or passed over. */
interface Frame {
  readonly kind: 'commands' | 'substitution' | 'braces' | 'plain' | 'quote' | 'comment';
  /** What ends it: a bracket, a quote, or a close tag. */
  readonly end: string;
  words: Word[];
  word: number | null;
}

const openTag = /<([A-Za-z_][\w.-]*)>/y;
/** Bodies that hold commands or statements; every other body is content. */
const commandTags = /^(?:block|multiline\.\w+)$/i;

/** A text beyond this was pasted: reading it at every key would make typing slow. */
const longestTyped = 50_000;

/** Reads a text up to the caret, and what the word there is. Never fails: half a command is the usual case. */
export function readTypedLine(
  text: string,
  caret: number,
  commands: readonly CatalogueCommand[],
): TypedLine {
  if (caret > longestTyped) return nowhere;
  const frames = framesAt(text, Math.min(caret, text.length));
  const top = frames.at(-1);
  // A quote belongs to the command around it.
  const frame = frames.findLast(({ kind }) => kind === 'commands' || kind === 'substitution');
  if (frame === undefined || top === undefined || isElsewhere(top)) return nowhere;
  const words = frame.words.map(({ from, to }) => text.slice(from, to));
  const hasIdent = frame === frames[0] && /^\d+$/.test(words[0] ?? '');
  if (hasIdent) words.shift();
  const from = frame.word ?? caret;
  const span = { from, to: wordEnd(text, caret), prefix: text.slice(from, caret) };
  const [word] = words;
  if (word === undefined)
    return { command: null, word: '', givenOptions: [], place: { kind: 'command', ...span } };
  const command = findCommand(word, commands);
  const rest = words.slice(1);
  const givenOptions = rest.map(optionName).filter((name) => name !== null);
  return { command, word, givenOptions, place: placeIn(command, rest, span) };
}

const nowhere: TypedLine = {
  command: null,
  word: '',
  givenOptions: [],
  place: { kind: 'elsewhere' },
};

function isElsewhere({ kind }: Frame): boolean {
  return kind === 'comment' || kind === 'plain' || kind === 'braces';
}

function placeIn(
  command: CatalogueCommand | null,
  rest: readonly string[],
  span: Span,
): TypedPlace {
  const valueOf = /^-([\w.:]+)=/.exec(span.prefix);
  if (valueOf !== null) {
    const name = valueOf[1]?.toLowerCase();
    const option = command?.options.find((each) => each.name.toLowerCase() === name) ?? null;
    const skip = valueOf[0].length;
    return {
      kind: 'option-value',
      option,
      from: span.from + skip,
      to: span.to,
      prefix: span.prefix.slice(skip),
    };
  }
  if (/^-[A-Za-z_]*$/.test(span.prefix)) return { kind: 'option-name', ...span };
  const index = rest.filter((word) => optionName(word) === null).length;
  const named = command?.arguments[index];
  const last = command?.arguments.at(-1);
  const argument = named ?? (last?.repeats === true ? last : null);
  return { kind: 'argument', index, argument, ...span };
}

function optionName(word: string): string | null {
  return /^-([A-Za-z_][\w.:-]*?)(?:=|$)/.exec(word)?.[1]?.toLowerCase() ?? null;
}

function wordEnd(text: string, caret: number): number {
  let end = caret;
  while (end < text.length && !/[\s()<>"']/.test(text[end] as string)) end++;
  return end;
}

/** The frames that are open at the caret, outermost first. */
function framesAt(text: string, caret: number): readonly Frame[] {
  const frames: Frame[] = [{ kind: 'commands', end: '', words: [], word: null }];
  let at = 0;
  while (at < caret) {
    const frame = frames.at(-1) as Frame;
    at += step(text, at, frame, frames);
  }
  return frames;
}

/** Takes what stands at `at` and answers its length. */
function step(text: string, at: number, frame: Frame, frames: Frame[]): number {
  const character = text[at] as string;
  const open = (kind: Frame['kind'], end: string): void => {
    if (frame.kind === 'commands' || frame.kind === 'substitution') frame.word ??= at;
    frames.push({ kind, end, words: [], word: null });
  };
  if (frame.kind === 'comment') {
    if (character === '\n') frames.pop();
    return character === '\n' ? 0 : 1;
  }
  if (text.startsWith('$(', at)) {
    open('substitution', ')');
    return 2;
  }
  if (frame.kind === 'quote' || frame.kind === 'braces') {
    if (character === frame.end) frames.pop();
    return 1;
  }
  if (text.startsWith('${', at) || text.startsWith('$[', at)) {
    open('braces', text[at + 1] === '{' ? '}' : ']');
    return 2;
  }
  if (frame.end.startsWith('</') && text.startsWith(frame.end, at)) {
    frames.pop();
    return frame.end.length;
  }
  openTag.lastIndex = at;
  const tag = openTag.exec(text)?.[1];
  if (tag !== undefined) {
    open(commandTags.test(tag) ? 'commands' : 'plain', `</${tag}>`);
    return tag.length + 2;
  }
  if (frame.kind === 'plain') return 1;
  return stepCommands(text, at, frame, frames, open);
}

function stepCommands(
  text: string,
  at: number,
  frame: Frame,
  frames: Frame[],
  open: (kind: Frame['kind'], end: string) => void,
): number {
  const character = text[at] as string;
  if (frame.kind === 'substitution' && character === ')') {
    frames.pop();
    return 1;
  }
  if (character === '\n' || character === ';') {
    frame.words = [];
    frame.word = null;
    return 1;
  }
  if (/\s/.test(character)) {
    if (frame.word !== null) frame.words.push({ from: frame.word, to: at });
    frame.word = null;
    return 1;
  }
  if (character === '#' && frame.word === null) {
    frames.push({ kind: 'comment', end: '\n', words: [], word: null });
    return 1;
  }
  // Elsewhere a quote is an ordinary character: apostrophes occur inside words.
  const startsValue = frame.word === null || /[=,]/.test(text[at - 1] as string);
  if ((character === '"' || character === "'") && startsValue) {
    open('quote', character);
    return 1;
  }
  frame.word ??= at;
  return 1;
}
