import { EventEmitter } from 'node:events';
import type { App, BrowserWindow, PowerMonitor } from 'electron';
import { expect, test } from 'vitest';
import { followPower } from '../../../electron/hosts/electron/power.ts';
import { leaveBeforeQuit } from '../../../electron/hosts/electron/quit.ts';
import { followPage } from '../../../electron/hosts/electron/window.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

/** An app that remembers what it is told to do. */
function createApp() {
  const events: string[] = [];
  const app = Object.assign(new EventEmitter(), {
    exit: (code?: number) => {
      events.push(`exit ${code}`);
    },
    quit: () => {
      events.push('quit');
    },
  }) as unknown as Pick<App, 'on' | 'exit' | 'quit'> & EventEmitter;
  const quit = (): boolean => {
    let held = false;
    app.emit('before-quit', { preventDefault: () => (held = true) });
    return held;
  };
  return { app, events, quit };
}

test('a quit waits until the machines are left, and asking again changes nothing', async () => {
  const { app, events, quit } = createApp();
  const clock = new FakeClock();
  const { promise, resolve: left } = Promise.withResolvers<void>();
  const panel = {
    leave: (seconds: number) => {
      events.push(`leave ${seconds}`);
      return promise;
    },
  };
  leaveBeforeQuit(app, panel, clock, () => events.push('release'));
  expect([quit(), quit()]).toEqual([true, true]);
  await settle();
  expect(events).toEqual(['leave 5']);
  left();
  await settle();
  expect(events).toEqual(['leave 5', 'release', 'exit 0']);
  expect(clock.pending).toBe(0);
});

test('a machine that never answers does not keep the app for more than seven seconds', async () => {
  const { app, events, quit } = createApp();
  const clock = new FakeClock();
  leaveBeforeQuit(app, { leave: () => new Promise(() => {}) }, clock, () => {});
  quit();
  await clock.advance(6_999);
  expect(events).toEqual([]);
  await clock.advance(1);
  expect(events).toEqual(['exit 0']);
});

test('the app ends with its window on every system', () => {
  const { app, events } = createApp();
  leaveBeforeQuit(app, { leave: async () => {} }, new FakeClock(), () => {});
  app.emit('window-all-closed');
  expect(events).toEqual(['quit']);
});

test('machines are left for sleep and met again afterwards, and a shutdown waits for the quit', () => {
  const power = new EventEmitter();
  const { app, events } = createApp();
  const panel = {
    suspend: async () => {
      events.push('suspend');
    },
    resume: () => {
      events.push('resume');
    },
  };
  followPower(power as unknown as PowerMonitor, app, panel, () => {});
  power.emit('suspend');
  power.emit('resume');
  let delayed = false;
  power.emit('shutdown', { preventDefault: () => (delayed = true) });
  expect(events).toEqual(['suspend', 'resume', 'quit']);
  expect(delayed).toBe(true);
});

function createWindow() {
  const events: string[] = [];
  const webContents = Object.assign(new EventEmitter(), { reload: () => events.push('reload') });
  const window = Object.assign(new EventEmitter(), { webContents });
  followPage(
    window as unknown as Pick<BrowserWindow, 'once' | 'webContents'>,
    { windowOpened: () => events.push('opened'), windowClosed: () => events.push('closed') },
    () => {},
  );
  const crash = (reason: string): void => {
    webContents.emit('render-process-gone', {}, { reason, exitCode: 1 });
  };
  return { window, webContents, events, crash };
}

test('the panel learns of a page once, also when it is loaded again, and of its end', () => {
  const { window, webContents, events } = createWindow();
  webContents.emit('did-finish-load');
  webContents.emit('did-finish-load');
  window.emit('closed');
  expect(events).toEqual(['opened', 'closed']);
});

test('a crash counts as a window gone, and the page comes back', () => {
  const { window, webContents, events, crash } = createWindow();
  webContents.emit('did-finish-load');
  crash('oom');
  webContents.emit('did-finish-load');
  window.emit('closed');
  expect(events).toEqual(['opened', 'closed', 'reload', 'opened', 'closed']);
});

test('a page that crashes before it was there, or ends by itself, is not loaded again', () => {
  const early = createWindow();
  early.crash('crashed');
  early.window.emit('closed');
  expect(early.events).toEqual([]);
  const clean = createWindow();
  clean.webContents.emit('did-finish-load');
  clean.crash('clean-exit');
  expect(clean.events).toEqual(['opened', 'closed']);
});
