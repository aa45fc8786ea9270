import type { SessionId } from '../../shared/units.ts';
import type { Body, Option } from './value.ts';

/** What the instrument can say. Source: instrument protocol, section 4. */
export type Message =
  | ReadyMessage
  | NextMessage
  | OkMessage
  | ErrorMessage
  | TopicMessage
  | UnknownMessage;

/** The greeting, once, before anything else; a fact the machine left out is null. */
export interface Greeting {
  readonly session: SessionId | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly build: string | null;
  readonly capabilities: string | null;
  /** Every option, known or not, in order. */
  readonly options: readonly Option[];
  readonly raw: string;
}

export interface ReadyMessage {
  readonly kind: 'ready';
  readonly greeting: Greeting;
}

/** Accepted, still executing. `ident` is null when the reply repeats a command's text instead of a number. */
export interface NextMessage {
  readonly kind: 'next';
  readonly ident: number | null;
  readonly body: Body;
}

/** Finished. Without a number the body begins with the repeated command text: see `splitEcho`. */
export interface OkMessage {
  readonly kind: 'ok';
  readonly ident: number | null;
  readonly body: Body;
}

export interface ErrorMessage {
  readonly kind: 'error';
  readonly ident: number | null;
  readonly details: ErrorDetails;
}

/** What `ERRor ident [Kind] -key="value"… --> text` says; a kind never seen before is kept like any other. */
export interface ErrorDetails {
  /** The word in brackets, or null when the reply has none. */
  readonly errorKind: string | null;
  readonly fields: readonly Option[];
  /** The human text, after the fields and the first arrow. */
  readonly text: string;
  /** `text` cut at its arrows: what happened first, then what it led to or came from, as the machine orders it. */
  readonly chain: readonly string[];
  /** Everything after the ident, with the repeated command where there is no ident. */
  readonly raw: string;
}

export interface TopicMessage {
  readonly kind: 'message';
  readonly topic: string;
  /** Unix milliseconds on the machine's clock, or null without `-timestamp`. */
  readonly timestamp: number | null;
  readonly body: Body;
}

/** A line that is none of the above, kept whole. */
export interface UnknownMessage {
  readonly kind: 'unknown';
  readonly raw: string;
  readonly bytes: Uint8Array;
}
