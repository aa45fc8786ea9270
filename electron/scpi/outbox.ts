/** A command on its way to the socket. */
export interface Outgoing {
  readonly bytes: Uint8Array;
  /** False when the command was given up while it waited; then it is never written. */
  isWanted(): boolean;
  /** Called right before its bytes are handed over. */
  sending(): void;
  /** Called right after. */
  sent(): void;
}

/**
 * The order of what is written, at the pace the socket takes it. A command that waits here was not sent,
 * which its caller must be able to say when the connection is lost.
 */
export class Outbox {
  readonly #write: (bytes: Uint8Array) => boolean;
  readonly #queue: Outgoing[] = [];
  #blocked = false;

  constructor(write: (bytes: Uint8Array) => boolean) {
    this.#write = write;
  }

  add(outgoing: Outgoing): void {
    this.#queue.push(outgoing);
    this.#flush();
  }

  /** The socket takes bytes again. */
  drained(): void {
    this.#blocked = false;
    this.#flush();
  }

  #flush(): void {
    while (!this.#blocked) {
      const next = this.#queue.shift();
      if (!next) return;
      if (!next.isWanted()) continue;
      next.sending();
      this.#blocked = !this.#write(next.bytes);
      next.sent();
    }
  }
}
