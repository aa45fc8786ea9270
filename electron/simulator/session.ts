import type { SessionId } from '../../shared/units.ts';
import { badText, CommandFailure } from './command-failure.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import type { CommandResult } from './command-table.ts';
import { CommandReader } from './reader.ts';
import { formatTimestamp } from './values.ts';

/** The simulator's end of a connection: what it writes to, and how it hangs up. */
export interface SimulatorPort {
  write(bytes: Uint8Array): void;
  /** Ends the connection after what was written has been delivered. */
  close(): void;
}

/** The peer's end: feed it every chunk, and tell it when the connection is gone. */
export interface SimulatorConnection {
  readonly sessionId: SessionId;
  receive(bytes: Uint8Array): void;
  closed(): void;
}

/** What a session needs from the machine behind it. */
export interface SessionHost {
  /** Records the text; answers false while the machine must not react to it. */
  accept(session: Session, text: string): boolean;
  /** Whether bytes may leave now; false while the machine plays dead. */
  readonly audible: boolean;
  run(session: Session, line: CommandLine): CommandResult;
  /** Sends a reply now, later, or never, as the faults of the moment say. */
  deliver(session: Session, line: CommandLine, send: () => void): void;
  left(session: Session): void;
}

interface Subscription {
  readonly timestamp: boolean;
}

/** One connection from greeting to close (instrument protocol, sections 1, 3 and 4). */
export class Session implements SimulatorConnection {
  readonly sessionId: SessionId;
  /** The last unanswered challenge of `CHAL?`; null when there is none. */
  challenge: string | null = null;
  readonly #port: SimulatorPort;
  readonly #host: SessionHost;
  readonly #reader = new CommandReader();
  readonly #subscriptions = new Map<string, Subscription>();
  #open = true;
  #leaving = false;

  constructor(sessionId: SessionId, port: SimulatorPort, host: SessionHost) {
    this.sessionId = sessionId;
    this.#port = port;
    this.#host = host;
  }

  greet(product: string): void {
    this.send(`READy -session=${this.sessionId} ${product}\n`);
  }

  receive(bytes: Uint8Array): void {
    if (!this.#open || this.#leaving) return;
    const { commands, failure } = this.#reader.push(bytes);
    for (const text of commands) {
      this.#handle(text);
      if (!this.#open || this.#leaving) return;
    }
    if (failure !== null) {
      this.send(`ERRor ${badText(failure, 'message').wireText}\n`);
      this.hangUp();
    }
  }

  /** The peer is gone: no reply can reach it, and its level is free. */
  closed(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#host.left(this);
  }

  /** Closes from this end. */
  hangUp(): void {
    if (!this.#open) return;
    this.#port.close();
    this.closed();
  }

  /** `QUIT`: nothing more is read, and the connection ends after the reply. */
  leave(): void {
    this.#leaving = true;
  }

  subscribe(topic: string, timestamp: boolean): void {
    this.#subscriptions.set(topic.toLowerCase(), { timestamp });
  }

  unsubscribe(topic: string): void {
    this.#subscriptions.delete(topic.toLowerCase());
  }

  publish(topic: string, body: string, at: number): void {
    const subscription = this.#subscriptions.get(topic.toLowerCase());
    if (!subscription) return;
    const stamp = subscription.timestamp ? `${formatTimestamp(at)} ` : '';
    this.send(`MESSage ${topic} ${stamp}${body}\n`);
  }

  send(text: string): void {
    if (this.#open && this.#host.audible) this.#port.write(Buffer.from(text, 'utf8'));
  }

  #handle(text: string): void {
    if (!this.#host.accept(this, text)) return;
    let line: CommandLine | null;
    try {
      line = parseCommandLine(text);
    } catch (failure) {
      const tag = /^\s*(\d+)\s/.exec(text)?.[1] ?? text.trim();
      this.send(`ERRor ${tag} ${wireText(failure)}\n`);
      return;
    }
    if (line) this.#execute(line);
  }

  #execute(line: CommandLine): void {
    let result: CommandResult;
    try {
      result = this.#host.run(this, line);
    } catch (failure) {
      this.#finish(line, failure instanceof CommandFailure ? failure : rethrow(failure));
      return;
    }
    if (typeof result === 'string') {
      this.#finish(line, result);
      return;
    }
    this.#host.deliver(this, line, () => this.send(`NEXT ${line.tag}\n`));
    result.start((outcome) => this.#finish(line, outcome));
  }

  #finish(line: CommandLine, outcome: string | Error): void {
    const reply =
      typeof outcome === 'string'
        ? `OK ${line.tag}${outcome === '' ? '' : ` ${outcome}`}\n`
        : `ERRor ${line.tag} ${wireText(outcome)}\n`;
    this.#host.deliver(this, line, () => {
      this.send(reply);
      if (this.#leaving) this.hangUp();
    });
  }
}

function wireText(failure: unknown): string {
  return failure instanceof CommandFailure ? failure.wireText : rethrow(failure);
}

/** Only a CommandFailure is an answer; anything else is a bug and must be seen. */
function rethrow(failure: unknown): never {
  throw failure;
}
