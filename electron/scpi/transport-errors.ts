import type { ConnectStep } from './transport.ts';

/** The name has no address. */
export class DnsError extends Error {
  override readonly name = 'DnsError';
  readonly host: string;

  constructor(host: string, cause: unknown) {
    super(`The name "${host}" could not be resolved to an address`, { cause });
    this.host = host;
  }
}

/** The computer answers, but nothing listens on the port. */
export class ConnectionRefusedError extends Error {
  override readonly name = 'ConnectionRefusedError';

  constructor(where: string, cause: unknown) {
    super(`${where} refused the connection: nothing listens there`, { cause });
  }
}

/** A step of connecting took too long. */
export class ConnectTimeoutError extends Error {
  override readonly name = 'ConnectTimeoutError';
  readonly step: ConnectStep;
  readonly limitSeconds: number;

  constructor(where: string, step: ConnectStep, limitSeconds: number) {
    super(`${where} did not answer within ${limitSeconds} s (${step})`);
    this.step = step;
    this.limitSeconds = limitSeconds;
  }
}

/** The network knows no way to the address. */
export class HostUnreachableError extends Error {
  override readonly name = 'HostUnreachableError';

  constructor(where: string, cause: unknown) {
    super(`${where} cannot be reached from this network`, { cause });
  }
}

/** The caller gave up while connecting; `cause` is the signal's reason. */
export class ConnectAbortedError extends Error {
  override readonly name = 'ConnectAbortedError';
  readonly step: ConnectStep | 'greeting';

  constructor(step: ConnectStep | 'greeting', cause: unknown) {
    super(`Connecting was given up (${step})`, { cause });
    this.step = step;
  }
}

/**
 * The peer offers only TLS versions, or ciphers, that are no longer safe.
 *
 * A QuantStudio itself speaks only SSLv3, which no current software can negotiate. The remedy is a gateway:
 * a small computer beside the machine that runs `socat`, offers modern TLS on port 7443 and forwards to the
 * machine. Source: instrument protocol, section 1.
 */
export class TlsTooOldError extends Error {
  override readonly name = 'TlsTooOldError';

  constructor(where: string, cause: unknown) {
    super(
      `${where} offers only an outdated form of TLS; a gateway (such as socat) with modern TLS is needed between`,
      { cause },
    );
  }
}

/** The TLS handshake failed for another reason; `peerIsPlain` says that the peer does not speak TLS at all. */
export class TlsHandshakeError extends Error {
  override readonly name = 'TlsHandshakeError';
  readonly peerIsPlain: boolean;

  constructor(where: string, what: string, peerIsPlain: boolean, cause: unknown) {
    super(`The TLS handshake with ${where} failed: ${what}`, { cause });
    this.peerIsPlain = peerIsPlain;
  }
}

/** The certificate does not lead to the given authority, or is not for the expected name. */
export class CertificateUntrustedError extends Error {
  override readonly name = 'CertificateUntrustedError';
  readonly fingerprint256: string;
  readonly subject: string;
  readonly reason: string;

  constructor(where: string, fingerprint256: string, subject: string, reason: string) {
    super(`The certificate of ${where} (${subject}) is not trusted: ${reason}`);
    this.fingerprint256 = fingerprint256;
    this.subject = subject;
    this.reason = reason;
  }
}

/** The peer shows another certificate than the one that was pinned. */
export class CertificateChangedError extends Error {
  override readonly name = 'CertificateChangedError';
  readonly expected: string;
  readonly actual: string;
  readonly subject: string;

  constructor(where: string, expected: string, actual: string, subject: string) {
    super(`The certificate of ${where} has changed: expected ${expected}, got ${actual}`);
    this.expected = expected;
    this.actual = actual;
    this.subject = subject;
  }
}

/** The file of a private certificate authority is not usable. */
export class AuthorityFileError extends Error {
  override readonly name = 'AuthorityFileError';

  constructor(what: string, cause?: unknown) {
    super(`The certificate authority file cannot be used: ${what}`, { cause });
  }
}

/** Our client certificate cannot be read, or the peer demands one or refuses ours. */
export class ClientCertificateError extends Error {
  override readonly name = 'ClientCertificateError';
  readonly reason: 'unreadable' | 'required' | 'refused';

  constructor(reason: 'unreadable' | 'required' | 'refused', what: string, cause: unknown) {
    super(what, { cause });
    this.reason = reason;
  }
}

/** An established connection broke, or the peer closed it. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  /** `ECONNRESET`, `ETIMEDOUT`, …; null when the peer closed in order. */
  readonly code: string | null;

  constructor(what: string, code: string | null, cause?: unknown) {
    super(what, { cause });
    this.code = code;
  }
}
