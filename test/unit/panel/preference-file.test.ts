import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPreferences } from '../../../shared/preferences.ts';
import { PreferenceFile } from '../../../electron/panel/preference-file.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-preferences-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = (): string => join(directory, 'preferences.json');
const open = (): PreferenceFile => new PreferenceFile(directory, new FakeClock());

it('begins with the defaults and writes nothing until something is chosen', () => {
  const preferences = open();
  expect(preferences.current).toEqual(defaultPreferences);
  expect(readdirSync(directory)).toEqual([]);
});

it('keeps what was chosen over a restart and tells who listens', () => {
  const preferences = open();
  const heard: unknown[] = [];
  preferences.onChange((now) => heard.push(now.history));
  preferences.change({ history: { keepDays: 90, keepMegabytes: null } });
  expect(heard).toEqual([{ keepDays: 90, keepMegabytes: null }]);
  expect(open().current.history).toEqual({ keepDays: 90, keepMegabytes: null });
});

it('sets a file that is no JSON aside and begins with the defaults', () => {
  writeFileSync(file(), '{ "history": ');
  const preferences = open();
  expect(preferences.current).toEqual(defaultPreferences);
  expect(preferences.problems).toHaveLength(1);
  const aside = readdirSync(directory).find((name) => name.startsWith('preferences.damaged-'));
  expect(readFileSync(join(directory, aside ?? ''), 'utf8')).toBe('{ "history": ');
});

it('falls back to the defaults for a section that makes no sense, keeping a copy of the file', () => {
  writeFileSync(file(), JSON.stringify({ version: 1, history: { keepDays: -4 } }));
  const preferences = open();
  expect(preferences.current.history).toEqual(defaultPreferences.history);
  expect(preferences.problems[0]).toContain('settings for history');
  expect(readdirSync(directory).some((name) => name.startsWith('preferences.damaged-'))).toBe(true);
});

it('throws and changes nothing where the folder is gone', () => {
  const preferences = open();
  rmSync(directory, { recursive: true });
  writeFileSync(directory, '');
  expect(() => preferences.change({ history: { keepDays: 1, keepMegabytes: null } })).toThrow();
  expect(preferences.current).toEqual(defaultPreferences);
});
