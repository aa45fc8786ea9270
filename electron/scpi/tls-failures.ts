import { ClientCertificateError, TlsHandshakeError, TlsTooOldError } from './transport-errors.ts';

export interface HandshakeFacts {
  readonly clientCertificateGiven: boolean;
  /** The peer had agreed on a version and a cipher before it failed. */
  readonly heardHello: boolean;
}

// TLS libraries name the same fault alike but for the front (`ERR_SSL_SSLV3_ALERT_…`, `ERR_SSL_SSL/TLS_ALERT_…`),
// and Electron's library is another than Node's: so only the end of a code is looked at.
const tooOld =
  /(UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW|NO_PROTOCOLS_AVAILABLE|DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|INSUFFICIENT_SECURITY)$/;
const handshakeFailure = /ALERT_HANDSHAKE_FAILURE$/;
const certificateAlert =
  /ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|CERTIFICATE_REQUIRED|NO_CERTIFICATE|UNKNOWN_CA)$/;
const notTls = /(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL)$/;
const closed = /^(ECONNRESET|EPIPE)$/;

/** Names the cause of a handshake that failed. */
export function handshakeError(where: string, error: Error, facts: HandshakeFacts): Error {
  const code = stringField(error, 'code');
  const aboutClient = clientCertificateFault(where, error, facts.clientCertificateGiven);
  if (aboutClient) return aboutClient;
  if (tooOld.test(code)) return new TlsTooOldError(where, error);
  if (handshakeFailure.test(code)) {
    // Before its hello the peer shares no version or cipher with us; after it, a TLS 1.2 peer says so when
    // it demands a client certificate and gets none.
    if (!facts.heardHello) return new TlsTooOldError(where, error);
    if (!facts.clientCertificateGiven) return certificateRequired(where, error);
  }
  if (notTls.test(code)) {
    return new TlsHandshakeError(where, 'the peer does not speak TLS', true, error);
  }
  if (closed.test(code)) {
    const what =
      'the peer closed the connection; a machine that offers only SSLv3 may do so, and then needs a gateway';
    return new TlsHandshakeError(where, what, false, error);
  }
  const reason = stringField(error, 'reason');
  return new TlsHandshakeError(where, reason === '' ? error.message : reason, false, error);
}

/** The peer demands a client certificate or refuses ours; null when the error is about something else. */
export function clientCertificateFault(
  where: string,
  error: Error,
  given: boolean,
): ClientCertificateError | null {
  if (!certificateAlert.test(stringField(error, 'code'))) return null;
  if (!given) return certificateRequired(where, error);
  return new ClientCertificateError('refused', `${where} refuses our client certificate`, error);
}

function certificateRequired(where: string, cause: Error): ClientCertificateError {
  return new ClientCertificateError('required', `${where} demands a client certificate`, cause);
}

function stringField(error: Error, name: 'code' | 'reason'): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}
