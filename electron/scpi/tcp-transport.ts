import { lookup as lookupName } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { boundedStep, type StepContext } from './connect-steps.ts';
import { SocketTransport } from './socket-transport.ts';
import {
  ConnectionLostError,
  ConnectionRefusedError,
  ConnectTimeoutError,
  DnsError,
  HostUnreachableError,
} from './transport-errors.ts';
import type { Transport } from './transport.ts';

export interface ConnectTarget {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface ConnectLimits {
  readonly dnsSeconds: number;
  /** For all addresses of the host together. */
  readonly tcpSeconds: number;
  readonly tlsSeconds: number;
}

export const defaultConnectLimits: ConnectLimits = {
  dnsSeconds: 5,
  tcpSeconds: 10,
  tlsSeconds: 10,
};

export interface ConnectContext extends StepContext {
  readonly limits?: Partial<ConnectLimits>;
  /** All addresses of a name, best first; the system's resolver unless given. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
  /** Begins a connection; `net.connect` unless given. */
  readonly createSocket?: (target: ConnectTarget) => Socket;
}

// A dead peer is noticed by the panel's own silence watch; keepalive also keeps routers from forgetting us.
const keepAliveDelayMs = 15_000;

/** Connects plain TCP. Rejects with the typed errors of `transport-errors.ts`; leaves nothing open then. */
export async function openTcp(target: ConnectTarget, context: ConnectContext): Promise<Transport> {
  const socket = await openTcpSocket(target, context);
  return new SocketTransport(socket, {
    address: socket.remoteAddress ?? target.host,
    port: target.port,
    tls: null,
  });
}

/** Resolves the name and connects to its first address that answers. */
export async function openTcpSocket(
  target: ConnectTarget,
  context: ConnectContext,
): Promise<Socket> {
  const addresses = await resolve(target, context);
  context.onStep?.('tcp');
  const limits = { ...defaultConnectLimits, ...context.limits };
  const end = context.clock.now() + limits.tcpSeconds * 1000;
  const failures: Error[] = [];
  for (const [index, host] of addresses.entries()) {
    // An address that swallows packets must leave time for the ones after it.
    const seconds = (end - context.clock.now()) / 1000 / (addresses.length - index);
    try {
      return await connectTo({ host, port: target.port }, seconds, context);
    } catch (error) {
      if (!isConnectFailure(error)) throw error;
      failures.push(error);
    }
  }
  throw mostTelling(failures);
}

async function resolve(target: ConnectTarget, context: ConnectContext): Promise<readonly string[]> {
  context.onStep?.('dns');
  if (isIP(target.host) !== 0) return [target.host];
  const { lookup = lookupAll } = context;
  const { dnsSeconds } = { ...defaultConnectLimits, ...context.limits };
  const bounds = { step: 'dns', seconds: dnsSeconds, where: target.host } as const;
  const addresses = await boundedStep<readonly string[]>(context, bounds, (settle) => {
    lookup(target.host).then(settle.resolve, (error: unknown) =>
      settle.reject(new DnsError(target.host, error)),
    );
    return () => {};
  });
  if (addresses.length === 0) throw new DnsError(target.host, null);
  return addresses;
}

async function lookupAll(host: string): Promise<readonly string[]> {
  const found = await lookupName(host, { all: true });
  return found.map(({ address }) => address);
}

function connectTo(
  target: ConnectTarget,
  seconds: number,
  context: ConnectContext,
): Promise<Socket> {
  const where = placeName(target);
  const { createSocket = ({ host, port }) => connect({ host, port }) } = context;
  return boundedStep<Socket>(context, { step: 'tcp', seconds, where }, (settle) => {
    const socket = createSocket(target);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveDelayMs);
    // Stays for good: an error between connecting and the transport's own listener must not end the process.
    socket.on('error', (error) => settle.reject(connectError(where, error, seconds)));
    socket.once('connect', () => settle.resolve(socket));
    return () => socket.destroy();
  });
}

/** `host:port`, with brackets around an IPv6 address. */
export function placeName({ host, port }: ConnectTarget): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

function connectError(where: string, error: NodeJS.ErrnoException, seconds: number): Error {
  switch (error.code) {
    case 'ECONNREFUSED':
      return new ConnectionRefusedError(where, error);
    case 'ETIMEDOUT':
      return new ConnectTimeoutError(where, 'tcp', seconds);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EACCES':
    case 'EPERM':
      return new HostUnreachableError(where, error);
    default:
      return new ConnectionLostError(
        `Connecting to ${where} broke off: ${error.message}`,
        error.code ?? null,
        error,
      );
  }
}

type ConnectFailure =
  | ConnectionRefusedError
  | ConnectTimeoutError
  | ConnectionLostError
  | HostUnreachableError;

function isConnectFailure(error: unknown): error is ConnectFailure {
  return (
    error instanceof ConnectionRefusedError ||
    error instanceof ConnectTimeoutError ||
    error instanceof ConnectionLostError ||
    error instanceof HostUnreachableError
  );
}

/** Of several addresses that failed, the one that tells most: a refusal proves that the computer is there. */
function mostTelling(failures: readonly Error[]): Error {
  const order = [
    ConnectionRefusedError,
    ConnectionLostError,
    ConnectTimeoutError,
    HostUnreachableError,
  ];
  for (const kind of order) {
    const found = failures.find((failure) => failure instanceof kind);
    if (found) return found;
  }
  throw new AggregateError(failures, 'No address was tried');
}
