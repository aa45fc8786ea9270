import { EventEmitter } from 'node:events';
import type { App, BrowserWindow, Dialog, MessageBoxOptions, PowerMonitor } from 'electron';
import { expect, test } from 'vitest';
import { followPower } from '../../../electron/hosts/electron/power.ts';
import {
  type QuitParts,
  askToQuit,
  leaveBeforeQuit,
} from '../../../electron/hosts/electron/quit.ts';
import { followPage, quitOnClose } from '../../../electron/hosts/electron/window.ts';
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

/** Makes the app leave before it quits. `unfinished` is what the panel has under way. */
function follow(
  app: ReturnType<typeof createApp>,
  clock: FakeClock,
  more: Partial<QuitParts> & { readonly unfinished?: readonly string[] } = {},
) {
  const { events } = app;
  return leaveBeforeQuit({
    app: app.app,
    clock,
    panel: {
      unfinished: () => more.unfinished ?? [],
      leave: async (seconds) => void events.push(`leave ${seconds}`),
    },
    release: () => events.push('release'),
    hide: () => events.push('hide'),
    confirm: async () => true,
    ...more,
  });
}

test('a quit waits until the machines are left, and asking again changes nothing', async () => {
  const app = createApp();
  const clock = new FakeClock();
  const { promise, resolve: left } = Promise.withResolvers<void>();
  const quit = follow(app, clock, {
    panel: {
      unfinished: () => [],
      leave: (seconds) => {
        app.events.push(`leave ${seconds}`);
        return promise;
      },
    },
  });
  expect([app.quit(), app.quit()]).toEqual([true, true]);
  quit.now();
  await settle();
  expect(app.events).toEqual(['hide', 'leave 5']);
  expect(quit.leaving()).toBe(true);
  left();
  await settle();
  expect(app.events).toEqual(['hide', 'leave 5', 'release', 'exit 0']);
  expect(clock.pending).toBe(0);
});

test('a machine that never answers does not keep the app for more than seven seconds', async () => {
  const app = createApp();
  const clock = new FakeClock();
  follow(app, clock, {
    panel: { unfinished: () => [], leave: () => new Promise(() => {}) },
  });
  app.quit();
  await clock.advance(6_999);
  expect(app.events).toEqual(['hide']);
  await clock.advance(1);
  expect(app.events).toEqual(['hide', 'release', 'exit 0']);
});

test('an update leaves the machines like a quit, then ends the program in its own way', async () => {
  const app = createApp();
  const quit = follow(app, new FakeClock());
  quit.leaveThen(() => app.events.push('install'));
  expect(app.quit()).toBe(true);
  await settle();
  expect(app.events).toEqual(['hide', 'leave 5', 'release', 'install']);
  expect([app.quit(), quit.leaving()]).toEqual([false, true]);
});

const unfinished = ['QS5: opening the drawer…'];

test('what is unfinished is asked about once, and staying leaves everything as it was', async () => {
  const app = createApp();
  const asked: (readonly string[])[] = [];
  const answers = [false, true];
  follow(app, new FakeClock(), {
    unfinished,
    confirm: async (lines) => {
      asked.push(lines);
      return answers.shift() ?? false;
    },
  });
  expect([app.quit(), app.quit()]).toEqual([true, true]);
  await settle();
  expect([asked, app.events]).toEqual([[unfinished], []]);
  app.quit();
  await settle();
  expect(asked).toHaveLength(2);
  expect(app.events).toEqual(['hide', 'leave 5', 'release', 'exit 0']);
});

test('a signal or a shutdown does not wait for an answer, and the late answer changes nothing', async () => {
  const app = createApp();
  const { promise, resolve: answer } = Promise.withResolvers<boolean>();
  const quit = follow(app, new FakeClock(), { unfinished, confirm: () => promise });
  app.quit();
  await settle();
  expect(app.events).toEqual([]);
  quit.now();
  answer(true);
  await settle();
  expect(app.events).toEqual(['hide', 'leave 5', 'release', 'exit 0']);
});

test('a question that cannot be shown does not keep the app open', async () => {
  const app = createApp();
  follow(app, new FakeClock(), {
    unfinished,
    confirm: () => Promise.reject(new Error('no display')),
  });
  app.quit();
  await settle();
  expect(app.events.at(-1)).toBe('exit 0');
});

test('the question names what is unfinished, and Enter and Escape stay', async () => {
  const shown: MessageBoxOptions[] = [];
  const dialog = {
    showMessageBox: async (options: MessageBoxOptions) => {
      shown.push(options);
      return { response: shown.length - 1, checkboxChecked: false };
    },
  } as Pick<Dialog, 'showMessageBox'>;
  expect([await askToQuit(dialog, unfinished), await askToQuit(dialog, unfinished)]).toEqual([
    false,
    true,
  ]);
  expect(shown[0]).toMatchObject({ buttons: ['Stay', 'Quit'], defaultId: 0, cancelId: 0 });
  expect(shown[0]?.detail).toContain('QS5: opening the drawer…');
});

test('closing the window is a quit, so that a person who stays still has it', () => {
  const { app, events } = createApp();
  let leaving = false;
  const window = new EventEmitter();
  quitOnClose(window as unknown as BrowserWindow, app, {
    now: () => events.push('now'),
    leaveThen: () => {},
    leaving: () => leaving,
  });
  const held = (name: string, defaultPrevented = false): boolean => {
    let prevented = false;
    window.emit(name, { defaultPrevented, preventDefault: () => (prevented = true) });
    return prevented;
  };
  // It only hides into the tray.
  expect(held('close', true)).toBe(false);
  expect([held('close'), held('query-session-end')]).toEqual([true, true]);
  leaving = true;
  expect(held('close')).toBe(false);
  expect(events).toEqual(['quit', 'now']);
});

test('the app ends with its window on every system', () => {
  const app = createApp();
  follow(app, new FakeClock());
  app.app.emit('window-all-closed');
  expect(app.events).toEqual(['quit']);
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
