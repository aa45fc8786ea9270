/*
 * THE list of keys. The desktop app's menu, the browser window's own listener and the help page all read it, so that none can say
 * something else than another does. No key acts on a machine: what moves or heats is pressed where its consequence is written.
 */

/** What the window does on a key or a menu entry. */
export const commandIds = [
  'go-machines',
  'go-history',
  'go-activity',
  'go-console',
  'go-settings',
  'add-machine',
  'lock-controls',
] as const;
export type CommandId = (typeof commandIds)[number];

/** The key pressed with Ctrl, or with Command on a Mac. */
export interface Keys {
  /** As `KeyboardEvent.key` says it, letters in lower case. */
  readonly key: string;
  readonly shift: boolean;
}

export interface Shortcut {
  readonly id: CommandId;
  readonly keys: Keys;
  /** What it does, as a menu entry says it. */
  readonly words: string;
  /** The menu it stands in, and the part of the help page. */
  readonly place: 'File' | 'Go';
}

const plain = (key: string): Keys => ({ key, shift: false });
const shifted = (key: string): Keys => ({ key, shift: true });

export const shortcuts: readonly Shortcut[] = [
  { id: 'add-machine', keys: shifted('a'), words: 'Add machine…', place: 'File' },
  { id: 'lock-controls', keys: shifted('l'), words: 'Lock or unlock controls…', place: 'File' },
  { id: 'go-machines', keys: plain('1'), words: 'Machines', place: 'Go' },
  { id: 'go-history', keys: plain('2'), words: 'History', place: 'Go' },
  { id: 'go-activity', keys: plain('3'), words: 'Activity', place: 'Go' },
  { id: 'go-console', keys: plain('4'), words: 'Console', place: 'Go' },
  { id: 'go-settings', keys: plain(','), words: 'Settings', place: 'Go' },
];

export type KeyPlatform = 'mac' | 'other';

/** A shortcut as a person reads it: `Ctrl + Shift + A`, on a Mac `⇧ ⌘ A`. */
export function keyWords(shortcut: Shortcut, platform: KeyPlatform): string {
  const { key, shift } = shortcut.keys;
  const parts = platform === 'mac' ? [shift ? '⇧' : '', '⌘'] : ['Ctrl', shift ? 'Shift' : ''];
  return [...parts, key.toUpperCase()]
    .filter((part) => part !== '')
    .join(platform === 'mac' ? ' ' : ' + ');
}

/** A shortcut as Electron's menus write it. */
export function acceleratorOf(shortcut: Shortcut): string {
  const { key, shift } = shortcut.keys;
  return ['CommandOrControl', ...(shift ? ['Shift'] : []), key.toUpperCase()].join('+');
}

/** What is read of a key press; a `KeyboardEvent` is one. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** The command a key press means; null for every other key. Alt is never part of one: on many keyboards it writes characters. */
export function commandOf(press: KeyPress, platform: KeyPlatform): CommandId | null {
  const wanted = platform === 'mac' ? press.metaKey : press.ctrlKey;
  const unwanted = platform === 'mac' ? press.ctrlKey : press.metaKey;
  if (!wanted || unwanted || press.altKey) return null;
  const found = shortcuts.find(
    ({ keys }) => press.key.toLowerCase() === keys.key && press.shiftKey === keys.shift,
  );
  return found?.id ?? null;
}
