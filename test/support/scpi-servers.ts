import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { generate } from 'selfsigned';
import { toDisposable, type Disposable } from '../../electron/base/disposable.ts';
import type { Transport } from '../../electron/scpi/transport.ts';
import { unwire } from './scpi-splits.ts';

/** A server on the loopback interface, and the sockets it has accepted. */
export interface TestServer extends Disposable {
  readonly port: number;
  readonly sockets: readonly Socket[];
  /** Waits until every connection to it has ended, and stops it. */
  close(): Promise<void>;
}

export async function serve(accept: (socket: Socket) => void): Promise<TestServer> {
  return listen(createServer(), 'connection', accept);
}

export async function serveTls(
  options: TlsOptions,
  accept: (socket: Socket) => void = () => {},
): Promise<TestServer> {
  const server = createTlsServer(options);
  server.on('tlsClientError', () => {});
  return listen(server, 'secureConnection', accept);
}

/** A server that answers the first bytes of a client, a TLS hello, with these bytes. */
export async function answerHello(
  reply: Uint8Array,
  then: 'wait' | 'end' = 'wait',
): Promise<TestServer> {
  return serve((socket) => {
    socket.once('data', () => {
      socket.write(reply);
      if (then === 'end') socket.end();
    });
  });
}

async function listen(
  server: Server,
  event: string,
  accept: (socket: Socket) => void,
): Promise<TestServer> {
  const sockets: Socket[] = [];
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
  });
  server.on(event, (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    accept(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const stop = toDisposable(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return {
    port: address.port,
    sockets,
    async close() {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
    dispose: () => stop.dispose(),
  };
}

/** A port of the loopback interface where nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await serve(() => {});
  await server.close();
  return server.port;
}

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWishes {
  readonly name: string;
  readonly hosts?: readonly string[];
  readonly authority?: KeyPair;
  readonly isAuthority?: boolean;
}

/** Makes a certificate that is valid now, self-signed unless an authority is given. */
export async function certificate(wishes: CertificateWishes): Promise<KeyPair> {
  const { name, hosts = [], authority, isAuthority = false } = wishes;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(authority ? { ca: authority } : {}),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      ...(hosts.length === 0
        ? []
        : [
            {
              name: 'subjectAltName' as const,
              altNames: hosts.map((value) => ({ type: 2 as const, value })),
            },
          ]),
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** What came over a transport until it closed. */
export interface Heard {
  readonly text: string;
  readonly error: Error | null;
}

/** Reads a transport to its end. */
export function readAll(transport: Transport): Promise<Heard> {
  return new Promise((resolve) => {
    let text = '';
    transport.attach({
      data: (bytes) => {
        text += unwire(bytes);
      },
      drain: () => {},
      closed: (error) => resolve({ text, error }),
    });
  });
}
