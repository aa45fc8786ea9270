import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable.ts';
import { NotSentError } from './errors.ts';
import { Outbox } from './outbox.ts';
import {
  type CommandTerms,
  PendingCommands,
  type Reply,
  type ReplyMessage,
} from './pending-commands.ts';
import { maskSecrets } from './secrets.ts';
import type { SessionEvents } from './session-events.ts';
import type { ExecuteOptions } from './session-types.ts';

export interface CommandExchangeParts {
  readonly clock: Clock;
  readonly events: SessionEvents;
  readonly firstIdent: number;
  /** Hands bytes to the socket; false asks to wait for {@link CommandExchange.drained}. */
  readonly write: (bytes: Uint8Array) => boolean;
}

/** Commands out, replies back to who asked: the traffic of a session that is ready, without its life. */
export class CommandExchange implements Disposable {
  readonly #clock: Clock;
  readonly #events: SessionEvents;
  readonly #pending: PendingCommands;
  readonly #outbox: Outbox;

  constructor({ clock, events, firstIdent, write }: CommandExchangeParts) {
    this.#clock = clock;
    this.#events = events;
    this.#pending = new PendingCommands(clock, firstIdent);
    this.#outbox = new Outbox(write);
  }

  /** Sends one command whose text was checked, and settles with its outcome. */
  execute(command: string, options: ExecuteOptions): Promise<Reply> {
    const { signal } = options;
    if (signal?.aborted) {
      return Promise.reject(new NotSentError(command, 'it was given up', signal.reason));
    }
    return new Promise((resolve, reject) => {
      const guards = new DisposableStore();
      const ident = this.send(command, options, {
        resolve(reply) {
          guards.dispose();
          resolve(reply);
        },
        reject(error) {
          guards.dispose();
          reject(error);
        },
      });
      if (!signal) return;
      const onAbort = (): void => this.#pending.abort(ident, signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      guards.add(toDisposable(() => signal.removeEventListener('abort', onAbort)));
      // A listener that was told of the sending may have aborted already.
      if (signal.aborted) onAbort();
    });
  }

  /** Sends one command; exactly one of `settle` is called, maybe before this returns. Answers the ident. */
  send(
    command: string,
    options: ExecuteOptions,
    settle: Pick<CommandTerms, 'resolve' | 'reject'>,
  ): number {
    const origin = options.origin ?? null;
    const ident = this.#pending.add(command, {
      ...settle,
      origin,
      firstReplySeconds: options.firstReplySeconds ?? 30,
      completionSeconds: options.completionSeconds ?? 600,
      until: options.until ?? 'done',
      onAccepted: (at) => this.#events.guard(() => options.onAccepted?.(at)),
    });
    const bytes = Buffer.from(`${ident} ${command}\n`, 'utf8');
    let at = this.#clock.now();
    this.#outbox.add({
      bytes,
      isWanted: () => this.#pending.isQueued(ident),
      sending: () => {
        at = this.#clock.now();
        this.#pending.sent(ident, at);
      },
      sent: () => {
        this.#events.wire({ direction: 'sent', bytes, at, ident, kind: 'command', origin });
        this.#events.guard(() => options.onSent?.(at));
      },
    });
    return ident;
  }

  /** The socket takes bytes again. */
  drained(): void {
    this.#outbox.drained();
  }

  /** Who asked for what this ident answers. */
  originOf(ident: number | null): string | null {
    return this.#pending.find(ident)?.origin ?? null;
  }

  /** Gives a reply to the command that waits for it, or surfaces it as unmatched. */
  deliver(message: ReplyMessage, at: Instant): void {
    const command = this.#pending.find(message.ident)?.command;
    const reason = this.#pending.deliver(message, at);
    if (reason === 'delivered' || reason === 'accepted') return;
    const masked = command === undefined ? null : maskSecrets(command);
    this.#events.unmatched({ message, reason, command: masked, at });
  }

  /** Rejects what is not written yet as not sent. */
  abortQueued(reason: Error): void {
    this.#pending.abortQueued(reason);
  }

  /** Rejects everything, as not sent or with an unknown outcome. */
  abortAll(reason: Error): void {
    this.#pending.abortAll(reason);
  }

  /** Stops every deadline; call {@link abortAll} first, so that nobody waits for ever. */
  dispose(): void {
    this.#pending.dispose();
  }
}
