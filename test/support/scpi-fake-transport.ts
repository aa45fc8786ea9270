import type {
  Transport,
  TransportFacts,
  TransportListener,
} from '../../electron/scpi/transport.ts';
import { unwire, wire } from './scpi-splits.ts';

/** A transport whose other end is the test. Nothing happens by itself. */
export class FakeTransport implements Transport {
  readonly facts: TransportFacts = { address: '127.0.0.1', port: 7000, tls: null };
  readonly written: string[] = [];
  ended = false;
  disposed = false;
  /** What `write` answers: false stands for a socket whose buffer is full. */
  takesMore = true;
  #listener: TransportListener | null = null;
  #closed = false;

  attach(listener: TransportListener): void {
    this.#listener = listener;
  }

  write(bytes: Uint8Array): boolean {
    this.written.push(unwire(bytes));
    return this.takesMore;
  }

  end(): void {
    this.ended = true;
  }

  dispose(): void {
    this.disposed = true;
  }

  get attached(): boolean {
    return this.#listener !== null;
  }

  /** The machine says these bytes, one for each character. */
  say(text: string): void {
    this.sayBytes(wire(text));
  }

  sayBytes(bytes: Uint8Array): void {
    this.#listener?.data(bytes);
  }

  drain(): void {
    this.takesMore = true;
    this.#listener?.drain();
  }

  close(error: Error | null): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener?.closed(error);
  }
}
