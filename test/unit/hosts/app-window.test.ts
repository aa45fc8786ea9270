import { EventEmitter } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { Emitter } from '../../../electron/base/emitter.ts';
import {
  type WindowEnd,
  browserArguments,
  watch,
} from '../../../electron/hosts/browser/app-window.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

test('the window has no tabs and a profile of its own, and its sandbox stays on', () => {
  const words = browserArguments('http://127.0.0.1:1/?token=x', '/data/browser-window', false);
  expect(words).toContain('--app=http://127.0.0.1:1/?token=x');
  expect(words).toContain('--user-data-dir=/data/browser-window');
  expect(words).not.toContain('--no-sandbox');
});

test('only root goes without the sandbox', () => {
  expect(browserArguments('a', 'b', true)).toContain('--no-sandbox');
});

let clock: FakeClock;
let browser: EventEmitter;
let windows: Emitter<number>;
let count: number;
let ended: WindowEnd | null;

beforeEach(() => {
  clock = new FakeClock();
  browser = new EventEmitter();
  windows = new Emitter();
  count = 0;
  ended = null;
  const host = {
    get windowCount() {
      return count;
    },
    onWindowCount: windows.event,
  };
  const follow = async (): Promise<void> => {
    ended = await watch(browser, host, clock);
  };
  void follow();
});

function connected(windowCount: number): void {
  count = windowCount;
  windows.fire(windowCount);
}

test('a window is closed when its browser ends', async () => {
  connected(1);
  connected(0);
  browser.emit('exit', 0, null);
  await settle();
  expect(ended).toEqual({ kind: 'closed' });
  expect([clock.pending, windows.listenerCount]).toEqual([0, 0]);
});

test('a window whose connection outlives its browser’s process is waited for', async () => {
  connected(1);
  browser.emit('exit', 0, null);
  await settle();
  expect(ended).toBeNull();
  connected(0);
  await settle();
  expect(ended).toEqual({ kind: 'closed' });
});

test('a reload does not end it', async () => {
  connected(1);
  connected(0);
  connected(1);
  await clock.advance(60_000);
  expect(ended).toBeNull();
});

test('a browser that hands the window to another process of its own is followed there', async () => {
  browser.emit('exit', 0, null);
  await clock.advance(1_000);
  connected(1);
  await clock.advance(60_000);
  expect(ended).toBeNull();
  connected(0);
  await settle();
  expect(ended).toEqual({ kind: 'closed' });
});

test('a browser that ends without ever showing the panel has failed', async () => {
  browser.emit('exit', 21, null);
  await clock.advance(4_999);
  expect(ended).toBeNull();
  await clock.advance(1);
  expect(ended).toEqual({ kind: 'failed', reason: 'it ended with code 21' });
  expect([clock.pending, windows.listenerCount]).toEqual([0, 0]);
});

test('a browser that cannot be started has failed', async () => {
  browser.emit('error', new Error('spawn ENOENT'));
  await settle();
  expect(ended).toEqual({ kind: 'failed', reason: 'spawn ENOENT' });
});
