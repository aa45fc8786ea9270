import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { takeInstanceLock } from '../../../electron/hosts/common/instance-lock.ts';
import { buildElectronHost } from './support/build-hosts.ts';

/* The built scripts are executed, as they are shipped, against a recording stand-in for Electron. */

// A build and a process take long on a busy computer; this only bounds them.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let built: string;
let data: string;

beforeAll(async () => {
  built = await buildElectronHost();
  data = mkdtempSync(join(tmpdir(), 'quantdeck-electron-'));
});

afterAll(() => {
  rmSync(built, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
});

async function run(program: string, ...words: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'support', program),
    built,
    ...words,
  ]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('the desktop app', () => {
  let life: Record<string, unknown>;
  beforeAll(async () => {
    life = await run('electron-program.ts', 'first', '--data', data);
  });

  test('the sandbox and the scheme are set up before the app is ready, the page is opened last', () => {
    expect(life['start']).toEqual([
      `setPath userData ${join(data, 'desktop')}`,
      'crashReporter {"uploadToServer":false,"compress":true}',
      'enableSandbox',
      'registerSchemes',
      'ready',
      'protocol app',
      'setApplicationMenu',
      'loadURL app://quantdeck/',
    ]);
  });

  test('the window is sandboxed, isolated and large enough', () => {
    expect(life['options']).toMatchObject({
      title: 'QuantDeck',
      minWidth: 1024,
      minHeight: 700,
      show: false,
      backgroundColor: '#121417',
      webPreferences: {
        preload: join(built, 'preload', 'preload.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
      },
    });
  });

  test('the scheme has an origin and does not escape the content policy', () => {
    expect(life['schemes']).toEqual([
      {
        scheme: 'app',
        privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
      },
    ]);
  });

  test('one channel answers the page’s requests, and a wrong input or name is a failure', () => {
    expect(life['channels']).toEqual(['quantdeck:ask']);
    expect(life['answers']).toMatchObject({
      good: {
        ok: true,
        value: { host: 'electron', passwords: { kind: 'memory', mayBePlain: true } },
      },
      badInput: { ok: false, failure: { kind: 'invalid-input' } },
      badName: { ok: false, failure: { kind: 'invalid-input' } },
    });
  });

  test('without a keychain passwords touch the disk only after a person agreed, and leave it when that is withdrawn', () => {
    const done = { ok: true, value: null };
    expect(life['plain']).toMatchObject({
      added: { ok: true },
      before: 'none',
      agreed: done,
      after: expect.stringContaining('"version":1'),
      preferences: { passwords: { plainFile: true } },
      view: { value: { passwords: { kind: 'plain-file' } } },
      withdrawn: done,
      end: 'none',
    });
  });

  test('a frame inside the page, another origin and a frame that is gone get a failure, not an answer', () => {
    const refused = {
      ok: false,
      failure: { message: 'Only QuantDeck’s own window may ask for this.' },
    };
    expect(life['answers']).toMatchObject({
      frameInPage: refused,
      otherOrigin: refused,
      frameGone: refused,
    });
  });

  test('permissions are denied but for notifications, copying and the wall view, on QuantDeck’s own page', () => {
    expect(life['permissions']).toEqual({
      requested: ['notifications', 'clipboard-sanitized-write', 'fullscreen', 'screen-wake-lock'],
      inFrame: [],
      elsewhere: [],
      checked: ['notifications', 'clipboard-sanitized-write', 'fullscreen', 'screen-wake-lock'],
      checkedElsewhere: [],
      device: false,
    });
    expect(life['screen']).toBeNull();
  });

  test('the page is served with the strict content policy', () => {
    expect(life['served']).toMatchObject({
      page: {
        status: 200,
        body: '<p>the app</p>',
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'x-content-type-options': 'nosniff',
          'content-security-policy':
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        },
      },
      script: {
        status: 200,
        body: 'run()',
        headers: { 'content-type': 'text/javascript; charset=utf-8' },
      },
    });
  });

  test('nothing outside the built page is served, and nothing but GET', () => {
    expect(life['served']).toMatchObject({
      traversal: { status: 404, body: '' },
      encoded: { status: 404, body: '' },
      broken: { status: 404, body: '' },
      otherHost: { status: 404, body: '' },
      post: { status: 405, body: '' },
    });
  });

  test('the window cannot be led elsewhere', () => {
    expect(life['navigation']).toEqual({
      'will-navigate': true,
      'will-frame-navigate': true,
      'will-redirect': true,
      'will-attach-webview': true,
    });
    expect(life['newWindow']).toEqual({ action: 'deny' });
  });

  test('a crashed page is loaded again, but not for ever', () => {
    expect(life['reloads']).toBe(1);
  });

  test('the panel’s events reach the page on the one channel, and no page of another origin', () => {
    expect(life['sent']).toEqual([
      'quantdeck:event',
      expect.objectContaining({ event: expect.any(String) as string }),
    ]);
    expect(life['sentElsewhere']).toBe(0);
  });

  test('a second start brings the window forward', () => {
    const calls = life['beforeQuit'] as string[];
    expect(calls.slice(calls.indexOf('show'))).toEqual(['show', 'restore', 'show', 'focus']);
  });

  test('the menu and a right click reach the window, and a picked file its form', () => {
    expect(life['menuCommand']).toEqual([
      'quantdeck:event',
      { event: 'command', payload: { id: 'go-settings' } },
    ]);
    expect(life['contextMenu']).toEqual([[{ role: 'copy', enabled: true }]]);
    expect(life['chosen']).toEqual({ ok: true, value: '/certificates/ca.pem' });
  });

  test('a mistake in the window is in the log of main, and the support bundle says so', () => {
    expect(life['bundle']).toMatchObject({
      ok: true,
      value: {
        text: expect.stringContaining('A window’s error at #/x: TypeError: odd') as string,
      },
    });
  });

  test('the place of the window is kept for the next start', () => {
    expect(JSON.parse(readFileSync(join(data, 'window.json'), 'utf8'))).toEqual({
      version: 1,
      bounds: { x: 10, y: 20, width: 1300, height: 900 },
      maximised: false,
      zoom: 1,
    });
  });

  test('with a level held, quitting asks first; who stays keeps the window and the level', () => {
    expect(life['stayed']).toEqual({
      question: expect.stringContaining('Controller is held') as string,
      held: true,
      ended: false,
    });
  });

  test('a signal to end is heard by nobody else, and does not ask', () => {
    expect(life['signal']).toEqual([1, 'hide']);
    expect(life['questions']).toBe(1);
  });

  test('quitting is held back until the machines are left, then the process exits once', () => {
    expect(life['held']).toEqual([true, true]);
    expect(life['exitedAtOnce']).toBe(false);
    expect((life['calls'] as string[]).filter((call) => call.startsWith('exit'))).toEqual([
      'exit 0',
    ]);
    // The panel answers that it has no machine any more: it let go of them before the exit.
    expect(life['afterQuit']).toMatchObject({ ok: true, value: { machines: [] } });
  });
});

test('a second instance leaves at once without a window, a protocol or a panel', async () => {
  const life = await run('electron-program.ts', 'second', '--data', data);
  expect(life['calls']).toEqual([`setPath userData ${join(data, 'desktop')}`, 'exit 0']);
});

test('the app does not start on data that the browser window is running on, and says so', async () => {
  const attempt = takeInstanceLock(data);
  const life = await run('electron-program.ts', 'first', '--data', data);
  if (attempt.kind === 'held') attempt.lock.dispose();
  expect((life['calls'] as string[]).slice(-2)).toEqual([
    `error QuantDeck: QuantDeck is already running on the data in ${data} as process ${process.pid}.`,
    'exit 3',
  ]);
});

test('the preload gives the page two functions and nothing of Electron', async () => {
  expect(await run('preload-program.ts')).toEqual({
    globals: ['quantdeck'],
    functions: ['ask', 'onEvent'],
    invoked: [['quantdeck:ask', 'panel.view', {}]],
    answer: 'answered',
    heard: [[{ event: 'notices', payload: [] }]],
    returned: null,
    listening: 0,
  });
});
