import { expect, test } from 'vitest';
import { isAllowedLink } from '../../../shared/external-links.ts';
import {
  acceleratorOf,
  commandIds,
  commandOf,
  type KeyPress,
  keyWords,
  type Shortcut,
  shortcuts,
} from '../../../shared/shortcuts.ts';

const press = (key: string, ...held: readonly string[]): KeyPress => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
});

const of = (id: string): Shortcut => {
  const found = shortcuts.find((shortcut) => shortcut.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

test('every command has exactly one key, and no two have the same', () => {
  expect(shortcuts.map(({ id }) => id).toSorted()).toEqual([...commandIds].toSorted());
  expect(new Set(shortcuts.map(acceleratorOf)).size).toBe(shortcuts.length);
});

test('a key is written as people and menus of each system write it', () => {
  expect(keyWords(of('add-machine'), 'other')).toBe('Ctrl + Shift + A');
  expect(keyWords(of('add-machine'), 'mac')).toBe('⇧ ⌘ A');
  expect(keyWords(of('go-settings'), 'other')).toBe('Ctrl + ,');
  expect(acceleratorOf(of('add-machine'))).toBe('CommandOrControl+Shift+A');
});

test('a press is a command only with exactly its keys', () => {
  expect(commandOf(press('1', 'ctrl'), 'other')).toBe('go-machines');
  expect(commandOf(press('A', 'ctrl', 'shift'), 'other')).toBe('add-machine');
  expect(commandOf(press('1', 'meta'), 'mac')).toBe('go-machines');
  for (const other of [
    press('1'),
    press('1', 'meta'),
    press('1', 'ctrl', 'alt'),
    press('1', 'ctrl', 'shift'),
    press('a', 'ctrl'),
    press('9', 'ctrl'),
  ])
    expect(commandOf(other, 'other')).toBeNull();
});

test('only https pages of the allow-list may be opened outside', () => {
  expect(isAllowedLink('https://github.com/x/y#z')).toBe(true);
  for (const refused of [
    'http://github.com/',
    'https://github.com.evil.example/',
    'https://evil.example/?https://github.com/',
    'https://github.com:8443/',
    'https://user@github.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-settings:',
    'https://github.com\\@evil.example/',
    'HTTPS://GITHUB.COM/',
    'nonsense',
  ])
    expect(isAllowedLink(refused)).toBe(false);
});
