import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { SessionEndedError } from './errors.ts';
import type { FramerLimits } from './framer.ts';
import type { ReadyMessage, TopicMessage, UnknownMessage } from './message.ts';
import type { Disposition, ReplyMessage } from './pending-commands.ts';

export interface ExecuteOptions {
  /** To the first reply, from the moment of the call. Default 30. */
  readonly firstReplySeconds?: number;
  /** From `NEXT` to the end. Default 600. */
  readonly completionSeconds?: number;
  /** Resolve at the end (default), or already at `NEXT`. */
  readonly until?: 'done' | 'accepted';
  /** Aborting rejects with `NotSentError` or `OutcomeUnknownError`; the machine is told nothing. */
  readonly signal?: AbortSignal;
  /** The command's bytes were handed to the socket. */
  readonly onSent?: (at: Instant) => void;
  /** `NEXT` came. */
  readonly onAccepted?: (at: Instant) => void;
  /** Who asked, copied into the wire records of the command and its replies. */
  readonly origin?: string;
}

/** One frame that crossed the wire, in order, with its exact bytes and line end. */
export interface WireRecord {
  readonly direction: 'sent' | 'received';
  /** Exact; hide secrets with `maskSecrets` before showing or keeping the text of a command. */
  readonly bytes: Uint8Array;
  readonly at: Instant;
  readonly ident: number | null;
  /** 'partial' is what had come of a frame when the connection ended or broke. */
  readonly kind: 'command' | 'ready' | 'next' | 'ok' | 'error' | 'message' | 'unknown' | 'partial';
  readonly origin: string | null;
}

/** A message that answers nobody who waits; kept, never delivered to another. */
export interface UnmatchedMessage {
  readonly message: ReplyMessage | ReadyMessage | UnknownMessage;
  readonly reason:
    | Exclude<Disposition, 'delivered' | 'accepted'>
    | 'not-a-message'
    | 'second-greeting';
  /** The command it belongs to, secrets masked, when that is known. */
  readonly command: string | null;
  readonly at: Instant;
}

export type CloseCause =
  /** {@link Session.leave}; `acknowledged` when the machine answered `QUIT` or closed, in time. */
  | { readonly kind: 'left'; readonly acknowledged: boolean }
  | { readonly kind: 'disposed' }
  | { readonly kind: 'error'; readonly error: Error };

/** Why the session ended, as the reason of what it rejects. */
export function closeReason(cause: CloseCause): Error {
  return cause.kind === 'error' ? cause.error : new SessionEndedError(cause.kind);
}

export interface SessionClosed {
  readonly at: Instant;
  readonly cause: CloseCause;
}

export type SessionState =
  | { readonly kind: 'greeting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'closing'; readonly since: Instant }
  | ({ readonly kind: 'closed' } & SessionClosed);

/** Heard from before the greeting on, where subscribing after `open` would miss the first frames. */
export interface SessionListeners {
  readonly wire?: (record: WireRecord) => void;
  readonly message?: (message: TopicMessage) => void;
  readonly unmatched?: (unmatched: UnmatchedMessage) => void;
  readonly closed?: (closed: SessionClosed) => void;
}

export interface SessionOptions {
  readonly clock: Clock;
  /** How long the peer may take to greet. Default 10. */
  readonly greetingSeconds?: number;
  readonly limits?: Partial<FramerLimits>;
  /** Gives up waiting for the greeting; has no effect later. */
  readonly signal?: AbortSignal;
  readonly listeners?: SessionListeners;
  /** Told of a listener that threw; the session goes on. */
  readonly onListenerError?: (error: unknown) => void;
  /** Default 1. */
  readonly firstIdent?: number;
}
