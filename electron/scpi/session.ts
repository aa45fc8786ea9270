import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import { CommandExchange } from './command-exchange.ts';
import {
  greetingEvidenceBytes,
  NotAQuantStudioError,
  NotSentError,
  SessionEndedError,
} from './errors.ts';
import { Framer } from './framer.ts';
import { FramingError } from './framing-error.ts';
import type { Greeting, Message, TopicMessage } from './message.ts';
import { parseMessage } from './parser.ts';
import type { Reply } from './pending-commands.ts';
import { checkSendable } from './serializer.ts';
import { SessionEvents } from './session-events.ts';
import {
  type CloseCause,
  closeReason,
  type ExecuteOptions,
  type SessionClosed,
  type SessionOptions,
  type SessionState,
  type UnmatchedMessage,
  type WireRecord,
} from './session-types.ts';
import { ConnectAbortedError, ConnectionLostError } from './transport-errors.ts';
import type { Transport } from './transport.ts';

/** A greeting is one short line; whoever says more without ending it is no QuantStudio. */
const maxGreetingBytes = 64 * 1024;

/**
 * One connection's whole life: greeting, ready, closing, closed. Owns its transport.
 *
 * Sends nothing before the greeting and nothing twice, reads nothing after a framing error, and settles
 * every command exactly once. Source: instrument protocol, sections 1 to 4.
 */
export class Session implements Disposable {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #framer: Framer;
  readonly #events: SessionEvents;
  readonly #exchange: CommandExchange;
  #state: SessionState = { kind: 'greeting' };
  #greeting: Greeting | null = null;
  #heardAt: Instant;
  #leaving: Promise<void> | null = null;
  #quitAcknowledged = false;
  /** Settles `open`; does nothing later. */
  #opened: (failure: Error | null) => void = () => {};

  /**
   * Waits for the greeting and takes the transport over: it is closed with the session, also when this
   * rejects. Rejects with `NotAQuantStudioError`, `ConnectAbortedError`, or why the connection was lost.
   */
  static async open(transport: Transport, options: SessionOptions): Promise<Session> {
    const session = new Session(transport, options);
    await session.#greet(options);
    return session;
  }

  private constructor(transport: Transport, options: SessionOptions) {
    this.#transport = transport;
    this.#clock = options.clock;
    this.#heardAt = options.clock.now();
    this.#framer = new Framer(options.limits);
    this.#events = new SessionEvents(
      options.listeners ?? {},
      options.onListenerError ?? (() => {}),
    );
    this.#exchange = new CommandExchange({
      clock: options.clock,
      events: this.#events,
      firstIdent: options.firstIdent ?? 1,
      write: (bytes) => transport.write(bytes),
    });
  }

  get greeting(): Greeting {
    if (!this.#greeting) throw new Error('A session is handed out after its greeting only');
    return this.#greeting;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** When the last bytes came. */
  get heardAt(): Instant {
    return this.#heardAt;
  }

  get onMessage(): Event<TopicMessage> {
    return this.#events.onMessage;
  }

  /** Every frame sent or received, in order. */
  get onWire(): Event<WireRecord> {
    return this.#events.onWire;
  }

  /** Replies to nobody and lines of no known form. */
  get onUnmatched(): Event<UnmatchedMessage> {
    return this.#events.onUnmatched;
  }

  /** Fires exactly once; who subscribes after the end is told soon. */
  get onClosed(): Event<SessionClosed> {
    return this.#events.onClosed;
  }

  /**
   * Sends one command and waits for its answer. Rejects with `CommandTextError` (never written),
   * `NotSentError`, `MachineError`, `DeadlineError` or `OutcomeUnknownError`; never sends again.
   */
  execute(command: string, options: ExecuteOptions = {}): Promise<Reply> {
    const fault = checkSendable(command);
    if (fault) return Promise.reject(fault);
    const refusal = this.#refusal(command);
    if (refusal) return Promise.reject(refusal);
    return this.#exchange.execute(command, options);
  }

  /**
   * Leaves in order: `QUIT`, its `OK`, the machine's close; whatever has not happened after `maxSeconds` is
   * not waited for. Commands not yet written are not sent. Never rejects. Source: instrument protocol,
   * section 1.
   */
  leave(maxSeconds: number): Promise<void> {
    this.#leaving ??= this.#leave(maxSeconds);
    return this.#leaving;
  }

  /** Destroys the connection at once. */
  dispose(): void {
    this.#close({ kind: 'disposed' });
  }

  #greet({ greetingSeconds = 10, signal }: SessionOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const guards = new DisposableStore();
      this.#opened = (failure) => {
        this.#opened = () => {};
        guards.dispose();
        if (failure) reject(failure);
        else resolve();
      };
      guards.add(
        this.#clock.after(greetingSeconds * 1000, () =>
          this.#fail(new NotAQuantStudioError(this.#said(), greetingSeconds)),
        ),
      );
      const onAbort = (): void => this.#fail(new ConnectAbortedError('greeting', signal?.reason));
      signal?.addEventListener('abort', onAbort, { once: true });
      guards.add(toDisposable(() => signal?.removeEventListener('abort', onAbort)));
      this.#transport.attach({
        data: (bytes) => this.#receive(bytes),
        drain: () => this.#exchange.drained(),
        closed: (error) => this.#transportClosed(error),
      });
      if (signal?.aborted) onAbort();
    });
  }

  #refusal(command: string): NotSentError | null {
    const state = this.#state;
    switch (state.kind) {
      case 'ready':
        return null;
      case 'greeting':
        return new NotSentError(command, 'the machine has not greeted yet');
      case 'closing':
        return new NotSentError(command, 'the connection is being left');
      case 'closed': {
        const error = closeReason(state.cause);
        return new NotSentError(command, `the connection is closed (${error.message})`, error);
      }
      default:
        return assertNever(state);
    }
  }

  #leave(maxSeconds: number): Promise<void> {
    if (this.#state.kind === 'closed') return Promise.resolve();
    this.#state = { kind: 'closing', since: this.#clock.now() };
    this.#exchange.abortQueued(new SessionEndedError('left'));
    return new Promise((resolve) => {
      const timer = this.#clock.after(maxSeconds * 1000, () => this.#closeLeft());
      this.#events.onClosed(() => {
        timer.dispose();
        resolve();
      });
      // The timer above is the deadline; this one only has to come later.
      const terms = { firstReplySeconds: maxSeconds + 1 };
      this.#exchange.send('QUIT', terms, {
        resolve: () => this.#quitAnswered(true),
        reject: () => this.#quitAnswered(false),
      });
    });
  }

  /** After the answer the machine closes; our half-close tells a gateway between that we are done. */
  #quitAnswered(acknowledged: boolean): void {
    if (this.#state.kind !== 'closing') return;
    this.#quitAcknowledged = acknowledged;
    this.#transport.end();
  }

  #receive(bytes: Uint8Array): void {
    if (this.#state.kind === 'closed') return;
    this.#heardAt = this.#clock.now();
    try {
      this.#framer.push(bytes, (frame) => this.#takeFrame(frame));
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      const greeting = this.#state.kind === 'greeting';
      this.#fail(greeting ? new NotAQuantStudioError(this.#said(), null, error) : error);
      return;
    }
    if (this.#state.kind === 'greeting' && this.#framer.heldBytes > maxGreetingBytes) {
      this.#fail(new NotAQuantStudioError(this.#said(), null));
    }
  }

  #takeFrame(frame: Uint8Array): void {
    const message = parseMessage(frame);
    const { kind } = message;
    const ident = 'ident' in message ? message.ident : null;
    const origin = this.#exchange.originOf(ident);
    const at = this.#heardAt;
    this.#events.wire({ direction: 'received', bytes: frame, at, ident, kind, origin });
    // A listener may have closed the session, by this record or by a frame before in the same packet.
    const state = this.state;
    switch (state.kind) {
      case 'greeting':
        this.#takeGreeting(message, frame);
        break;
      case 'ready':
      case 'closing':
        this.#takeMessage(message, at);
        break;
      case 'closed':
        break;
      default:
        assertNever(state);
    }
  }

  #takeGreeting(message: Message, frame: Uint8Array): void {
    if (message.kind === 'ready') {
      this.#greeting = message.greeting;
      this.#state = { kind: 'ready' };
      this.#opened(null);
    } else if (!isBlank(message)) {
      this.#fail(new NotAQuantStudioError(frame, null));
    }
  }

  #takeMessage(message: Message, at: Instant): void {
    switch (message.kind) {
      case 'message':
        this.#events.message(message);
        break;
      case 'ready':
        this.#events.unmatched({ message, reason: 'second-greeting', command: null, at });
        break;
      case 'unknown':
        if (!isBlank(message)) {
          this.#events.unmatched({ message, reason: 'not-a-message', command: null, at });
        }
        break;
      case 'next':
      case 'ok':
      case 'error':
        this.#exchange.deliver(message, at);
        if (isAnonymousOk(message)) this.#quitAnswered(true);
        break;
      default:
        assertNever(message);
    }
  }

  #transportClosed(error: Error | null): void {
    const { kind } = this.#state;
    if (kind === 'closing') {
      const inOrder = error === null || (error instanceof ConnectionLostError && !error.code);
      this.#quitAcknowledged ||= inOrder;
      this.#closeLeft();
      return;
    }
    const lost = error ?? new ConnectionLostError('The connection ended', null);
    const spoke = kind === 'greeting' && this.#framer.heldBytes > 0;
    this.#fail(spoke ? new NotAQuantStudioError(this.#said(), null, lost) : lost);
  }

  #closeLeft(): void {
    this.#close({ kind: 'left', acknowledged: this.#quitAcknowledged });
  }

  #fail(error: Error): void {
    this.#close({ kind: 'error', error });
  }

  #close(cause: CloseCause): void {
    if (this.#state.kind === 'closed') return;
    const closed = { at: this.#clock.now(), cause };
    this.#state = { kind: 'closed', ...closed };
    this.#transport.dispose();
    const reason = closeReason(cause);
    this.#recordPartialFrame(closed.at);
    this.#exchange.abortAll(reason);
    this.#exchange.dispose();
    this.#opened(reason);
    this.#events.closed(closed);
  }

  #recordPartialFrame(at: Instant): void {
    const bytes = this.#framer.peek(this.#framer.heldBytes);
    if (bytes.length === 0) return;
    this.#events.wire({
      direction: 'received',
      bytes,
      at,
      ident: null,
      kind: 'partial',
      origin: null,
    });
  }

  #said(): Uint8Array {
    return this.#framer.peek(greetingEvidenceBytes);
  }
}

/** `QUIT` may be answered without its ident (unverified). */
function isAnonymousOk(message: Message): boolean {
  return message.kind === 'ok' && message.ident === null && /^(QUIT)?$/i.test(message.body.raw);
}

function isBlank(message: Message): boolean {
  return message.kind === 'unknown' && message.raw.trim() === '';
}
