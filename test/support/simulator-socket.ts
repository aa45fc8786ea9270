import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** A plain line-by-line client on a real socket: for one-line messages only. */
export interface LineSocket {
  send(line: string): void;
  /** The next line; rejects if the connection ends before it. */
  line(): Promise<string>;
  /** Resolves when the connection has ended, however. */
  readonly ended: Promise<void>;
  readonly socket: Socket;
}

export async function connectLines(
  port: number,
  tls?: { readonly ca: string; readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2' },
): Promise<LineSocket> {
  const socket = tls
    ? connectTls({
        port,
        host: '127.0.0.1',
        ca: tls.ca,
        ...(tls.maxVersion ? { minVersion: 'TLSv1', maxVersion: tls.maxVersion } : {}),
      })
    : connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    socket.once(tls ? 'secureConnect' : 'connect', () => resolve());
    socket.once('error', reject);
  });
  return lineSocket(socket);
}

function lineSocket(socket: Socket): LineSocket {
  const lines: string[] = [];
  const waiting: { resolve: (line: string) => void; reject: (reason: Error) => void }[] = [];
  let text = '';
  let over = false;
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      over = true;
      for (const { reject } of waiting.splice(0)) reject(new Error('The connection has ended'));
      resolve();
    });
  });
  // 'close' follows every error and is what these tests look at.
  socket.on('error', () => {});
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    const parts = (text + String(chunk)).split('\n');
    text = parts.pop() ?? '';
    for (const line of parts) {
      const next = waiting.shift();
      if (next) next.resolve(line);
      else lines.push(line);
    }
  });
  return {
    socket,
    ended,
    send: (line) => void socket.write(`${line}\n`),
    line: () =>
      new Promise((resolve, reject) => {
        const line = lines.shift();
        if (line !== undefined) resolve(line);
        else if (over) reject(new Error('The connection has ended'));
        else waiting.push({ resolve, reject });
      }),
  };
}
