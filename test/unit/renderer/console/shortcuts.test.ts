import { expect, test } from 'vitest';
import {
  combinationWords,
  consoleKeyOf,
  consoleKeys,
  consoleShortcuts,
  isPress,
  type KeyPress,
} from '../../../../renderer/features/console/shortcuts.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test('a press means what the list says, with the Command key of a Mac as well', () => {
  expect(consoleKeyOf(press('k', { ctrlKey: true }))).toBe('palette');
  expect(consoleKeyOf(press('k', { metaKey: true }))).toBe('palette');
  expect(consoleKeyOf(press('P', { ctrlKey: true, shiftKey: true }))).toBe('palette');
  expect(consoleKeyOf(press('F3', { shiftKey: true }))).toBe('find-previous');
  expect(consoleKeyOf(press('k'))).toBeNull();
});

test('with Alt the place of a key counts, for keyboards on which it types something else', () => {
  expect(consoleKeyOf(press('∑', { altKey: true, code: 'KeyW' }))).toBe('wait');
  expect(consoleKeyOf(press('¡', { altKey: true, code: 'Digit1' }))).toBe('commands-chip');
  expect(isPress('Alt+T', press('t', { altKey: true, shiftKey: true }))).toBe(false);
});

test('no two keys of the console mean two things', () => {
  const all = Object.values(consoleKeys).flatMap(({ keys }) => keys);
  expect(new Set(all).size).toBe(all.length);
});

test('every key of the list has words', () => {
  for (const { keys, what } of consoleShortcuts) {
    expect(keys.length).toBeGreaterThan(0);
    expect(what).not.toBe('');
  }
  expect(combinationWords('Shift+ArrowUp')).toBe('Shift+↑');
});
