import type { Socket } from 'node:net';
import { ConnectionLostError } from './transport-errors.ts';
import type { Transport, TransportFacts, TransportListener } from './transport.ts';

/** Turns an error of a connected socket into a typed one, or returns null when it has no special meaning. */
export type ErrorTranslator = (error: Error) => Error | null;

/** A connected `net` or `tls` socket as a {@link Transport}. */
export class SocketTransport implements Transport {
  readonly facts: TransportFacts;
  readonly #socket: Socket;
  readonly #translate: ErrorTranslator;
  #listener: TransportListener | null = null;
  #endedHere = false;
  #error: Error | null = null;

  constructor(socket: Socket, facts: TransportFacts, translate: ErrorTranslator = () => null) {
    this.#socket = socket;
    this.facts = facts;
    this.#translate = translate;
    socket.on('error', (error) => {
      this.#error ??= error;
    });
  }

  attach(listener: TransportListener): void {
    if (this.#listener) throw new Error('A transport has one listener');
    this.#listener = listener;
    const socket = this.#socket;
    const closed = (): void => listener.closed(this.#closeReason());
    if (socket.closed) {
      queueMicrotask(closed);
      return;
    }
    socket.on('close', closed);
    socket.on('drain', () => listener.drain());
    socket.on('data', (bytes: Buffer) => listener.data(bytes));
  }

  write(bytes: Uint8Array): boolean {
    return this.#socket.write(bytes);
  }

  end(): void {
    this.#endedHere = true;
    this.#socket.end();
  }

  dispose(): void {
    this.#endedHere = true;
    this.#socket.destroy();
  }

  #closeReason(): Error | null {
    if (this.#endedHere) return null;
    const error = this.#error ?? this.#socket.errored;
    if (!error) return new ConnectionLostError('The machine closed the connection', null);
    const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
    return (
      this.#translate(error) ??
      new ConnectionLostError(`The connection broke: ${error.message}`, code, error)
    );
  }
}
