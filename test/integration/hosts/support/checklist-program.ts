/*
 * Runs the built desktop app against the stand-in and tries what the security checklist asks about, printing what was seen as JSON.
 * Usage: node checklist-program.ts BUILT_DIRECTORY --data DIRECTORY
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StandIn } from './electron-stand-in.ts';

export interface ChecklistReport {
  readonly calls: readonly string[];
  readonly loaded: readonly string[];
  readonly webPreferences: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly granted: readonly string[];
  readonly grantedElsewhere: readonly string[];
  readonly switches: readonly string[];
  readonly prevented: Readonly<Record<string, boolean>>;
  readonly newWindows: readonly { readonly action: string }[];
  readonly openedOutside: readonly string[];
  readonly channels: readonly string[];
  readonly otherIpcListeners: readonly string[];
  readonly foreignAnswers: readonly unknown[];
  readonly schemes: readonly string[];
}

/** Everything Chromium asks permission for, from Electron's typings, and one that it may invent. */
const permissions = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'mediaKeySystem',
  'geolocation',
  'idle-detection',
  'media',
  'midi',
  'midiSysex',
  'notifications',
  'pointerLock',
  'keyboardLock',
  'fullscreen',
  'openExternal',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'window-management',
  'fileSystem',
  'hid',
  'serial',
  'usb',
  'invented-tomorrow',
];

const addresses = [
  'https://evil.example/',
  'http://github.com/',
  'https://github.com.evil.example/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'ms-msdt:/id',
  'smb://server/share',
  'https://github.com/quantdeck/quantdeck',
];

const [, , built = ''] = process.argv;
const standIn = new StandIn({ first: true });
standIn.install();
await import(pathToFileURL(join(built, 'main', 'main.js')).href);
const ended = (): boolean => standIn.calls.some((call) => call.startsWith('exit'));
while (!ended() && !standIn.calls.some((call) => call.startsWith('loadURL')))
  await new Promise((resolve) => setImmediate(resolve));

const [window] = standIn.windows;
if (window === undefined) throw new Error(`no window was opened: ${standIn.calls.join(', ')}`);
const contents = window.webContents;

const request = standIn.sessionHandlers.get('request') as unknown as (
  contents: unknown,
  permission: string,
  answer: (yes: boolean) => void,
  details: { requestingUrl: string; isMainFrame: boolean },
) => void;
const isGranted = standIn.sessionHandlers.get('check') as unknown as (
  contents: unknown,
  permission: string,
  origin: string,
) => boolean;
const decide = (permission: string, url: string): boolean => {
  let granted = false;
  request(contents, permission, (yes) => (granted = yes), {
    requestingUrl: url,
    isMainFrame: true,
  });
  return granted || isGranted(contents, permission, url);
};
const prevented = (name: string): boolean => {
  let stopped = false;
  contents.emit(name, { url: 'https://evil.example/', preventDefault: () => (stopped = true) });
  return stopped;
};
const ask = standIn.handlers.get('quantdeck:ask') as unknown as (
  event: unknown,
  name: string,
  input: unknown,
) => Promise<unknown>;
const foreign = (origin: string): unknown => {
  const frame = { origin, url: `${origin}/` };
  return { sender: { mainFrame: frame }, senderFrame: frame };
};
const page = await standIn.serve?.({ url: 'app://quantdeck/', method: 'GET' } as Request);

const report: ChecklistReport = {
  calls: [...standIn.calls],
  loaded: standIn.calls
    .filter((call) => call.startsWith('loadURL '))
    .map((call) => call.slice('loadURL '.length)),
  webPreferences: (window.options as { webPreferences: Record<string, unknown> }).webPreferences,
  headers: Object.fromEntries(page?.headers ?? []),
  granted: permissions
    .filter((name) => decide(name, 'app://quantdeck/'))
    .toSorted()
    .toReversed(),
  grantedElsewhere: permissions.filter((name) => decide(name, 'https://evil.example/')),
  switches: standIn.switches,
  prevented: Object.fromEntries(
    ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'].map((name) => [
      name,
      prevented(name),
    ]),
  ),
  newWindows: addresses.map((url) => contents.openHandler?.({ url }) ?? { action: 'no handler' }),
  openedOutside: standIn.openedOutside,
  channels: [...standIn.handlers.keys()],
  otherIpcListeners: standIn.ipcMainListeners,
  foreignAnswers: await Promise.all(
    [
      foreign('https://evil.example'),
      foreign('app://other'),
      foreign('file://'),
      foreign('null'),
      { sender: contents, senderFrame: null },
      { sender: contents, senderFrame: { origin: 'app://quantdeck', url: 'app://quantdeck/x' } },
    ].map((event) => ask(event, 'panel.view', {})),
  ),
  schemes: (standIn.schemes as { scheme: string }[]).map(({ scheme }) => scheme),
};

process.emit('SIGTERM');
while (!ended()) await new Promise((resolve) => setImmediate(resolve));
// No process.exit: the process ends by itself only if the app left nothing open.
process.stdout.write(`${JSON.stringify(report)}\n`);
