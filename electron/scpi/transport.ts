import type { Disposable } from '../base/disposable.ts';

/** What a connection learns of the peer while it is made. */
export interface TransportFacts {
  readonly address: string;
  readonly port: number;
  /** Null on plain TCP. */
  readonly tls: TlsFacts | null;
}

export interface TlsFacts {
  /** The peer's certificate, SHA-256, as upper-case hex pairs parted by colons. */
  readonly fingerprint256: string;
  readonly subject: string;
  /** `TLSv1.2`, `TLSv1.3`. */
  readonly protocol: string;
}

/** Who hears what a transport does: never from within a call to it, and `closed` exactly once and last. */
export interface TransportListener {
  data(bytes: Uint8Array): void;
  /** Writing may go on after `write` returned false. */
  drain(): void;
  /** Null when this side ended the connection, else why it was lost. */
  closed(error: Error | null): void;
}

/** A connected byte stream. Nothing is read before `attach`, so no byte is lost between connecting and listening. */
export interface Transport extends Disposable {
  readonly facts: TransportFacts;
  /** Once; a transport that has closed meanwhile says so soon after. */
  attach(listener: TransportListener): void;
  /** Hands bytes to the socket; false asks to wait for `drain` before writing more. */
  write(bytes: Uint8Array): boolean;
  /** Sends what is written and then says that nothing more comes. */
  end(): void;
  /** Destroys the connection at once. */
  dispose(): void;
}

/** The part of connecting that is under way. */
export type ConnectStep = 'dns' | 'tcp' | 'tls';
