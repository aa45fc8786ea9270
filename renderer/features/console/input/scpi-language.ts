import {
  HighlightStyle,
  StreamLanguage,
  type StringStream,
  syntaxHighlighting,
} from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';

/** Where in a command the next word stands. */
interface State {
  /** Before the command's own name; true again inside `$(`. */
  atCommand: boolean;
  quote: '"' | "'" | null;
}

/**
 * Colours commands as the machine reads them (instrument protocol, sections 2 and 3). It only colours: what is sent is decided
 * by the text alone.
 */
function token(stream: StringStream, state: State): string | null {
  if (stream.sol() && state.quote === null) state.atCommand = true;
  if (state.quote !== null) return quoted(stream, state, state.quote);
  if (stream.eatSpace()) return null;
  if (stream.match(/^<\/?[\w.-]+>/)) {
    state.atCommand = true;
    return 'tagName';
  }
  if (stream.match('$(')) {
    state.atCommand = true;
    return 'brace';
  }
  if (stream.match(/^\$\{[^}]*\}?/)) return 'variableName';
  if (stream.match(/^\$\[|^[()[\]]/)) return 'brace';
  if (stream.match(/^#.*/)) return 'comment';
  if (stream.match(/^["']/)) {
    state.quote = stream.current() === '"' ? '"' : "'";
    return quoted(stream, state, state.quote);
  }
  if (state.atCommand) {
    if (stream.match(/^\d+(?=\s)/)) return 'meta';
    if (stream.match(/^[^\s()<>"'$#]+/)) {
      state.atCommand = false;
      return stream.current().endsWith('?') ? 'keyword' : 'operatorKeyword';
    }
  }
  if (stream.match(/^-[A-Za-z][\w.]*(?==|\s|$)/)) return 'propertyName';
  if (stream.match(/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\s,)\]]|$)/)) return 'number';
  if (stream.match(/^(?:true|false|on|off)(?=[\s,)]|$)/i)) return 'bool';
  if (stream.match(/^[;,=]/)) return 'punctuation';
  if (stream.match(/^[^\s$()<>"'#,=;]+/) === null) stream.next();
  return null;
}

function quoted(stream: StringStream, state: State, quote: string): string {
  for (let next = stream.next(); typeof next === 'string'; next = stream.next())
    if (next === quote) {
      state.quote = null;
      break;
    }
  return 'string';
}

const language = StreamLanguage.define<State>({
  name: 'scpi',
  startState: () => ({ atCommand: true, quote: null }),
  copyState: (state) => ({ ...state }),
  token,
  languageData: { closeBrackets: { brackets: ['(', '[', '{', '"'] } },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--qd-accent)', fontWeight: '600' },
  { tag: tags.operatorKeyword, color: 'var(--qd-text)', fontWeight: '600' },
  { tag: tags.propertyName, color: 'var(--qd-c-cover)' },
  { tag: [tags.string, tags.bool], color: 'var(--qd-ok)' },
  { tag: tags.number, color: 'var(--qd-warn)' },
  { tag: tags.variableName, color: 'var(--qd-c-cover)' },
  { tag: [tags.brace, tags.tagName], color: 'var(--qd-accent)' },
  { tag: [tags.comment, tags.meta, tags.punctuation], color: 'var(--qd-text-3)' },
]);

export const scpiLanguage: Extension = [language, syntaxHighlighting(colours)];
