/** What the keys of the console do. */
export type ConsoleKey =
  | 'palette'
  | 'command'
  | 'help'
  | 'find'
  | 'find-next'
  | 'find-previous'
  | 'clear'
  | 'latest'
  | 'next-part'
  | 'previous-part'
  | 'level-up'
  | 'level-down'
  | 'wait'
  | 'bookmark-this'
  | 'save-transcript'
  | 'topics'
  | 'scripts'
  | 'bookmarks'
  | 'broadcast'
  | 'keys'
  | 'commands-chip'
  | 'replies-chip'
  | 'errors-chip'
  | 'messages-chip'
  | 'own-chip';

export type ShortcutPlace = 'anywhere' | 'command line' | 'transcript' | 'script';

export interface Shortcut {
  /** One press each: `Ctrl+Shift+P`. On macOS the Command key counts as Ctrl. */
  readonly keys: readonly string[];
  readonly place: ShortcutPlace;
  readonly what: string;
}

/** Keys that work wherever the focus is in the console. */
export const consoleKeys: Readonly<Record<ConsoleKey, Shortcut>> = {
  palette: anywhere('Choose a command from a list and fill in a form', 'Ctrl+K', 'Ctrl+Shift+P'),
  command: anywhere('Go to the command line', 'Ctrl+J'),
  help: anywhere('Help on the command at the caret', 'F1'),
  find: anywhere('Search the transcript', 'Ctrl+F'),
  'find-next': anywhere('Next match', 'F3'),
  'find-previous': anywhere('Previous match', 'Shift+F3'),
  clear: anywhere('Clear the view; nothing is deleted', 'Ctrl+L'),
  latest: anywhere('Jump to the latest line', 'Ctrl+End'),
  'next-part': anywhere('Next part of the console', 'F6'),
  'previous-part': anywhere('Previous part of the console', 'Shift+F6'),
  'level-up': anywhere('Run as the next higher level', 'Alt+ArrowUp'),
  'level-down': anywhere('Run as the next lower level', 'Alt+ArrowDown'),
  wait: anywhere('Wait for the end, or only for NEXT', 'Alt+W'),
  'bookmark-this': anywhere('Keep what is typed as a bookmark', 'Ctrl+D'),
  topics: anywhere('Topics', 'Alt+T'),
  scripts: anywhere('Scripts', 'Alt+S'),
  bookmarks: anywhere('Bookmarks', 'Alt+B'),
  broadcast: anywhere('Ask several machines', 'Alt+M'),
  'save-transcript': anywhere('Save the transcript', 'Ctrl+S'),
  keys: anywhere('This list', 'Ctrl+/'),
  'commands-chip': anywhere('Show or hide commands', 'Alt+1'),
  'replies-chip': anywhere('Show or hide replies', 'Alt+2'),
  'errors-chip': anywhere('Show or hide errors', 'Alt+3'),
  'messages-chip': anywhere('Show or hide messages', 'Alt+4'),
  'own-chip': anywhere('Show or hide QuantDeck’s own traffic', 'Alt+5'),
};

function anywhere(what: string, ...keys: readonly string[]): Shortcut {
  return { keys, place: 'anywhere', what };
}

/** Keys that belong to one part, and are handled there. */
const partKeys: readonly Shortcut[] = [
  { keys: ['Enter'], place: 'command line', what: 'Send' },
  { keys: ['Shift+Enter'], place: 'command line', what: 'New line, for a tagged body' },
  { keys: ['Tab'], place: 'command line', what: 'Take the suggestion' },
  { keys: ['Ctrl+Space'], place: 'command line', what: 'Show suggestions' },
  {
    keys: ['ArrowUp', 'ArrowDown'],
    place: 'command line',
    what: 'Earlier and later commands that begin as typed',
  },
  { keys: ['Ctrl+R'], place: 'command line', what: 'List of earlier commands' },
  { keys: ['Escape'], place: 'command line', what: 'Close the list, or empty the line' },
  { keys: ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'], place: 'transcript', what: 'Move' },
  { keys: ['Home', 'End'], place: 'transcript', what: 'Oldest and latest line' },
  { keys: ['Shift+ArrowUp', 'Shift+ArrowDown'], place: 'transcript', what: 'Choose several lines' },
  { keys: ['Enter'], place: 'transcript', what: 'Open or fold' },
  { keys: ['Ctrl+C'], place: 'transcript', what: 'Copy the chosen lines' },
  { keys: ['Escape'], place: 'transcript', what: 'Back to the command line' },
  { keys: ['Ctrl+Enter'], place: 'script', what: 'Run the script' },
  { keys: ['Ctrl+S'], place: 'script', what: 'Keep the script' },
];

/** Every key of the console, for the page that lists them. */
export const consoleShortcuts: readonly Shortcut[] = [...Object.values(consoleKeys), ...partKeys];

/** The part of a keyboard event that a shortcut looks at. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>;

/** Whether a press is this combination, such as `Ctrl+Shift+P`. */
export function isPress(combination: string, press: KeyPress): boolean {
  const parts = combination.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string): boolean => parts.slice(0, -1).includes(name);
  if (wants('Ctrl') !== (press.ctrlKey || press.metaKey)) return false;
  if (wants('Alt') !== press.altKey || wants('Shift') !== press.shiftKey) return false;
  if (press.key.toLowerCase() === key.toLowerCase()) return true;
  // With Alt held, some keyboards type another character: the place of the key counts then.
  return press.altKey && (press.code === `Key${key}` || press.code === `Digit${key}`);
}

/** What a press means in the console; null if nothing. */
export function consoleKeyOf(press: KeyPress): ConsoleKey | null {
  for (const [name, { keys }] of Object.entries(consoleKeys))
    if (keys.some((combination) => isPress(combination, press))) return name as ConsoleKey;
  return null;
}

const keyWords: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page up',
  PageDown: 'Page down',
  Escape: 'Esc',
};

/** A combination as people read it: `Ctrl+Shift+P`, `Shift+↑`. */
export function combinationWords(combination: string): string {
  return combination
    .split('+')
    .map((part) => keyWords[part] ?? part)
    .join('+');
}
