import type { Transports } from '../../electron/machine/open-session.ts';
import type { ConnectContext, ConnectTarget } from '../../electron/scpi/tcp-transport.ts';
import {
  CertificateChangedError,
  CertificateUntrustedError,
  ConnectAbortedError,
  ConnectionLostError,
  ConnectionRefusedError,
  ConnectTimeoutError,
  DnsError,
  TlsTooOldError,
} from '../../electron/scpi/transport-errors.ts';
import type { TlsFacts, Transport, TransportListener } from '../../electron/scpi/transport.ts';
import type { SimulatorConnection, SimulatorPort } from '../../electron/simulator/session.ts';

/** What a connection attempt meets instead of the machine. */
export type ConnectFault =
  | 'refused'
  | 'dns'
  | 'timed-out'
  | 'tls-too-old'
  | 'certificate-untrusted'
  | 'certificate-changed'
  /** Accepts the connection and never says a word. */
  | 'silent-peer'
  /** Neither connects nor refuses until the caller gives up. */
  | 'hangs';

/** Whatever answers a connection: a `Simulator`, or a script. */
export interface Peer {
  attach(port: SimulatorPort): SimulatorConnection;
}

export const trustedFingerprint = Array.from({ length: 32 }, () => 'AA').join(':');
export const otherFingerprint = Array.from({ length: 32 }, () => 'BB').join(':');

/** How the machine's bytes reach the panel on connections opened from now on. */
export interface WireRules {
  /** The connection breaks once this many of the machine's bytes have arrived. */
  readonly cutAfterBytes?: number;
  /** The connection breaks right after a command that matches was written; the machine did receive it. */
  readonly cutAfterCommand?: RegExp;
  /** Published messages are swallowed, so that byte counts depend on replies alone. */
  readonly muteTopics?: boolean;
}

/** In-memory sockets to one peer. Nothing arrives from within a call: bytes and closes come in later microtasks, in order. */
export class MachineNetwork implements Transports {
  readonly connections: MemoryConnection[] = [];
  /** Faults for the next attempts, in order; the peer answers once they are used up. */
  readonly faults: ConnectFault[] = [];
  readonly attempts: string[] = [];
  rules: WireRules = {};
  /** Hears every command at the moment it is written, without its ident. */
  onCommand: (command: string) => void = () => {};
  /** Changes what the machine says, message by message, on its way. */
  rewrite: (text: string) => string = (text) => text;
  /** Where each host of a test leads; every other host leads to the one peer. */
  readonly peers = new Map<string, Peer>();
  readonly #peer: Peer;

  constructor(peer: Peer) {
    this.#peer = peer;
  }

  readonly tcp: Transports['tcp'] = async (where, context) => {
    context.onStep?.('dns');
    this.attempts.push(`tcp ${where.host}:${where.port}`);
    return this.#connect(where, context, null);
  };

  readonly tls: Transports['tls'] = async (where, options, context) => {
    context.onStep?.('dns');
    const facts: TlsFacts = {
      fingerprint256: trustedFingerprint,
      subject: 'gateway',
      protocol: 'TLSv1.3',
    };
    this.attempts.push(`tls ${where.host}:${where.port}`);
    if (options.trust.kind === 'pinned' && options.trust.fingerprint256 !== trustedFingerprint)
      throw new CertificateChangedError(
        where.host,
        options.trust.fingerprint256,
        trustedFingerprint,
        'gateway',
      );
    return this.#connect(where, context, facts);
  };

  /** Connections that neither side has closed. */
  get openCount(): number {
    return this.connections.filter((connection) => !connection.closed).length;
  }

  get latest(): MemoryConnection {
    const latest = this.connections.at(-1);
    if (!latest) throw new Error('Nothing has connected yet');
    return latest;
  }

  /** Every command written so far, over all connections, without idents. */
  get commands(): readonly string[] {
    return this.connections.flatMap((connection) => connection.commands);
  }

  async #connect(
    where: ConnectTarget,
    context: ConnectContext,
    tls: TlsFacts | null,
  ): Promise<Transport> {
    await Promise.resolve();
    const { signal } = context;
    if (signal?.aborted) throw new ConnectAbortedError('dns', signal.reason);
    const fault = this.faults.shift();
    if (fault === 'dns') throw new DnsError(where.host, null);
    context.onStep?.('tcp');
    if (fault === 'hangs')
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () =>
          reject(new ConnectAbortedError('tcp', signal.reason)),
        );
      });
    if (fault !== undefined && fault !== 'silent-peer') throw faultError(fault, where.host);
    if (tls !== null) context.onStep?.('tls');
    const peer = fault === 'silent-peer' ? silentPeer : (this.peers.get(where.host) ?? this.#peer);
    const connection = new MemoryConnection(where, tls, peer, this.rules, {
      command: (command) => this.onCommand(command),
      rewrite: (text) => this.rewrite(text),
    });
    this.connections.push(connection);
    return connection;
  }
}

interface WireHooks {
  readonly command: (command: string) => void;
  readonly rewrite: (text: string) => string;
}

const silentPeer: Peer = {
  attach: () => ({ sessionId: '-' as never, receive: () => {}, closed: () => {} }),
};

function faultError(fault: Exclude<ConnectFault, 'hangs' | 'silent-peer'>, host: string): Error {
  switch (fault) {
    case 'refused':
      return new ConnectionRefusedError(host, null);
    case 'dns':
      return new DnsError(host, null);
    case 'timed-out':
      return new ConnectTimeoutError(host, 'tcp', 10);
    case 'tls-too-old':
      return new TlsTooOldError(host, null);
    case 'certificate-untrusted':
      return new CertificateUntrustedError(host, otherFingerprint, 'gateway', 'self-signed');
    case 'certificate-changed':
      return new CertificateChangedError(host, trustedFingerprint, otherFingerprint, 'gateway');
    default:
      throw new Error(`No such fault: ${String(fault)}`);
  }
}

/** One in-memory connection, seen from the panel, with everything that crossed it. */
export class MemoryConnection implements Transport {
  readonly facts: Transport['facts'];
  /** Every chunk the panel wrote, as text. */
  readonly writes: string[] = [];
  /** The machine's bytes that reached the panel. */
  arrivedBytes = 0;
  closed = false;
  readonly #peer: SimulatorConnection;
  readonly #rules: WireRules;
  readonly #hooks: WireHooks;
  #listener: TransportListener | null = null;
  #arrivals: (() => void)[] = [];
  #endedHere = false;

  constructor(
    where: ConnectTarget,
    tls: TlsFacts | null,
    peer: Peer,
    rules: WireRules,
    hooks: WireHooks,
  ) {
    this.#hooks = hooks;
    this.facts = { address: where.host, port: where.port, tls };
    this.#rules = rules;
    this.#peer = peer.attach({
      write: (bytes) => this.#arrive(bytes),
      close: () =>
        this.#soon(() =>
          this.#close(new ConnectionLostError('The machine closed the connection', null)),
        ),
    });
  }

  /** Commands in the order they were written, without idents. */
  get commands(): readonly string[] {
    return this.writes.flatMap((chunk) =>
      chunk
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/^\d+ /, '')),
    );
  }

  attach(listener: TransportListener): void {
    this.#listener = listener;
    const waiting = this.#arrivals;
    this.#arrivals = [];
    for (const arrival of waiting) queueMicrotask(arrival);
  }

  write(bytes: Uint8Array): boolean {
    if (this.closed) return true;
    const text = Buffer.from(bytes).toString('utf8');
    this.writes.push(text);
    const command = text.replace(/^\d+ /, '').trimEnd();
    this.#hooks.command(command);
    const cut = this.#rules.cutAfterCommand?.test(command) === true;
    queueMicrotask(() => {
      // The peer may answer at once; a cut connection never brings that answer.
      if (cut) this.break();
      this.#peer.receive(bytes);
    });
    return true;
  }

  end(): void {
    this.#endedHere = true;
  }

  dispose(): void {
    this.#endedHere = true;
    this.#soon(() => this.#close(null));
  }

  /** This arrives as if the machine had written it. */
  say(text: string): void {
    this.#arrive(Buffer.from(text));
  }

  /** The network loses this connection; the machine is told. */
  break(): void {
    this.#close(new ConnectionLostError('The connection broke', 'ECONNRESET'));
  }

  #arrive(bytes: Uint8Array): void {
    const said = Buffer.from(bytes).toString('latin1');
    if (this.#rules.muteTopics === true && said.startsWith('MESSage')) return;
    const copy = Uint8Array.from(Buffer.from(this.#hooks.rewrite(said), 'latin1'));
    this.#soon(() => this.#deliver(copy));
  }

  #deliver(bytes: Uint8Array): void {
    if (this.closed) return;
    const limit = this.#rules.cutAfterBytes ?? Number.POSITIVE_INFINITY;
    const part = bytes.subarray(0, Math.max(0, limit - this.arrivedBytes));
    this.arrivedBytes += part.length;
    if (part.length > 0) this.#listener?.data(part);
    if (this.arrivedBytes >= limit) this.break();
  }

  #soon(arrival: () => void): void {
    if (this.#listener === null && !this.#endedHere) this.#arrivals.push(arrival);
    else queueMicrotask(arrival);
  }

  #close(error: Error | null): void {
    if (this.closed) return;
    this.closed = true;
    this.#peer.closed();
    this.#listener?.closed(this.#endedHere ? null : error);
  }
}
