import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { DeadlineError, MachineError, NotSentError, OutcomeUnknownError } from './errors.ts';
import type { ErrorMessage, NextMessage, OkMessage } from './message.ts';
import type { Body } from './value.ts';

export interface Reply {
  readonly ident: number;
  /** What the machine answered: options, values, exact text and bytes. */
  readonly body: Body;
  readonly at: Instant;
  /** When `NEXT` came; null when the machine went straight to `OK`. */
  readonly acceptedAt: Instant | null;
  readonly sentAt: Instant;
}

export interface CommandTerms {
  readonly firstReplySeconds: number;
  readonly completionSeconds: number;
  readonly until: 'done' | 'accepted';
  readonly origin: string | null;
  readonly onAccepted: (at: Instant) => void;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

export type ReplyMessage = NextMessage | OkMessage | ErrorMessage;

/** What became of a reply; everything but 'delivered' and 'accepted' answers nobody who still waits. */
export type Disposition =
  | 'delivered'
  | 'accepted'
  | 'repeated-acceptance'
  | 'no-ident'
  | 'unknown-ident'
  | 'already-answered'
  | 'after-deadline'
  | 'after-abort'
  | 'after-acceptance';

type Stage =
  | { readonly kind: 'queued' }
  | { readonly kind: 'sent'; readonly sentAt: Instant }
  | { readonly kind: 'accepted'; readonly sentAt: Instant; readonly acceptedAt: Instant };

/** A command by its ident. */
export interface CommandFacts {
  readonly command: string;
  readonly origin: string | null;
}

interface Waiting extends CommandFacts {
  readonly ident: number;
  readonly terms: CommandTerms;
  stage: Stage;
  timer: Disposable;
}

type LateKind = 'after-deadline' | 'after-abort' | 'after-acceptance';

/**
 * Which command waits for which reply, and for how long. Knows no socket.
 *
 * An ident is never given twice, so a reply that comes after its command was given up cannot reach another.
 * Source: instrument protocol, sections 3 and 4.
 */
export class PendingCommands implements Disposable {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, Waiting>();
  /** Written commands nobody waits for any more, and whose last reply has not come. */
  readonly #givenUp = new Map<number, CommandFacts & { readonly kind: LateKind }>();
  readonly #firstIdent: number;
  #nextIdent: number;

  constructor(clock: Clock, firstIdent: number) {
    this.#clock = clock;
    this.#firstIdent = firstIdent;
    this.#nextIdent = firstIdent;
  }

  /** Commands that wait for their last reply. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Registers a command that is not written yet, and starts its first deadline. */
  add(command: string, terms: CommandTerms): number {
    const ident = this.#nextIdent++;
    const { firstReplySeconds } = terms;
    const timer = this.#clock.after(firstReplySeconds * 1000, () =>
      this.#expire(ident, 'first-reply', firstReplySeconds),
    );
    const { origin } = terms;
    this.#waiting.set(ident, { ident, command, origin, terms, stage: { kind: 'queued' }, timer });
    return ident;
  }

  /** Whether the command still waits to be written. */
  isQueued(ident: number): boolean {
    return this.#waiting.get(ident)?.stage.kind === 'queued';
  }

  /** Notes that the command's bytes are about to be handed to the socket: from here on its outcome may be unknown. */
  sent(ident: number, at: Instant): void {
    const waiting = this.#waiting.get(ident);
    if (waiting) waiting.stage = { kind: 'sent', sentAt: at };
  }

  /** Gives the reply to the command that waits for it, and says what became of it. */
  deliver(message: ReplyMessage, at: Instant): Disposition {
    if (message.ident === null) return 'no-ident';
    const waiting = this.#waiting.get(message.ident);
    // A reply to a command that is still queued answers something else: nothing was asked yet.
    if (!waiting || waiting.stage.kind === 'queued') return this.#late(message, message.ident);
    const { sentAt } = waiting.stage;
    const acceptedAt = waiting.stage.kind === 'accepted' ? waiting.stage.acceptedAt : null;
    if (message.kind === 'next') {
      if (acceptedAt !== null) return 'repeated-acceptance';
      return this.#accept(waiting, message.body, sentAt, at);
    }
    this.#forget(waiting);
    const { ident, command, terms } = waiting;
    if (message.kind === 'ok') terms.resolve({ ident, body: message.body, at, acceptedAt, sentAt });
    else terms.reject(new MachineError(command, ident, message.details));
    return 'delivered';
  }

  /** The command that has this ident, while a reply to it may come. */
  find(ident: number | null): CommandFacts | null {
    if (ident === null) return null;
    return this.#waiting.get(ident) ?? this.#givenUp.get(ident) ?? null;
  }

  /** Gives one command up, because its caller does. */
  abort(ident: number, reason: unknown): void {
    const waiting = this.#waiting.get(ident);
    if (waiting) this.#giveUp(waiting, 'it was given up', reason);
  }

  /** Gives up every command that is not written yet. */
  abortQueued(reason: Error): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.stage.kind === 'queued') {
        this.#giveUp(waiting, reason.message, reason);
      }
    }
  }

  /** Gives up everything: written commands have an unknown outcome, the others were not sent. */
  abortAll(reason: Error): void {
    for (const waiting of this.#waiting.values()) {
      this.#giveUp(waiting, reason.message, reason);
    }
  }

  /** Stops every deadline without settling anything; for an owner that has called {@link abortAll}. */
  dispose(): void {
    for (const { timer } of this.#waiting.values()) timer.dispose();
    this.#waiting.clear();
    this.#givenUp.clear();
  }

  #accept(waiting: Waiting, body: Body, sentAt: Instant, at: Instant): Disposition {
    const { ident, terms } = waiting;
    waiting.timer.dispose();
    if (terms.until === 'accepted') {
      this.#forget(waiting);
      this.#remember(waiting, 'after-acceptance');
      terms.onAccepted(at);
      terms.resolve({ ident, body, at, acceptedAt: at, sentAt });
      return 'accepted';
    }
    waiting.stage = { kind: 'accepted', sentAt, acceptedAt: at };
    waiting.timer = this.#clock.after(terms.completionSeconds * 1000, () =>
      this.#expire(ident, 'completion', terms.completionSeconds),
    );
    terms.onAccepted(at);
    return 'accepted';
  }

  #late(message: ReplyMessage, ident: number): Disposition {
    const givenUp = this.#givenUp.get(ident);
    if (givenUp) {
      if (message.kind !== 'next') this.#givenUp.delete(ident);
      return givenUp.kind;
    }
    const issued = ident >= this.#firstIdent && ident < this.#nextIdent;
    return issued && !this.#waiting.has(ident) ? 'already-answered' : 'unknown-ident';
  }

  #expire(ident: number, which: 'first-reply' | 'completion', limitSeconds: number): void {
    const waiting = this.#waiting.get(ident);
    if (!waiting) return;
    const { command, stage, terms } = waiting;
    this.#forget(waiting);
    if (stage.kind === 'queued') {
      terms.reject(
        new NotSentError(command, `the connection took nothing more for ${limitSeconds} s`),
      );
      return;
    }
    this.#remember(waiting, 'after-deadline');
    terms.reject(new DeadlineError(command, ident, which, limitSeconds));
  }

  #giveUp(waiting: Waiting, why: string, reason: unknown): void {
    const { ident, command, stage, terms } = waiting;
    this.#forget(waiting);
    if (stage.kind === 'queued') {
      terms.reject(new NotSentError(command, why, reason));
      return;
    }
    this.#remember(waiting, 'after-abort');
    terms.reject(new OutcomeUnknownError(command, ident, why, reason));
  }

  #remember({ ident, command, origin }: Waiting, kind: LateKind): void {
    this.#givenUp.set(ident, { command, origin, kind });
  }

  #forget(waiting: Waiting): void {
    waiting.timer.dispose();
    this.#waiting.delete(waiting.ident);
  }
}
