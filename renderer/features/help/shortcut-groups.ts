import { keyWords, shortcuts } from '../../../shared/shortcuts.ts';
import { keyPlatform } from '../key-platform.ts';
import { combinationWords, consoleShortcuts } from '../console/shortcuts.ts';

export interface ShortcutGroup {
  readonly place: string;
  readonly rows: readonly { readonly keys: string; readonly what: string }[];
}

const others: readonly ShortcutGroup[] = [
  {
    place: 'The whole window',
    rows: shortcuts.map((shortcut) => ({
      keys: keyWords(shortcut, keyPlatform),
      what: shortcut.words.replace('…', ''),
    })),
  },
  {
    place: 'Everywhere',
    rows: [
      { keys: 'Tab, Shift+Tab', what: 'Next and previous control; the first skips to the content' },
      { keys: 'Enter, Space', what: 'Press what has the focus; hold either to abort' },
      { keys: 'Esc', what: 'Close a dialog without doing anything' },
    ],
  },
  {
    place: 'History, Activity',
    rows: [
      { keys: '↑ ↓', what: 'Previous and next row' },
      { keys: 'Home, End', what: 'First and last row' },
      { keys: 'Page up, Page down', what: 'Ten rows, in History' },
      { keys: 'Enter', what: 'Open the row' },
    ],
  },
  {
    place: 'Temperature chart',
    rows: [
      { keys: '← →', what: 'Move' },
      { keys: '+ −', what: 'Zoom in and out' },
      { keys: '0', what: 'Show everything' },
      { keys: 'Shift+← Shift+→', what: 'Move the cursor and read the values' },
      { keys: 'Home, End', what: 'Beginning, and now' },
    ],
  },
  {
    place: 'Wall view',
    rows: [
      { keys: 'F', what: 'Fill the screen' },
      { keys: 'Esc', what: 'Leave' },
    ],
  },
];

/** Every key, by where it works. */
export const shortcutGroups: readonly ShortcutGroup[] = [
  ...others,
  ...[...new Set(consoleShortcuts.map(({ place }) => place))].map((place) => ({
    place: place === 'anywhere' ? 'Console' : `Console, ${place}`,
    rows: consoleShortcuts
      .filter((shortcut) => shortcut.place === place)
      .map(({ keys, what }) => ({ keys: keys.map(combinationWords).join(', '), what })),
  })),
];

/** The groups with the rows that fit what is searched for. */
export function searchShortcuts(text: string): readonly ShortcutGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return shortcutGroups
    .map(({ place, rows }) => ({
      place,
      rows: rows.filter(({ keys, what }) => {
        const all = `${place} ${keys} ${what}`.toLowerCase();
        return words.every((word) => all.includes(word));
      }),
    }))
    .filter(({ rows }) => rows.length > 0);
}
