import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { WebSocket } from 'ws';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks a server on this computer, with any headers: also those that a browser or `fetch` would not let through. */
export async function ask(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  asked.end();
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** What a browser that was let in knows. */
export interface Key {
  readonly cookie: string;
  /** The folder that everything is served in. */
  readonly folder: string;
}

/** Gets in with the one-time token. Without a cookie in the answer, both are empty. */
export async function enter(entrance: string): Promise<Key> {
  const { port, pathname, search } = new URL(entrance);
  const answer = await ask(Number(port), `${pathname}${search}`);
  return {
    cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
    folder: /url=([^"]+)"/.exec(answer.body)?.[1] ?? '',
  };
}

/** A browser window's socket, which remembers what it is told. */
export class TestWindow {
  readonly socket: WebSocket;
  readonly #messages: unknown[] = [];
  #wake = (): void => {};

  constructor(port: number, folder: string, headers: Readonly<Record<string, string>>) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${folder}panel`, { headers });
    this.socket.on('message', (data: Buffer) => {
      this.#messages.push(JSON.parse(data.toString()));
      this.#wake();
    });
  }

  /** Opens as a page of this host would, and waits until it is open. */
  static async open(port: number, { cookie, folder }: Key): Promise<TestWindow> {
    const window = new TestWindow(port, folder, { cookie, origin: `http://127.0.0.1:${port}` });
    await once(window.socket, 'open');
    return window;
  }

  /** The next message. */
  async message(): Promise<unknown> {
    while (this.#messages.length === 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#messages.shift();
  }

  /** How the host closed the socket. */
  async closed(): Promise<{ readonly code: number; readonly reason: string }> {
    const [code, reason] = (await once(this.socket, 'close')) as [number, Buffer];
    return { code, reason: reason.toString() };
  }
}

/** The status with which the host refuses a WebSocket. */
export async function refusal(
  port: number,
  headers: Readonly<Record<string, string>>,
  path: string,
): Promise<Answer> {
  return ask(port, path, {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  });
}
