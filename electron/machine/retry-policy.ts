import { assertNever } from '../../shared/assert-never.ts';
import type { FailureKind } from '../../shared/failure.ts';

/** Whether trying again by itself can help, or a person must change something first. */
export function retriesByItself(kind: FailureKind): boolean {
  switch (kind) {
    case 'wrong-password':
    case 'passwords-locked':
    case 'certificate-untrusted':
    case 'certificate-changed':
    case 'client-certificate':
    case 'level-above-limit':
    case 'level-above-cap':
    case 'insufficient-access':
    case 'invalid-input':
      return false;
    case 'dns':
    case 'connection-refused':
    case 'unreachable':
    case 'timed-out':
    case 'not-a-quantstudio':
    case 'tls-too-old':
    case 'tls-failed':
    case 'connection-lost':
    case 'framing':
    case 'exclusive-controller':
    case 'wrong-passphrase':
    case 'controls-locked':
    case 'invalid-command':
    case 'machine-error':
    case 'no-answer':
    case 'unexpected-reply':
    case 'read-back-mismatch':
    case 'cancelled':
    case 'abandoned':
    case 'busy':
    case 'not-connected':
    case 'interlock':
    case 'situation-changed':
    case 'unknown-machine':
    case 'storage':
    case 'simulator':
    case 'internal':
      return true;
    default:
      return assertNever(kind);
  }
}
