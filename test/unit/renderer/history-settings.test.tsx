// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { fail, succeed } from '../../../shared/failure.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import { instant } from '../../support/renderer-fixtures.ts';
import { button, dialog, openApp, type TestWindow, textOf, visit } from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

const panel = (): string => textOf(document.querySelector('[aria-labelledby="history-settings"]'));

async function openSettings(removable: number): Promise<TestWindow> {
  const window = await openApp(accessStates);
  opened = window;
  window.host.answer('runs.usage', () =>
    succeed({ runs: 1_234, bytes: 45_000_000, oldest: instant(Date.UTC(2026, 2, 3, 12)) }),
  );
  window.host.answer('runs.forecast', () => succeed({ runs: removable, bytes: 3_400_000 }));
  await window.run(() => visit('#/settings'));
  await window.pass(0);
  return window;
}

function choose(label: string, value: string): void {
  const found = [...document.querySelectorAll('label')].find((item) => textOf(item) === label);
  const select = document.getElementById(found?.htmlFor ?? '');
  if (!(select instanceof HTMLSelectElement)) throw new Error(`no choice is labelled “${label}”`);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

test('settings say how many runs there are, since when, and what they take on disk', async () => {
  await openSettings(0);
  expect(panel()).toContain('1,234 runs since 3 March 2026, 45 MB on disk.');
});

test('a choice that removes nothing is saved at once', async () => {
  const { host, run } = await openSettings(0);
  await run(() => choose('Keep runs for', '90'));
  expect(dialog()).toBeNull();
  expect(host.inputsOf('preferences.change')).toEqual([
    { history: { keepDays: 90, keepMegabytes: null } },
  ]);
});

test('a choice that removes runs says how many and how large, and asks first', async () => {
  const { host, run } = await openSettings(12);
  await run(() => choose('Use at most', '500'));
  expect(host.inputsOf('runs.forecast')).toEqual([
    { limits: { keepDays: null, keepMegabytes: 500 } },
  ]);
  expect(textOf(dialog())).toContain('12 runs (3.4 MB) are beyond what you chose.');
  expect(host.inputsOf('preferences.change')).toEqual([]);
  await run(() => button('Remove 12 runs').click());
  expect(host.inputsOf('preferences.change')).toEqual([
    { history: { keepDays: null, keepMegabytes: 500 } },
  ]);
  expect(dialog()).toBeNull();
});

test('keeping the runs leaves the choice as it was', async () => {
  const { host, run } = await openSettings(1);
  await run(() => choose('Keep runs for', '30'));
  expect(textOf(dialog())).toContain('1 run (3.4 MB) is beyond what you chose.');
  await run(() => button('Keep them').click());
  expect(dialog()).toBeNull();
  expect(host.inputsOf('preferences.change')).toEqual([]);
});

test('a choice that cannot be saved says why', async () => {
  const { host, run } = await openSettings(0);
  host.answer('preferences.change', () =>
    fail({ kind: 'storage', message: 'The disk is full.', remedy: 'Make room.', detail: '' }),
  );
  await run(() => choose('Keep runs for', '365'));
  expect(panel()).toContain('The disk is full. Make room.');
});
