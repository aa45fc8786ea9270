// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { defaultPreferences } from '../../../shared/preferences.ts';
import { everyState } from '../../support/renderer-states.ts';
import { button, dialog, hasButton, openApp, type TestWindow, textOf } from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

const welcome = (): Element | null => document.querySelector('[aria-label="Welcome"]');

async function openFirst(): Promise<TestWindow> {
  opened = await openApp(everyState);
  const { host, run } = opened;
  await run(() =>
    host.emit({
      event: 'preferences',
      payload: { ...defaultPreferences, welcome: { seen: false } },
    }),
  );
  return opened;
}

test('the first start welcomes in three steps, each with the focus on its heading', async () => {
  const { run } = await openFirst();
  expect(textOf(welcome())).toContain('Practise first');
  await run(() => button('Next').click());
  expect(textOf(document.activeElement)).toBe('Add your machine');
  await run(() => button('Next').click());
  expect(textOf(document.activeElement)).toBe('What the access levels mean');
  expect(textOf(welcome())).toContain('the vendor’s software starts no runs');
  await run(() => button('Back').click());
  expect(textOf(document.activeElement)).toBe('Add your machine');
});

test('the second step opens the dialog that adds a machine', async () => {
  const { run } = await openFirst();
  await run(() => button('Next').click());
  await run(() => button('Add my machine').click());
  expect(textOf(dialog())).toContain('Add machine');
});

test('skipping or finishing it is remembered for the workstation', async () => {
  const { host, run } = await openFirst();
  await run(() => button('Skip the welcome').click());
  expect(host.inputsOf('preferences.change')).toEqual([{ welcome: { seen: true } }]);
  await run(() => button('Next').click());
  await run(() => button('Next').click());
  expect(hasButton('Skip the welcome')).toBe(false);
  await run(() => button('Done').click());
  expect(host.inputsOf('preferences.change')).toHaveLength(2);
});

test('whoever has seen it sees the machines alone', async () => {
  const { host, run } = await openFirst();
  await run(() =>
    host.emit({
      event: 'preferences',
      payload: { ...defaultPreferences, welcome: { seen: true } },
    }),
  );
  expect(welcome()).toBeNull();
});
