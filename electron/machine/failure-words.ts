import { readAccessLevel } from '../../shared/access-level.ts';
import type { Failure, FailureKind } from '../../shared/failure.ts';
import {
  DeadlineError,
  MachineError,
  NotAQuantStudioError,
  NotSentError,
  OutcomeUnknownError,
  SessionEndedError,
  CommandTextError,
} from '../scpi/errors.ts';
import { FramingError } from '../scpi/framing-error.ts';
import {
  AuthorityFileError,
  CertificateChangedError,
  CertificateUntrustedError,
  ClientCertificateError,
  ConnectAbortedError,
  ConnectionLostError,
  ConnectionRefusedError,
  ConnectTimeoutError,
  DnsError,
  HostUnreachableError,
  TlsHandshakeError,
  TlsTooOldError,
} from '../scpi/transport-errors.ts';
import { LevelAboveCapError, LevelHeldError } from './access-control.ts';
import { FailureError } from './failure-error.ts';
import { UnexpectedReplyError } from './unexpected-reply.ts';

const gatewayRemedy =
  'Put a gateway with a current TLS version in front of the machine (see the gateway guide), and connect to that.';

/**
 * Puts an error into plain words with a remedy. An error of no known class is a bug: it becomes `internal` with its
 * stack as the detail, so that a connection or an action still ends in a definite state and the bug is reported.
 */
export function explain(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof MachineError) return explainMachineError(error);
  if (error instanceof DnsError)
    return failure(
      'dns',
      `No machine called “${error.host}” was found on the network.`,
      'Check the spelling, or use the IP address shown on the machine’s screen.',
      error,
    );
  if (error instanceof ConnectionRefusedError)
    return failure(
      'connection-refused',
      'The computer answered, but no QuantStudio is listening on that port.',
      'Check the port. If the machine was just switched on, wait a minute and try again.',
      error,
    );
  if (error instanceof HostUnreachableError)
    return failure(
      'unreachable',
      'There is no network path to the machine.',
      'Check the network cable and that this computer is on the same network.',
      error,
    );
  if (error instanceof ConnectTimeoutError)
    return failure(
      'timed-out',
      'The machine did not answer in time.',
      'Check that it is switched on and that no firewall blocks the port.',
      error,
    );
  if (error instanceof NotAQuantStudioError)
    return failure(
      'not-a-quantstudio',
      error.reason === 'silent'
        ? 'Something accepted the connection but did not introduce itself as a QuantStudio.'
        : 'What answered there is not a QuantStudio.',
      'Check the address and the port.',
      error,
    );
  if (error instanceof TlsTooOldError)
    return failure(
      'tls-too-old',
      'The machine speaks only an outdated encryption that this computer refuses.',
      gatewayRemedy,
      error,
    );
  if (error instanceof TlsHandshakeError)
    return failure(
      'tls-failed',
      'No encrypted connection could be made.',
      error.peerIsPlain
        ? 'The port is not encrypted: use port 7000, or check the address.'
        : 'Check the port and the TLS settings.',
      error,
    );
  if (error instanceof CertificateChangedError)
    return failure(
      'certificate-changed',
      'The machine’s certificate is not the one that was trusted before.',
      'If it was replaced on purpose, trust the new one. If not, ask whoever runs the gateway before you go on.',
      error,
    );
  if (error instanceof CertificateUntrustedError)
    return failure(
      'certificate-untrusted',
      'The machine’s certificate is not trusted on this computer yet.',
      'Compare the fingerprint with the one on the gateway, then trust it.',
      error,
    );
  if (error instanceof AuthorityFileError)
    return failure(
      'invalid-input',
      'The certificate authority file cannot be used.',
      'Choose a PEM file with the authority’s certificate.',
      error,
    );
  if (error instanceof ClientCertificateError)
    return failure(
      'client-certificate',
      error.reason === 'unreadable'
        ? 'The client certificate or its key cannot be used.'
        : error.reason === 'required'
          ? 'The gateway asks for a client certificate.'
          : 'The gateway refused the client certificate.',
      'Check the client certificate and key files in the TLS settings.',
      error,
    );
  if (error instanceof LevelAboveCapError)
    return failure(
      'level-above-cap',
      `This needs ${error.wanted}, but QuantDeck may go no higher than ${error.cap} on this machine.`,
      'Raise the highest level in the machine’s settings if that is intended.',
      error,
    );
  if (error instanceof LevelHeldError)
    return failure(
      'busy',
      `${error.held} is being held on this machine, so nothing runs as ${error.wanted} meanwhile.`,
      `Release ${error.held} first, or run it as ${error.held}.`,
      error,
    );
  if (error instanceof FramingError)
    return failure(
      'framing',
      'The machine sent something that cannot be read safely, so the connection was closed.',
      'QuantDeck connects again by itself. If it happens again, save the transcript and report it.',
      error,
    );
  if (error instanceof DeadlineError)
    return failure(
      'no-answer',
      error.which === 'first-reply'
        ? `The machine did not answer within ${error.limitSeconds} s.`
        : `The machine accepted, but did not finish within ${error.limitSeconds} s.`,
      'Look at the machine. Nothing is sent again by itself.',
      error,
    );
  if (error instanceof CommandTextError)
    return failure(
      'invalid-command',
      'This command cannot be sent as it is written.',
      error.message,
      error,
    );
  if (error instanceof UnexpectedReplyError)
    return failure(
      'unexpected-reply',
      'The machine answered something that QuantDeck does not understand.',
      'Save the transcript and report it.',
      error,
    );
  if (error instanceof ConnectAbortedError || isAbort(error))
    return failure('cancelled', 'This was cancelled.', 'Try again when you are ready.', error);
  if (error instanceof ConnectionLostError || error instanceof SessionEndedError)
    return failure(
      'connection-lost',
      'Contact with the machine was lost.',
      'QuantDeck connects again by itself and reads the machine’s state first.',
      error,
    );
  // These two wrap the reason that counts.
  if (error instanceof OutcomeUnknownError || error instanceof NotSentError)
    return error.cause === undefined
      ? failure(
          'connection-lost',
          'Contact with the machine was lost.',
          'QuantDeck connects again by itself and reads the machine’s state first.',
          error,
        )
      : explain(error.cause);
  return {
    kind: 'internal',
    message: 'Something went wrong inside QuantDeck.',
    remedy: 'Please report this with the details below.',
    detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

function isAbort(error: unknown): error is Error {
  return error instanceof Error && error.name === 'AbortError';
}

function explainMachineError(error: MachineError): Failure {
  switch (error.errorKind) {
    case 'AuthError':
      return failure(
        'wrong-password',
        'The machine refused the password.',
        'Check Caps Lock, or remove the password to watch as Observer.',
        error,
        error.raw,
      );
    case 'AccessLevelExceeded': {
      const limit = error.field('accessLimit');
      return failure(
        'level-above-limit',
        limit === null
          ? 'The machine does not allow this access level without a password.'
          : `The machine allows at most ${limit} without a password.`,
        'Enter the machine’s password in its settings, or raise the limit on the machine’s screen.',
        error,
        error.raw,
      );
    }
    case 'InsufficientAccess': {
      const needed = error.field('requiredAccess');
      const current = error.field('currentAccess');
      return {
        ...failure(
          'insufficient-access',
          `This needs ${needed ?? 'a higher level'}${current === null ? '' : `, and this connection is ${current}`}.`,
          needed === null ? 'Run it at a higher level.' : `Run it as ${needed}.`,
          error,
          error.raw,
        ),
        access: {
          needed: needed === null ? null : readAccessLevel(needed),
          current: current === null ? null : readAccessLevel(current),
        },
      };
    }
    default:
      if (/exclusive/i.test(error.raw) && /^acc/i.test(error.command))
        return failure(
          'exclusive-controller',
          'Another connection has taken this machine for itself.',
          'Wait until it gives the machine back, then try again.',
          error,
          error.raw,
        );
      return failure(
        'machine-error',
        `The machine refused: ${error.text === '' ? error.raw : error.text}`,
        'Nothing else was changed. Look at the machine’s message and try again if it makes sense.',
        error,
        error.raw,
      );
  }
}

function failure(
  kind: FailureKind,
  message: string,
  remedy: string,
  error: Error,
  detail: string = error.message,
): Failure {
  return { kind, message, remedy, detail };
}
