import type { AccessLevel } from './access-level.ts';
import type { Failure } from './failure.ts';
import type { Instant, SessionId } from './units.ts';

export const connectSteps = [
  'dns',
  'tcp',
  'tls',
  'greeting',
  'password',
  'level',
  'subscribe',
] as const;
/** What is happening while a connection is being made, in this order. */
export type ConnectStep = (typeof connectSteps)[number];

/** What the other end of an open session is. */
export interface SessionFacts {
  readonly host: string;
  readonly port: number;
  readonly transport:
    | { readonly kind: 'tcp' }
    | { readonly kind: 'tls'; readonly protocol: string; readonly fingerprint: string };
  readonly session: SessionId;
  readonly product: string;
  readonly version: string;
}

/** Where one machine's connection stands. A field exists only where it means something. */
export type Connection =
  /** No session, and none is wanted now: switched off by a person, or on-demand and at rest. */
  | { readonly kind: 'off'; readonly last: Failure | null }
  | {
      readonly kind: 'connecting';
      readonly step: ConnectStep;
      readonly since: Instant;
      readonly attempt: number;
    }
  | {
      readonly kind: 'ready';
      readonly facts: SessionFacts;
      readonly level: AccessLevel;
      readonly since: Instant;
    }
  /** `QUIT` was sent; the machine's answer is awaited for a bounded time. */
  | { readonly kind: 'leaving' }
  /** Will try again by itself at `retryAt`. `attempt` counts failures in a row, from 1. */
  | {
      readonly kind: 'waiting';
      readonly retryAt: Instant;
      readonly attempt: number;
      readonly last: Failure;
    }
  /** Will not retry by itself: a person must change something first (wrong password, certificate). */
  | { readonly kind: 'stopped'; readonly last: Failure };

/** A certificate that is not trusted yet, or no longer the trusted one; a person may pin it. */
export interface OfferedCertificate {
  readonly fingerprint: string;
  readonly subject: string;
  readonly previousFingerprint: string | null;
}
