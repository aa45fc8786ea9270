import { type Disposable, toDisposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { TopicMessage } from './message.ts';
import type {
  SessionClosed,
  SessionListeners,
  UnmatchedMessage,
  WireRecord,
} from './session-types.ts';

/**
 * What a session tells. A listener that throws is reported and breaks nothing: the machine's answers still
 * have to be delivered to the others.
 */
export class SessionEvents implements Disposable {
  readonly #messages = new Emitter<TopicMessage>();
  readonly #wire = new Emitter<WireRecord>();
  readonly #unmatched = new Emitter<UnmatchedMessage>();
  readonly #closed = new Emitter<SessionClosed>();
  readonly #onListenerError: (error: unknown) => void;
  #end: SessionClosed | null = null;

  readonly onMessage: Event<TopicMessage> = this.#messages.event;
  readonly onWire: Event<WireRecord> = this.#wire.event;
  readonly onUnmatched: Event<UnmatchedMessage> = this.#unmatched.event;
  /** Fires exactly once; who subscribes after the end is told soon. */
  readonly onClosed: Event<SessionClosed> = (listener) => {
    const end = this.#end;
    if (end === null) return this.#closed.event(listener);
    let wanted = true;
    queueMicrotask(() => {
      if (wanted) this.guard(() => listener(end));
    });
    return toDisposable(() => {
      wanted = false;
    });
  };

  constructor(listeners: SessionListeners, onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
    if (listeners.wire) this.#wire.event(listeners.wire);
    if (listeners.message) this.#messages.event(listeners.message);
    if (listeners.unmatched) this.#unmatched.event(listeners.unmatched);
    if (listeners.closed) this.#closed.event(listeners.closed);
  }

  message(message: TopicMessage): void {
    this.guard(() => this.#messages.fire(message));
  }

  wire(record: WireRecord): void {
    this.guard(() => this.#wire.fire(record));
  }

  unmatched(unmatched: UnmatchedMessage): void {
    this.guard(() => this.#unmatched.fire(unmatched));
  }

  /** The last event of a session's life. */
  closed(closed: SessionClosed): void {
    this.#end = closed;
    this.guard(() => this.#closed.fire(closed));
    this.dispose();
  }

  dispose(): void {
    for (const emitter of [this.#messages, this.#wire, this.#unmatched, this.#closed]) {
      emitter.dispose();
    }
  }

  /** Runs a caller's function and reports what it throws. */
  guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#onListenerError(error);
    }
  }
}
