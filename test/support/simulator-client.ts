import type { AttachableMachine, SimulatorConnection } from '../../electron/simulator/simulator.ts';

/**
 * The far end of an in-memory connection to a simulated machine: sends text, keeps what comes back.
 * Splits messages by its own simple rule, so that neither the simulator's nor the client's reader judges itself.
 */
export class SimulatorClient {
  readonly #connection: SimulatorConnection;
  #text = '';
  #taken = 0;
  /** Whether the machine has hung up. */
  hungUp = false;

  constructor(machine: AttachableMachine) {
    this.#connection = machine.attach({
      write: (bytes) => {
        this.#text += Buffer.from(bytes).toString('utf8');
      },
      close: () => {
        this.hungUp = true;
      },
    });
  }

  get session(): string {
    return this.#connection.sessionId;
  }

  /** Sends one command; the newline is added. Answers what has come back since the last look. */
  say(command: string): readonly string[] {
    this.sendBytes(Buffer.from(`${command}\n`, 'utf8'));
    return this.take();
  }

  /** Sends a command that is answered at once and answers that one message. */
  ask(command: string): string {
    const messages = this.say(command);
    const [message] = messages;
    if (message === undefined || messages.length !== 1) {
      throw new Error(`Expected one reply to ${command}, got ${JSON.stringify(messages)}`);
    }
    return message;
  }

  sendBytes(bytes: Uint8Array): void {
    this.#connection.receive(bytes);
  }

  /** Leaves as a broken cable does: without a word. */
  vanish(): void {
    this.#connection.closed();
  }

  /** Whole messages since the last look. */
  take(): readonly string[] {
    const fresh = this.#text.slice(this.#taken);
    const messages: string[] = [];
    let current = '';
    for (const line of fresh.split('\n').slice(0, -1)) {
      current += current === '' ? line : `\n${line}`;
      const opened = current.match(/<[A-Za-z0-9_.-]+>/g)?.length ?? 0;
      const closed = current.match(/<\/[A-Za-z0-9_.-]+>/g)?.length ?? 0;
      if (opened > closed) continue;
      messages.push(current);
      this.#taken += Buffer.from(`${current}\n`, 'utf8').toString('utf8').length;
      current = '';
    }
    return messages;
  }
}
