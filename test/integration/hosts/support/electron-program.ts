/*
 * Runs the built desktop app against the stand-in and goes through its life, printing what was seen as one line of JSON.
 * Usage: node electron-program.ts BUILT_DIRECTORY first|second --data DIRECTORY
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { noTlsSettings } from '../../../../shared/machine-settings.ts';
import { StandIn } from './electron-stand-in.ts';

const [, , built = '', which = 'first'] = process.argv;
const standIn = new StandIn({ first: which === 'first' });
standIn.install();

/** Lets everything that was started settle until `done` holds; the test's own time limit is the bound. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

const ended = (): boolean => standIn.calls.some((call) => call.startsWith('exit'));

/** Events a handler prevented. */
function prevented(
  target: { emit: (name: string, event: unknown) => boolean },
  name: string,
): boolean {
  let stopped = false;
  target.emit(name, { url: 'https://evil.example/', preventDefault: () => (stopped = true) });
  return stopped;
}

await import(pathToFileURL(join(built, 'main', 'main.js')).href);
await until(() => ended() || standIn.calls.some((call) => call.startsWith('loadURL')));

const report: Record<string, unknown> = { start: [...standIn.calls] };
const [window] = standIn.windows;
if (window !== undefined) {
  const contents = window.webContents;
  report['options'] = window.options;
  report['schemes'] = standIn.schemes;

  const ask = standIn.handlers.get('quantdeck:ask') as unknown as (
    event: unknown,
    name: unknown,
    input: unknown,
  ) => Promise<unknown>;
  const own = { sender: contents, senderFrame: contents.mainFrame };
  const foreign = (origin: string, isMain: boolean): unknown => {
    const frame = { origin, url: `${origin}/page` };
    return { sender: { mainFrame: isMain ? frame : contents.mainFrame }, senderFrame: frame };
  };
  report['channels'] = [...standIn.handlers.keys()];
  report['answers'] = {
    good: await ask(own, 'panel.view', {}),
    badInput: await ask(own, 'panel.view', { surprise: 1 }),
    badName: await ask(own, 'constructor', {}),
    frameInPage: await ask(foreign('app://quantdeck', false), 'panel.view', {}),
    otherOrigin: await ask(foreign('https://evil.example', true), 'panel.view', {}),
    frameGone: await ask({ sender: contents, senderFrame: null }, 'panel.view', {}),
  };

  const data = process.argv.at(-1) ?? '';
  const draft = {
    name: 'Resting',
    address: '127.0.0.1:1',
    cap: 'Observer',
    mode: 'on-demand',
    tls: noTlsSettings,
  };
  const password = { kind: 'set', password: 'hunter2-secret' };
  const plainFile = join(data, 'passwords.plain.json');
  const storedNow = (): string =>
    existsSync(plainFile) ? readFileSync(plainFile, 'utf8') : 'none';
  report['plain'] = {
    added: await ask(own, 'machines.add', { draft, password }),
    before: storedNow(),
    agreed: await ask(own, 'passwords.storePlainly', { allowed: true }),
    after: storedNow(),
    preferences: JSON.parse(readFileSync(join(data, 'preferences.json'), 'utf8')),
    view: await ask(own, 'panel.view', {}),
    withdrawn: await ask(own, 'passwords.storePlainly', { allowed: false }),
    end: storedNow(),
  };

  const request = standIn.sessionHandlers.get('request') as unknown as (
    contents: unknown,
    permission: string,
    decide: (granted: boolean) => void,
    details: unknown,
  ) => void;
  const check = standIn.sessionHandlers.get('check') as unknown as (
    contents: unknown,
    permission: string,
    origin: string,
  ) => boolean;
  const decided = (permission: string, requestingUrl: string, isMainFrame: boolean): boolean => {
    let answer = false;
    request(contents, permission, (granted) => (answer = granted), { requestingUrl, isMainFrame });
    return answer;
  };
  const permissions = [
    'notifications',
    'clipboard-sanitized-write',
    'fullscreen',
    'screen-wake-lock',
    'media',
    'geolocation',
    'serial',
    'usb',
    'hid',
    'openExternal',
    'clipboard-read',
    'fileSystem',
    'local-network-access',
    'unknown',
  ];
  report['permissions'] = {
    requested: permissions.filter((name) => decided(name, 'app://quantdeck/', true)),
    inFrame: permissions.filter((name) => decided(name, 'app://quantdeck/', false)),
    elsewhere: permissions.filter((name) => decided(name, 'app://quantdeck.evil.example/', true)),
    checked: permissions.filter((name) => check(contents, name, 'app://quantdeck/')),
    checkedElsewhere: permissions.filter((name) => check(contents, name, 'https://evil.example/')),
    device: (standIn.sessionHandlers.get('device') as unknown as () => boolean)(),
  };
  let screen: unknown = 'unasked';
  (
    standIn.sessionHandlers.get('display') as unknown as (
      r: unknown,
      c: (s: unknown) => void,
    ) => void
  )({}, (streams) => (screen = streams));
  report['screen'] = screen;

  const serve = async (url: string, method = 'GET'): Promise<unknown> => {
    // Not a Request: it would refuse some of these addresses itself.
    const response = await standIn.serve?.({ url, method } as Request);
    return {
      status: response?.status,
      body: await response?.text(),
      headers: Object.fromEntries(response?.headers ?? []),
    };
  };
  report['served'] = {
    page: await serve('app://quantdeck/'),
    script: await serve('app://quantdeck/assets/app-1.js?x'),
    traversal: await serve('app://quantdeck/..%2f..%2fmain%2fmain.js'),
    encoded: await serve('app://quantdeck/%2e%2e/main/main.js'),
    broken: await serve('app://quantdeck/%'),
    otherHost: await serve('app://elsewhere/index.html'),
    post: await serve('app://quantdeck/', 'POST'),
  };

  report['navigation'] = Object.fromEntries(
    ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'].map((name) => [
      name,
      prevented(contents, name),
    ]),
  );
  report['newWindow'] = contents.openHandler?.({ url: 'https://evil.example/' });

  contents.emit('did-finish-load');
  window.emit('ready-to-show');
  contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  report['reloads'] = contents.reloads;
  standIn.app.emit('second-instance', {}, [], process.cwd());
  // The practice machine speaks by itself; its first events prove that they reach the window.
  await until(() => contents.sent.length > 0);
  report['sent'] = contents.sent[0];
  contents.mainFrame.origin = 'app://quantdeck';
  const entries = standIn.menu.flatMap(({ submenu }) => submenu ?? []);
  entries.find(({ id }) => id === 'go-settings')?.click?.();
  report['menuCommand'] = contents.sent.findLast(
    ([, event]) => (event as { event: string }).event === 'command',
  );
  contents.emit(
    'context-menu',
    {},
    { isEditable: false, selectionText: 'x', editFlags: { canCopy: true } },
  );
  report['contextMenu'] = standIn.poppedUp;
  report['chosen'] = await ask(own, 'host.chooseFile', { wish: 'ca-file' });
  await ask(own, 'host.windowFailed', {
    kind: 'error',
    message: 'TypeError: odd',
    stack: '',
    place: '#/x',
  });
  report['bundle'] = await ask(own, 'support.bundle', { withAddresses: false });
  window.emit('close', { preventDefault: () => {} });

  // The first machine is the practice machine; a level held on it is something to ask about.
  interface View {
    readonly value: {
      readonly machines: readonly {
        readonly id: string;
        readonly lease: unknown;
        readonly connection: { readonly kind: string };
      }[];
    };
  }
  const firstMachine = async () => ((await ask(own, 'panel.view', {})) as View).value.machines[0];
  while ((await firstMachine())?.connection.kind !== 'ready')
    await new Promise((resolve) => setImmediate(resolve));
  const machineId = (await firstMachine())?.id;
  await ask(own, 'lease.take', {
    machineId,
    wish: { level: 'Controller', exclusive: false, stealth: false, seconds: 300 },
  });
  prevented(standIn.app, 'before-quit');
  await until(() => standIn.questions.length > 0);
  await new Promise((resolve) => setImmediate(resolve));
  report['stayed'] = {
    question: standIn.questions[0]?.detail,
    held: (await firstMachine())?.lease !== null,
    ended: ended(),
  };
  contents.mainFrame.origin = 'https://evil.example';
  const countAway = contents.sent.length;
  report['beforeQuit'] = standIn.calls.filter((call) => call !== 'quit');
  process.emit('SIGTERM');
  report['signal'] = [process.listenerCount('SIGTERM'), standIn.calls.at(-1)];
  report['held'] = [prevented(standIn.app, 'before-quit'), prevented(standIn.app, 'before-quit')];
  report['exitedAtOnce'] = ended();
  await until(ended);
  report['sentElsewhere'] = contents.sent.length - countAway;
  report['questions'] = standIn.questions.length;
  report['afterQuit'] = await ask(
    { ...own, senderFrame: Object.assign(contents.mainFrame, { origin: 'app://quantdeck' }) },
    'panel.view',
    {},
  );
}
report['calls'] = standIn.calls;
// No process.exit: the process ends by itself only if the app left nothing open.
process.stdout.write(`${JSON.stringify(report)}\n`);
