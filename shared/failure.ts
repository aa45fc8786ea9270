import type { AccessLevel } from './access-level.ts';

/** Every expected way something can fail, as a name that code can switch on. */
export const failureKinds = [
  // reaching the machine
  'dns',
  'connection-refused',
  'unreachable',
  'timed-out',
  'not-a-quantstudio',
  'tls-too-old',
  'tls-failed',
  'certificate-untrusted',
  'certificate-changed',
  'client-certificate',
  'connection-lost',
  'framing',
  // access
  'wrong-password',
  'passwords-locked',
  'wrong-passphrase',
  'controls-locked',
  'level-above-limit',
  'level-above-cap',
  'insufficient-access',
  'exclusive-controller',
  // commands and actions
  'invalid-command',
  'machine-error',
  'no-answer',
  'unexpected-reply',
  'read-back-mismatch',
  'cancelled',
  'abandoned',
  'busy',
  'not-connected',
  'interlock',
  'situation-changed',
  // this workstation
  'invalid-input',
  'unknown-machine',
  'storage',
  'simulator',
  'internal',
] as const;

export type FailureKind = (typeof failureKinds)[number];

/**
 * An expected failure, as a value that crosses from main to the renderer.
 * `message` is one plain sentence for a bench scientist, `remedy` what to do about it, `detail` the technical words.
 */
export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
  readonly remedy: string;
  /** Exact technical detail: an error code, the machine's own words. Empty when there is none. Never holds a secret. */
  readonly detail: string;
  /** Of `insufficient-access`: what the machine asked for and what this connection had, as far as it said. */
  readonly access?: { readonly needed: AccessLevel | null; readonly current: AccessLevel | null };
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export function succeed<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail<T = never>(failure: Failure): Result<T> {
  return { ok: false, failure };
}
