import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type BrowserHost,
  PortUnavailableError,
  startBrowserHost,
} from '../../../electron/hosts/browser/server.ts';
import {
  heartbeatMilliseconds,
  maxMessageBytes,
  maxOpenRequests,
  maxWaitingBytes,
} from '../../../electron/hosts/browser/window-socket.ts';
import type { RendererFiles } from '../../../electron/hosts/common/renderer-files.ts';
import type { PanelEvent } from '../../../shared/contract.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Key, TestWindow, ask, enter, refusal } from './support/http.ts';
import { type RecordingPanel, createRecordingPanel } from './support/recording-panel.ts';

const files: RendererFiles = new Map([
  [
    '/index.html',
    {
      body: Uint8Array.from(Buffer.from('<p>the app</p>')),
      type: 'text/html; charset=utf-8',
      etag: '"1"',
      hashed: false,
    },
  ],
]);
const noNotices: PanelEvent = { event: 'notices', payload: [] };

let clock: FakeClock;
let panel: RecordingPanel;
let log: string[];
let host: BrowserHost;
let own: Key;
let origin: string;

const lifeMilliseconds = 60_000;

beforeEach(async () => {
  clock = new FakeClock();
  panel = createRecordingPanel();
  log = [];
  host = await startBrowserHost(panel, { port: 0, files, clock, log: (text) => log.push(text) });
  own = await enter(host.entrance(lifeMilliseconds));
  origin = host.origin;
});

afterEach(async () => {
  await host.close();
  expect(clock.pending).toBe(0);
});

test('the address leads, once, to a cookie and a folder that open the page', async () => {
  const entrance = host.entrance(lifeMilliseconds);
  const key = await enter(entrance);
  const page = await ask(host.port, key.folder, { cookie: key.cookie });
  expect(page.status).toBe(200);
  expect(page.body).toBe('<p>the app</p>');
  const again = await ask(host.port, `/${new URL(entrance).search}`);
  expect(again.status).toBe(403);
  expect(again.headers['set-cookie']).toBeUndefined();
});

test('an address that was not used in time opens nothing', async () => {
  const entrance = host.entrance(lifeMilliseconds);
  await clock.advance(lifeMilliseconds);
  expect(await enter(entrance)).toEqual({ cookie: '', folder: '' });
});

test('token, session and folder are 32 random bytes each, all different', () => {
  const token = new URL(host.entrance(lifeMilliseconds)).searchParams.get('token') ?? '';
  const session = own.cookie.split('=')[1] ?? '';
  const secrets = [token, session, own.folder.replaceAll('/', '')];
  for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(new Set(secrets).size).toBe(3);
});

test('a cookie that another program on this computer was given opens nothing without the folder', async () => {
  const { cookie } = own;
  expect((await ask(host.port, '/', { cookie })).status).toBe(403);
  expect((await ask(host.port, '/index.html', { cookie })).status).toBe(403);
  expect((await refusal(host.port, { origin, cookie }, '/panel')).status).toBe(403);
  expect((await ask(host.port, own.folder)).status).toBe(403);
});

test('HEAD answers like GET without a body, and other methods are not allowed', async () => {
  const head = await ask(host.port, own.folder, { cookie: own.cookie }, 'HEAD');
  expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '14']);
  expect((await ask(host.port, own.folder, { cookie: own.cookie }, 'POST')).status).toBe(405);
});

test('a page reached under another name does not see the app', async () => {
  const answer = await ask(host.port, own.folder, {
    cookie: own.cookie,
    host: `evil.example:${host.port}`,
  });
  expect(answer.status).toBe(403);
  expect(answer.body).not.toContain('the app');
});

test('localhost is this computer too', async () => {
  const name = `localhost:${host.port}`;
  expect((await ask(host.port, own.folder, { cookie: own.cookie, host: name })).status).toBe(200);
  const window = new TestWindow(host.port, own.folder, {
    cookie: own.cookie,
    host: name,
    origin: `http://${name}`,
  });
  await once(window.socket, 'open');
  window.socket.terminate();
});

test('a WebSocket without cookie, with a foreign or no origin, name or path is refused with all headers', async () => {
  const { cookie, folder } = own;
  const path = `${folder}panel`;
  const refused = [
    await refusal(host.port, { origin }, path),
    await refusal(host.port, { origin, cookie: `${cookie}x` }, path),
    await refusal(host.port, { cookie }, path),
    await refusal(host.port, { cookie, origin: 'null' }, path),
    await refusal(host.port, { cookie, origin: 'file://' }, path),
    await refusal(host.port, { cookie, origin: 'http://evil.example' }, path),
    await refusal(host.port, { cookie, origin: 'http://127.0.0.1:1' }, path),
    await refusal(host.port, { cookie, origin: `http://localhost:${host.port}` }, path),
    await refusal(host.port, { cookie, origin, host: `evil.example:${host.port}` }, path),
    await refusal(host.port, { cookie, origin }, `${folder}other`),
    await refusal(host.port, { cookie, origin }, `/wrong/panel`),
  ];
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
  for (const { headers } of refused)
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(host.windowCount).toBe(0);
  expect(panel.calls).toEqual([]);
});

test('a window’s request is passed on whole and answered with its id', async () => {
  const window = await TestWindow.open(host.port, own);
  window.socket.send(JSON.stringify({ id: 7, request: 'panel.view', input: { a: ['µ'] } }));
  expect(await window.message()).toEqual({
    kind: 'answer',
    id: 7,
    answer: { ok: true, value: { name: 'panel.view', input: { a: ['µ'] } } },
  });
});

test('a bug behind a request answers a failure and keeps the window', async () => {
  const window = await TestWindow.open(host.port, own);
  window.socket.send(JSON.stringify({ id: 1, request: 'bug', input: {} }));
  expect(await window.message()).toMatchObject({
    id: 1,
    answer: { ok: false, failure: { kind: 'internal' } },
  });
  window.socket.send(JSON.stringify({ id: 2, request: 'panel.view', input: {} }));
  expect(await window.message()).toMatchObject({ id: 2, answer: { ok: true } });
  expect(log.join()).toContain('a bug in the panel');
});

test('events reach every window', async () => {
  const windows = [await TestWindow.open(host.port, own), await TestWindow.open(host.port, own)];
  panel.tell(noNotices);
  for (const window of windows)
    expect(await window.message()).toEqual({ kind: 'event', event: noNotices });
});

test('the panel is told when windows come and go', async () => {
  const counts: number[] = [];
  const gone = new Promise<void>((resolve) => {
    host.onWindowCount((count) => {
      counts.push(count);
      if (count === 0) resolve();
    });
  });
  const window = await TestWindow.open(host.port, own);
  window.socket.close();
  await gone;
  expect(counts).toEqual([1, 0]);
  expect(panel.calls).toEqual(['window opened', 'window closed']);
});

test.each([
  '{',
  '[]',
  '{"id":1,"request":"panel.view"}',
  '{"id":-1,"request":"panel.view","input":{}}',
  '{"id":1,"request":5,"input":{}}',
  '{"id":1,"request":"panel.view","input":{},"more":1}',
])('the frame %s ends the window before it reaches the panel', async (frame) => {
  const window = await TestWindow.open(host.port, own);
  window.socket.send(frame);
  const close = await window.closed();
  expect(close.code).toBe(1008);
  expect(close.reason).toContain('Not a request');
  expect(panel.calls.filter((call) => call.startsWith('handle'))).toEqual([]);
});

test('a binary frame and a frame above the limit end the window', async () => {
  const binary = await TestWindow.open(host.port, own);
  binary.socket.send(Buffer.from('{}'));
  expect((await binary.closed()).code).toBe(1003);
  const large = await TestWindow.open(host.port, own);
  large.socket.send('x'.repeat(maxMessageBytes + 1));
  expect((await large.closed()).code).toBe(1009);
});

test('a window that asks without end is closed', async () => {
  await host.close();
  const silent = { ...panel, handle: () => new Promise<unknown>(() => {}) };
  host = await startBrowserHost(silent, { port: 0, files, clock, log: (text) => log.push(text) });
  const window = await TestWindow.open(host.port, await enter(host.entrance(lifeMilliseconds)));
  for (let id = 0; id <= maxOpenRequests; id++)
    window.socket.send(JSON.stringify({ id, request: 'panel.view', input: {} }));
  expect(await window.closed()).toEqual({ code: 1008, reason: 'Too many requests are unanswered' });
});

test('a window that answers heartbeats stays, one that does not is cut off', async () => {
  const window = await TestWindow.open(host.port, own);
  const pinged = once(window.socket, 'ping');
  await clock.advance(heartbeatMilliseconds);
  await pinged;
  // The pong and this request travel in order, so that the answer proves that the pong has arrived.
  window.socket.send(JSON.stringify({ id: 1, request: 'panel.view', input: {} }));
  await window.message();
  await clock.advance(heartbeatMilliseconds);
  expect(window.socket.readyState).toBe(window.socket.OPEN);

  window.socket.pause();
  await clock.advance(heartbeatMilliseconds * 2);
  expect(host.windowCount).toBe(0);
  expect(log.join()).toContain('no longer answers');
  window.socket.terminate();
});

test('a window that reads nothing is cut off once too much waits for it', async () => {
  const window = await TestWindow.open(host.port, own);
  window.socket.pause();
  const large: PanelEvent = {
    event: 'notices',
    payload: [{ id: 'x', at: clock.now(), severity: 'info', text: 'x'.repeat(1_000_000) }],
  };
  const gone = new Promise<void>((resolve) => {
    host.onWindowCount(() => resolve());
  });
  // The system's own buffers take some of it; well beyond both, the window must be gone.
  for (let sent = 0; sent < maxWaitingBytes * 3; sent += 1_000_000) panel.tell(large);
  await gone;
  expect(log.join()).toContain('bytes unread');
  window.socket.terminate();
});

test('closing says goodbye to windows and frees the port', async () => {
  const window = await TestWindow.open(host.port, own);
  const closed = window.closed();
  await Promise.all([host.close(), host.close()]);
  expect(await closed).toEqual({ code: 1001, reason: 'QuantDeck is closing' });
  const server = createServer().listen(host.port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

test('a window that does not say goodbye is not waited for', async () => {
  const window = await TestWindow.open(host.port, own);
  window.socket.pause();
  const closing = host.close();
  await clock.advance(1_000);
  await closing;
  window.socket.terminate();
});

test('a port in use is reported with what to do', async () => {
  const failure = await startBrowserHost(panel, {
    port: host.port,
    files,
    clock,
    log: () => {},
  }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PortUnavailableError);
  expect(String(failure)).toContain(`Port ${host.port} cannot be opened: it is used`);
});

test('the port is open on the loopback address alone', async () => {
  const outward = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  // A computer without a network has still other loopback addresses.
  const socket = connect(host.port, outward?.address ?? '127.0.0.2');
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});
