import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type SocketMessage, socketName } from '../../../shared/socket-messages.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import type { RendererFiles } from '../common/renderer-files.ts';
import { type Gate, createGate } from './gate.ts';
import { answerPage, hostHeaders, isOwnHost } from './pages.ts';
import { WindowSocket, maxMessageBytes } from './window-socket.ts';

export interface BrowserHostOptions {
  /** 1 to 65535, or 0 for any free port. */
  readonly port: number;
  readonly files: RendererFiles;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

export interface BrowserHost {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** Makes an address that lets one browser in, once, within `lifeMilliseconds`. */
  entrance(lifeMilliseconds: number): string;
  readonly windowCount: number;
  /** Tells how many windows are connected whenever that changes. */
  readonly onWindowCount: Event<number>;
  /** Says goodbye to every window and frees the port; later calls wait for the first. */
  close(): Promise<void>;
}

/** The port is in use or not allowed. */
export class PortUnavailableError extends Error {
  override readonly name = 'PortUnavailableError';
  constructor(port: number, cause: NodeJS.ErrnoException) {
    const why =
      cause.code === 'EADDRINUSE'
        ? 'it is used by another program'
        : `the system refused it (${cause.code ?? cause.message})`;
    super(`Port ${port} cannot be opened: ${why}. Choose another with --port.`, { cause });
  }
}

/** How long a window may take to say goodbye, in milliseconds. */
const goodbyeMilliseconds = 1_000;

/** Serves the panel to browsers on this computer only. Rejects with `PortUnavailableError`. */
export async function startBrowserHost(
  panel: Pick<PanelApi, 'handle' | 'onEvent' | 'windowOpened' | 'windowClosed'>,
  options: BrowserHostOptions,
): Promise<BrowserHost> {
  const { clock, files, log } = options;
  const windows = new Set<WindowSocket>();
  const windowCount = new Emitter<number>();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  const server = createServer();
  const port = await listen(server, options.port);
  const gate = createGate(() => randomBytes(32).toString('base64url'), port, clock);

  server.on('request', (request, response) => {
    const answer = answerPage(
      {
        method: request.method ?? '',
        url: request.url ?? '',
        host: request.headers.host,
        cookie: request.headers.cookie,
        ifNoneMatch: request.headers['if-none-match'],
      },
      { port, gate, files },
    );
    send(response, answer.status, answer.headers, answer.body);
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Between here and ws taking over, a reset by the browser must not become an uncaught error.
    socket.on('error', (error) => log(`A window’s connection failed: ${error.message}`));
    const refusal = refuseUpgrade(request, port, gate);
    if (refusal !== null) {
      socket.end(refusedUpgrade(refusal, port));
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const window = new WindowSocket(webSocket, { panel, clock, log });
      windows.add(window);
      panel.windowOpened();
      windowCount.fire(windows.size);
      webSocket.on('close', () => {
        windows.delete(window);
        panel.windowClosed();
        windowCount.fire(windows.size);
      });
    });
  });

  const events = panel.onEvent((event) => {
    if (windows.size === 0) return;
    const text = JSON.stringify({ kind: 'event', event } satisfies SocketMessage);
    for (const window of windows) window.sendText(text);
  });

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    events.dispose();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const emptied = new Promise<void>((resolve) => {
      if (windows.size === 0) resolve();
      else windowCount.event((count) => count === 0 && resolve());
    });
    for (const window of windows) window.dispose();
    const patience = clock.after(goodbyeMilliseconds, () => {
      for (const window of windows) window.terminate();
      server.closeAllConnections();
    });
    server.closeIdleConnections();
    await Promise.all([closed, emptied]);
    patience.dispose();
    windowCount.dispose();
  };
  const origin = `http://127.0.0.1:${port}`;
  return {
    port,
    origin,
    entrance: (lifeMilliseconds) => `${origin}/?token=${gate.issue(lifeMilliseconds)}`,
    get windowCount() {
      return windows.size;
    },
    onWindowCount: windowCount.event,
    close: () => (closing ??= close()),
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new PortUnavailableError(port, error)));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.removeAllListeners('error');
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array | string,
): void {
  response.writeHead(status, {
    ...headers,
    ...(status === 304 ? {} : { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}

/** Why a WebSocket is refused; null if it is welcome. Browsers always send `Origin`, so a missing one is not a window. */
function refuseUpgrade(request: IncomingMessage, port: number, gate: Gate): string | null {
  const { host, origin, cookie } = request.headers;
  if (!isOwnHost(host, port)) return 'This address does not belong to QuantDeck on this computer.';
  if (request.url !== `${gate.folder}${socketName}`) return 'QuantDeck has no WebSocket here.';
  if (origin !== `http://${host}`) return 'Only QuantDeck’s own page may open this WebSocket.';
  if (!gate.admits(cookie)) return 'This QuantDeck window is not open to you.';
  return null;
}

function refusedUpgrade(sentence: string, port: number): string {
  const headers = {
    ...hostHeaders(port),
    'cache-control': 'no-store',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(Buffer.byteLength(sentence)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return ['HTTP/1.1 403 Forbidden', ...lines, '', sentence].join('\r\n');
}
