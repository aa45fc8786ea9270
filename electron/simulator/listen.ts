import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Clock, systemClock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { AttachableMachine } from './simulator.ts';
import { type CertificatePair, makeCertificate } from './tls-certificate.ts';

export interface ListenOptions {
  /** 127.0.0.1 if left out. */
  readonly host?: string;
  /** 0 for any free port. */
  readonly port: number;
  /** 0 for any free port; no TLS if left out. */
  readonly tlsPort?: number;
  /** Made fresh if left out. */
  readonly certificate?: CertificatePair;
  /** Times the next try when the port is not free again after a restart of the instrument's software. */
  readonly clock?: Clock;
}

export interface Listener extends Disposable {
  readonly port: number;
  readonly tlsPort: number | null;
  /** What the TLS port shows; null without TLS. */
  readonly certificate: string | null;
  /** Ends every connection and resolves when both ports are free. */
  close(): Promise<void>;
}

/** Puts a machine behind real sockets. While its software restarts, the ports are closed, as on the instrument. */
export async function listen(
  machine: AttachableMachine,
  options: ListenOptions,
): Promise<Listener> {
  const host = options.host ?? '127.0.0.1';
  const clock = options.clock ?? systemClock;
  const certificate =
    options.tlsPort === undefined ? null : (options.certificate ?? (await makeCertificate()));
  const plain = new Door(createServer(), host, clock, machine);
  const doors = [plain];
  await plain.open(options.port);
  let secure: Door | null = null;
  if (certificate) {
    secure = new Door(
      createTlsServer({ ...certificate, minVersion: 'TLSv1.2' }),
      host,
      clock,
      machine,
    );
    doors.push(secure);
    try {
      await secure.open(options.tlsPort ?? 0);
    } catch (failure) {
      await plain.close();
      throw failure;
    }
  }
  const restarts = machine.onRestart((state) => {
    for (const door of doors) {
      if (state === 'down') door.shut();
      else door.reopen();
    }
  });
  const close = async (): Promise<void> => {
    restarts.dispose();
    await Promise.all(doors.map((door) => door.close()));
  };
  return {
    port: plain.port,
    tlsPort: secure?.port ?? null,
    certificate: certificate?.cert ?? null,
    close,
    dispose: () => void close(),
  };
}

const retryMilliseconds = 200;

/** One listening port and the sockets that came through it. */
class Door {
  port = 0;
  readonly #server: Server;
  readonly #host: string;
  readonly #clock: Clock;
  readonly #sockets = new Set<Socket>();
  readonly #retries = new DisposableStore();
  #closed = false;

  constructor(server: Server, host: string, clock: Clock, machine: AttachableMachine) {
    this.#server = server;
    this.#host = host;
    this.#clock = clock;
    server.on('connection', (socket: Socket) => this.#track(socket));
    // A TLS server tells of the finished handshake by another name.
    server.on('tlsClientError', () => {});
    const attachEvent = 'setSecureContext' in server ? 'secureConnection' : 'connection';
    server.on(attachEvent, (socket: Socket) => attachSocket(machine, socket));
  }

  async open(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, this.#host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('No port to listen on');
    this.port = address.port;
  }

  /** Stops listening; existing connections are the machine's to end. */
  shut(): void {
    this.#server.close();
  }

  reopen(): void {
    if (this.#closed || this.#server.listening) return;
    this.open(this.port).catch(() => {
      this.#retries.add(this.#clock.after(retryMilliseconds, () => this.reopen()));
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#retries.dispose();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // A reset by the peer is an ordinary way to leave; 'close' follows and tells the session.
    socket.on('error', () => {});
  }
}

function attachSocket(machine: AttachableMachine, socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  const connection = machine.attach({
    write: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    close: () => socket.destroySoon(),
  });
  socket.on('data', (bytes) => connection.receive(bytes));
  socket.on('end', () => connection.closed());
  socket.on('close', () => connection.closed());
}
