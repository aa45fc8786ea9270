// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { accessStates } from '../../support/renderer-failures.ts';
import { button, openApp, type TestWindow, textOf, type, visit } from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function openHelp(hash: string): Promise<TestWindow> {
  await import('../../../renderer/features/help/help-page.tsx');
  opened = await openApp(accessStates);
  await opened.run(() => visit(hash));
  await opened.pass(10);
  return opened;
}

const article = (): string => textOf(document.querySelector('main article'));

test('help begins with getting started, and the rail leads to it', async () => {
  await openHelp('#/help');
  expect(article()).toContain('Getting started');
  expect(document.querySelector('nav[aria-label="Main"] a[href="#/help"]')).not.toBeNull();
});

test('a page of the guide shows its tables and links to other pages', async () => {
  await openHelp('#/help/troubleshooting');
  expect(document.querySelector('main article table')).not.toBeNull();
  expect(document.querySelector('main article a[href="#/help/gateway"]')).not.toBeNull();
});

test('the keys are listed by where they work', async () => {
  await openHelp('#/help/keys');
  expect(article()).toContain('Wall view');
  expect(article()).toContain('Fill the screen');
  expect(article()).toContain('Console, command line');
});

test('a search lists what was found in guide and keys, and opening one ends it', async () => {
  const { run } = await openHelp('#/help');
  const search = document.querySelector<HTMLInputElement>('input[aria-label="Search the help"]');
  if (search === null) throw new Error('no search');
  await run(() => type(search, 'outcome unknown'));
  expect(article()).toMatch(/\d+ found/);
  const found = document.querySelector<HTMLAnchorElement>('main article a');
  expect(found?.getAttribute('href')).toMatch(/^#\/help\//);
  await run(() => type(search, 'nosuchword'));
  expect(article()).toContain('Nothing was found.');
});

test('the welcome can be seen again', async () => {
  const { host, run } = await openHelp('#/help');
  await run(() => button('Show the welcome again').click());
  expect(host.inputsOf('preferences.change')).toEqual([{ welcome: { seen: false } }]);
  expect(window.location.hash).toBe('#/machines');
});
