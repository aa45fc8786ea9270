// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { everyState } from '../../support/renderer-states.ts';
import { button, hasButton, openApp, type TestWindow, textOf, visit } from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
  Reflect.deleteProperty(navigator, 'wakeLock');
});

async function openWall(): Promise<TestWindow> {
  await import('../../../renderer/features/wall/wall-page.tsx');
  opened = await openApp(everyState);
  await opened.run(() => visit('#/wall'));
  await opened.pass(10);
  return opened;
}

const main = (): string => textOf(document.querySelector('main'));
const press = (key: string): void =>
  void window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));

test('the wall shows every machine and the time, and no control of any machine', async () => {
  await openWall();
  expect(document.querySelectorAll('main article')).toHaveLength(everyState(0 as never).length);
  expect(main()).toMatch(/\d\d:\d\d/);
  expect(hasButton('Open drawer')).toBe(false);
  expect([...document.querySelectorAll('button')].map((found) => textOf(found))).toEqual([
    'Leave (Esc)',
    'Full screen (F)',
    'Light',
  ]);
  expect(document.querySelector('nav')).toBeNull();
});

test('Escape leaves the wall', async () => {
  const { run } = await openWall();
  await run(() => press('Escape'));
  expect(window.location.hash).toBe('#/machines');
});

test('the wall is dark until a person chooses otherwise, and this window remembers that', async () => {
  const { run, kept } = await openWall();
  expect(document.querySelector('main')?.className).toContain('qd-dark');
  await run(() => button('Light').click());
  expect(document.querySelector('main')?.className).toContain('qd-light');
  expect([...kept.texts.values()]).toContain('light');
});

test('a window that cannot keep the screen on says so', async () => {
  await openWall();
  expect(main()).toContain('This window cannot keep the screen on.');
});

test('the screen is kept on while the wall is seen, and not after it was left', async () => {
  const release = vi.fn(async () => {});
  const request = vi.fn(async () => ({ release }));
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } });
  const { run, pass } = await openWall();
  expect(request).toHaveBeenCalledWith('screen');
  expect(main()).not.toContain('cannot keep the screen on');
  expect(release).not.toHaveBeenCalled();
  await run(() => visit('#/machines'));
  await pass(10);
  expect(release).toHaveBeenCalledTimes(1);
});

test('a stopped engine is said above all machines', async () => {
  const { host, run, clock } = await openWall();
  await run(() => host.setLink({ kind: 'down', since: clock.now() }));
  expect(textOf(document.querySelector('main [role="alert"]'))).toContain(
    'Nothing here is current',
  );
});
