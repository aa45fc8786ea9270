import { atLeast, type AccessLevel, lowerOf } from '../../shared/access-level.ts';
import type { ConnectStep, OfferedCertificate, SessionFacts } from '../../shared/connection.ts';
import type { SessionId } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { ConnectAttempt } from '../scpi/endpoint.ts';
import { MachineError } from '../scpi/errors.ts';
import { Session } from '../scpi/session.ts';
import type { SessionListeners } from '../scpi/session-types.ts';
import { openTcp } from '../scpi/tcp-transport.ts';
import { openTls, type TlsOptions } from '../scpi/tls-transport.ts';
import {
  CertificateChangedError,
  CertificateUntrustedError,
  ConnectionRefusedError,
  ConnectTimeoutError,
  HostUnreachableError,
  TlsHandshakeError,
  TlsTooOldError,
} from '../scpi/transport-errors.ts';
import type { Transport } from '../scpi/transport.ts';
import { AccessControl } from './access-control.ts';
import { accessQuery, authenticate, challengeQuery, takeAccess } from './commands/access.ts';
import { subscribe } from './commands/subscription.ts';
import { FailureError } from './failure-error.ts';
import type { OpenedSession } from './link.ts';

/** What is needed to reach one machine. Files were read already: `tls` holds their contents. */
export interface SessionTarget {
  readonly host: string;
  /** What to try, in order. */
  readonly attempts: readonly ConnectAttempt[];
  readonly tls: TlsOptions;
  readonly password: string | null;
  /** Read whenever a level is asked for. */
  readonly cap: () => AccessLevel;
}

/** Opens a byte stream; injected so that tests need no network. */
export interface Transports {
  readonly tcp: typeof openTcp;
  readonly tls: typeof openTls;
}

export const networkTransports: Transports = { tcp: openTcp, tls: openTls };

/** Hears how connecting goes on. */
export interface OpeningObserver {
  began(step: ConnectStep): void;
  /** What the step found, in words for a person. */
  found(step: ConnectStep, what: string): void;
}

export interface OpeningContext {
  readonly clock: Clock;
  readonly transports: Transports;
  readonly signal: AbortSignal;
  readonly observer: OpeningObserver;
  /** Heard from the greeting on. */
  readonly listeners: SessionListeners;
  readonly onLevel: (level: AccessLevel) => void;
  /** Told of the session once it was greeted, so that whoever asked for it can end it at once. */
  readonly onSession: (session: Disposable) => void;
}

/** The session is the caller's only once it is ready; a failing one is left here, within this many seconds. */
const leaveSeconds = 3;

/**
 * Connects, waits for the greeting, authenticates, takes the resting level and subscribes.
 * Rejects with a typed error, having left or closed whatever it opened.
 */
export async function openMachineSession(
  target: SessionTarget,
  context: OpeningContext,
): Promise<OpenedSession> {
  const transport = await connect(target, context);
  context.observer.began('greeting');
  const { clock, signal, listeners } = context;
  const session = await Session.open(transport, { clock, signal, listeners });
  context.onSession(session);
  try {
    const { greeting } = session;
    context.observer.found('greeting', [greeting.product, greeting.version].join(' ').trim());
    const access = await enter(session, target, context);
    return { session, facts: factsOf(session, transport), access };
  } catch (error) {
    await session.leave(leaveSeconds);
    throw error;
  }
}

/**
 * Puts the way that worked last time first. Trying TLS on a plain port would send the machine a handshake it can only take
 * for nonsense, so that is done once and not at every reconnection.
 */
export function preferring(target: SessionTarget, last: SessionFacts | null): SessionTarget {
  if (last === null) return target;
  const worked = (attempt: ConnectAttempt): boolean =>
    attempt.port === last.port && attempt.transport === last.transport.kind;
  const attempts = [
    ...target.attempts.filter(worked),
    ...target.attempts.filter((attempt) => !worked(attempt)),
  ];
  return { ...target, attempts };
}

/** The certificate a person may choose to trust, if that is what stood in the way. */
export function offeredCertificate(error: unknown): OfferedCertificate | null {
  if (error instanceof CertificateChangedError)
    return {
      fingerprint: error.actual,
      subject: error.subject,
      previousFingerprint: error.expected,
    };
  if (error instanceof CertificateUntrustedError)
    return {
      fingerprint: error.fingerprint256,
      subject: error.subject,
      previousFingerprint: null,
    };
  return null;
}

async function connect(target: SessionTarget, context: OpeningContext): Promise<Transport> {
  const { attempts } = target;
  const failures: unknown[] = [];
  for (const [index, attempt] of attempts.entries()) {
    try {
      return await connectOnce(target, attempt, context);
    } catch (error) {
      failures.push(error);
      const last = index === attempts.length - 1;
      if (last || !mayTryPlain(error, target)) throw mostTelling(failures);
    }
  }
  throw new Error('no attempt was planned');
}

async function connectOnce(
  target: SessionTarget,
  { port, transport }: ConnectAttempt,
  { clock, transports, signal, observer }: OpeningContext,
): Promise<Transport> {
  const where = { host: target.host, port };
  let latest: ConnectStep = 'dns';
  const onStep = (step: ConnectStep): void => {
    if (latest === 'dns' && step !== 'dns') observer.found('dns', where.host);
    if (step === 'tls') observer.found('tcp', `port ${port}`);
    latest = step;
    observer.began(step);
  };
  const connectContext = { clock, signal, onStep };
  if (transport === 'tcp') {
    const opened = await transports.tcp(where, connectContext);
    observer.found('tcp', `${opened.facts.address} port ${port}, not encrypted`);
    return opened;
  }
  const opened = await transports.tls(where, target.tls, connectContext);
  const facts = opened.facts.tls;
  if (facts !== null && target.tls.trust.kind === 'first-use') {
    // Nothing is sent to a peer whose certificate nobody has looked at.
    opened.dispose();
    throw new CertificateUntrustedError(
      `${where.host} port ${port}`,
      facts.fingerprint256,
      facts.subject,
      'it was never seen before',
    );
  }
  observer.found('tls', facts === null ? '' : `${facts.protocol}, certificate trusted`);
  return opened;
}

/**
 * Whether a failed TLS attempt may be followed by a plain one. Never once the machine is known by a certificate:
 * whoever stands between could otherwise ask for plain text just by breaking the handshake.
 */
function mayTryPlain(error: unknown, target: SessionTarget): boolean {
  if (target.tls.trust.kind !== 'first-use') return false;
  return (
    error instanceof ConnectionRefusedError ||
    error instanceof ConnectTimeoutError ||
    error instanceof HostUnreachableError ||
    error instanceof TlsTooOldError ||
    error instanceof TlsHandshakeError
  );
}

/** Of several failures, the one that says most: an old TLS or a handshake tells more than a closed port. */
function mostTelling(failures: readonly unknown[]): unknown {
  return (
    failures.find((failure) => failure instanceof TlsTooOldError) ??
    failures.findLast((failure) => !(failure instanceof ConnectionRefusedError)) ??
    failures.at(-1)
  );
}

async function enter(
  session: Session,
  target: SessionTarget,
  { observer, signal, onLevel }: OpeningContext,
): Promise<AccessControl> {
  const run = async (text: string) => session.execute(text, { signal });
  if (target.password !== null) {
    observer.began('password');
    await authenticateWith(target.password, run);
    observer.found('password', 'accepted');
  }
  observer.began('level');
  const current = accessQuery.read((await run(accessQuery.text)).body);
  const rest = { level: lowerOf('Observer', target.cap()), exclusive: false, stealth: false };
  if (current.level !== rest.level || current.exclusive || current.stealth)
    await run(takeAccess(rest).text);
  observer.found('level', rest.level);
  observer.began('subscribe');
  if (atLeast(rest.level, 'Observer')) await run(subscribe.text);
  observer.found('subscribe', 'live values');
  return new AccessControl({
    rest,
    cap: target.cap,
    execute: (text) => session.execute(text),
    onLevel,
    // Ending the session is the one sure way to give a level back.
    onStuck: () => void session.leave(leaveSeconds),
  });
}

async function authenticateWith(
  password: string,
  run: (text: string) => ReturnType<Session['execute']>,
): Promise<void> {
  const challenge = challengeQuery.read((await run(challengeQuery.text)).body);
  try {
    await run(authenticate(password, challenge).text);
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    // Whatever kind the machine gives: refusing the answer to its challenge means the password is wrong.
    throw new FailureError(
      {
        kind: 'wrong-password',
        message: 'The machine refused the password.',
        remedy: 'Check Caps Lock, or remove the password to watch as Observer.',
        detail: error.raw,
      },
      error,
    );
  }
}

function factsOf(session: Session, { facts }: Transport): SessionFacts {
  const { greeting } = session;
  return {
    host: facts.address,
    port: facts.port,
    transport:
      facts.tls === null
        ? { kind: 'tcp' }
        : { kind: 'tls', protocol: facts.tls.protocol, fingerprint: facts.tls.fingerprint256 },
    session: greeting.session ?? ('' as SessionId),
    product: greeting.product ?? '',
    version: greeting.version ?? '',
  };
}
