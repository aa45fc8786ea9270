import type { RawData, WebSocket } from 'ws';
import type { Failure } from '../../../shared/failure.ts';
import { type SocketMessage, socketRequestSchema } from '../../../shared/socket-messages.ts';
import { type Clock, every } from '../../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../base/disposable.ts';
import type { PanelApi } from '../../panel/panel-api.ts';

/** Most bytes one message of a window may have. */
export const maxMessageBytes = 4 * 1024 * 1024;
/** Bytes that may wait for a window. One that leaves more unread is cut off; it will ask for everything anew. */
export const maxWaitingBytes = 16 * 1024 * 1024;
/** Requests of one window that may be unanswered at once: far more than any window asks. */
export const maxOpenRequests = 256;
export const heartbeatMilliseconds = 15_000;

const closeCodes = { unsupported: 1003, policy: 1008, leaving: 1001 } as const;

export interface WindowSocketParts {
  readonly panel: Pick<PanelApi, 'handle'>;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/** One window: reads its requests, answers them, carries events to it. Disposing says goodbye to the window. */
export class WindowSocket implements Disposable {
  readonly #socket: WebSocket;
  readonly #parts: WindowSocketParts;
  readonly #owned = new DisposableStore();
  #openRequests = 0;
  #alive = true;

  constructor(socket: WebSocket, parts: WindowSocketParts) {
    this.#socket = socket;
    this.#parts = parts;
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    // ws closes the socket itself after an error (a frame too large, bad UTF-8), with the right code.
    socket.on('error', (error) => parts.log(`A window’s connection failed: ${error.message}`));
    socket.on('close', () => this.#owned.dispose());
    this.#owned.add(every(parts.clock, heartbeatMilliseconds, () => this.#beat()));
    this.#owned.add(toDisposable(() => socket.close(closeCodes.leaving, 'QuantDeck is closing')));
  }

  /** Sends one message, already written as JSON, so that an event is written once for all windows. */
  sendText(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > maxWaitingBytes) {
      this.#parts.log(
        `A window was cut off: it left ${this.#socket.bufferedAmount} bytes unread for too long.`,
      );
      this.#socket.terminate();
      return;
    }
    this.#socket.send(text);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Ends the connection without waiting for the window. */
  terminate(): void {
    this.#socket.terminate();
  }

  #beat(): void {
    if (!this.#alive) {
      this.#parts.log('A window was cut off: it no longer answers.');
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  #read(data: RawData, isBinary: boolean): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (isBinary) {
      this.#socket.close(closeCodes.unsupported, 'Only text messages are understood');
      return;
    }
    const request = socketRequestSchema.safeParse(readJson(data));
    if (!request.success) {
      this.#socket.close(closeCodes.policy, 'Not a request: {id, request, input} was expected');
      return;
    }
    if (this.#openRequests >= maxOpenRequests) {
      this.#socket.close(closeCodes.policy, 'Too many requests are unanswered');
      return;
    }
    this.#openRequests += 1;
    void this.#answer(request.data.id, request.data.request, request.data.input);
  }

  async #answer(id: number, request: string, input: unknown): Promise<void> {
    let answer: unknown;
    try {
      answer = await this.#parts.panel.handle(request, input);
    } catch (bug) {
      this.#parts.log(`The request “${request}” failed inside QuantDeck: ${String(bug)}`);
      answer = { ok: false, failure: internalFailure };
    } finally {
      this.#openRequests -= 1;
    }
    this.sendText(JSON.stringify({ kind: 'answer', id, answer } satisfies SocketMessage));
  }
}

const internalFailure: Failure = {
  kind: 'internal',
  message: 'QuantDeck made a mistake while handling this.',
  remedy: 'Try again; if it happens again, restart QuantDeck.',
  detail: '',
};

function readJson(data: RawData): unknown {
  try {
    // Messages come as one buffer unless ws is told otherwise.
    return Buffer.isBuffer(data) ? JSON.parse(data.toString()) : undefined;
  } catch {
    return undefined;
  }
}
