import { isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { assertNever } from '../../shared/assert-never.ts';
import { boundedStep } from './connect-steps.ts';
import { SocketTransport } from './socket-transport.ts';
import {
  type ConnectContext,
  type ConnectTarget,
  defaultConnectLimits,
  openTcpSocket,
  placeName,
} from './tcp-transport.ts';
import { clientCertificateFault, handshakeError } from './tls-failures.ts';
import {
  AuthorityFileError,
  CertificateChangedError,
  CertificateUntrustedError,
  ClientCertificateError,
  TlsHandshakeError,
} from './transport-errors.ts';
import type { TlsFacts, Transport } from './transport.ts';

/** Which certificate of the peer is accepted. Source: instrument protocol, section 1. */
export type TlsTrust =
  /** Any; the connection tells the fingerprint, for the caller to pin. */
  | { readonly kind: 'first-use' }
  /** Exactly this one: SHA-256 as upper-case hex pairs parted by colons. */
  | { readonly kind: 'pinned'; readonly fingerprint256: string }
  /** One that leads to this authority, and is for the name when one is given. */
  | { readonly kind: 'authority'; readonly caPem: string; readonly serverName: string | null };

export interface TlsOptions {
  readonly trust: TlsTrust;
  /** Contents of PEM files; a null `keyPem` says that `certPem` holds both. */
  readonly client: { readonly certPem: string; readonly keyPem: string | null } | null;
}

/**
 * Connects TLS. Rejects with the typed errors of `transport-errors.ts`; leaves nothing open then. The peer's
 * certificate is judged before any byte of ours is sent or any of its bytes is handed on.
 */
export async function openTls(
  target: ConnectTarget,
  options: TlsOptions,
  context: ConnectContext,
): Promise<Transport> {
  // Unusable files are found before anything is opened.
  const secureContext = createContext(options);
  const plain = await openTcpSocket(target, context);
  const where = placeName(target);
  try {
    const socket = await shakeHands(plain, target, options, secureContext, context);
    return new SocketTransport(
      socket,
      {
        address: socket.remoteAddress ?? target.host,
        port: target.port,
        tls: judge(socket, where, options.trust),
      },
      // TLS 1.3 tells a client that its certificate is missing or refused only after the handshake.
      (error) => clientCertificateFault(where, error, options.client !== null),
    );
  } catch (error) {
    plain.destroy();
    throw error;
  }
}

function createContext({ trust, client }: TlsOptions): SecureContext {
  const ca = trust.kind === 'authority' ? checkAuthority(trust.caPem) : undefined;
  // Said here because the environment may lower Node's own limit.
  const common = { ca, minVersion: 'TLSv1.2' } as const;
  if (!client) return createSecureContext(common);
  try {
    const { certPem, keyPem } = client;
    return createSecureContext({ ...common, cert: certPem, key: keyPem ?? certPem });
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new ClientCertificateError(
      'unreadable',
      `The client certificate or its key cannot be used: ${what}`,
      error,
    );
  }
}

/** OpenSSL silently ignores a file without certificates; then every connection would fail with a riddle. */
function checkAuthority(caPem: string): string {
  const blocks = caPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!blocks) throw new AuthorityFileError('it holds no PEM certificate');
  for (const [index, block] of blocks.entries()) {
    try {
      createSecureContext({ cert: block });
    } catch (error) {
      throw new AuthorityFileError(`certificate ${index + 1} in it cannot be read`, error);
    }
  }
  return caPem;
}

function shakeHands(
  plain: Socket,
  target: ConnectTarget,
  { trust, client }: TlsOptions,
  secureContext: SecureContext,
  context: ConnectContext,
): Promise<TLSSocket> {
  context.onStep?.('tls');
  const where = placeName(target);
  const { tlsSeconds } = { ...defaultConnectLimits, ...context.limits };
  const expectedName = trust.kind === 'authority' ? trust.serverName : null;
  const name = expectedName ?? target.host;
  const bounds = { step: 'tls', seconds: tlsSeconds, where } as const;
  return boundedStep<TLSSocket>(context, bounds, (settle) => {
    const socket = connect({
      socket: plain,
      secureContext,
      // An address must not be sent as a server name (RFC 6066, section 3).
      servername: isIP(name) === 0 ? name : '',
      // Self-signed certificates are the rule here: `judge` decides by the trust that was chosen.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    const fail = (error: Error): void => {
      const facts = { clientCertificateGiven: client !== null, heardHello: heardHello(socket) };
      socket.destroy();
      settle.reject(handshakeError(where, error, facts));
    };
    // Stays for good: a late error before the transport's own listener must not end the process.
    socket.on('error', fail);
    socket.once('secureConnect', () => settle.resolve(socket));
    return () => socket.destroy();
  });
}

/** Whether the peer agreed on a version and cipher before the handshake failed. */
function heardHello(socket: TLSSocket): boolean {
  return socket.getCipher()?.name !== undefined;
}

function judge(socket: TLSSocket, where: string, trust: TlsTrust): TlsFacts {
  const certificate = socket.getPeerCertificate();
  // Typed as always there, but an anonymous cipher has no certificate.
  const fingerprint256 = certificate.fingerprint256 as string | undefined;
  if (fingerprint256 === undefined) {
    throw new TlsHandshakeError(where, 'the peer shows no certificate', false, null);
  }
  const subject = subjectOf(certificate);
  switch (trust.kind) {
    case 'first-use':
      break;
    case 'pinned':
      if (trust.fingerprint256 !== fingerprint256) {
        throw new CertificateChangedError(where, trust.fingerprint256, fingerprint256, subject);
      }
      break;
    case 'authority': {
      const reason = socket.authorized
        ? trust.serverName !== null
          ? checkServerIdentity(trust.serverName, certificate)?.message
          : undefined
        : String(socket.authorizationError);
      if (reason !== undefined) {
        throw new CertificateUntrustedError(where, fingerprint256, subject, reason);
      }
      break;
    }
    default:
      assertNever(trust);
  }
  return { fingerprint256, subject, protocol: socket.getProtocol() ?? 'unknown' };
}

function subjectOf({ subject }: PeerCertificate): string {
  const name = subject?.CN ?? subject?.O;
  return (Array.isArray(name) ? name.join(', ') : name) ?? 'no name';
}
