import type { AccessLevel } from '../../shared/access-level.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { CommandTable } from './command-table.ts';
import { replayCommands } from './commands/replay-commands.ts';
import { sessionCommands } from './commands/session-commands.ts';
import { statusCommands } from './commands/status-commands.ts';
import { seededRandom } from './random.ts';
import { isBalanced, type RecordedMessage } from './recorded-log.ts';
import { emptyRecordedState, type RecordedState, recordMessage } from './recorded-state.ts';
import { recordedStatus } from './recorded-status.ts';
import { readProtocolNumber, readVariable } from './run-variables.ts';
import { scaledClock } from './scaled-clock.ts';
import type { SimulatorConnection, SimulatorPort } from './session.ts';
import {
  type PublishedMessage,
  type ReceivedCommand,
  type ReplyFault,
  SessionHub,
} from './session-hub.ts';
import { type AttachableMachine, productFacts } from './simulator.ts';

export interface ReplayOptions {
  readonly clock: Clock;
  /** The messages in the order of the file; read one at a time, as they fall due. */
  readonly messages: AsyncIterable<RecordedMessage>;
  /** How many times faster than recorded; 1 if left out. */
  readonly speed?: number;
  readonly password?: string;
  readonly passwordLevel?: AccessLevel;
  readonly defaultLevel?: AccessLevel;
  readonly maxLevel?: AccessLevel;
  readonly nickname?: string;
}

/**
 * A machine that lives a recorded messages.log again: its topics in their own rhythm and with their own timestamps, its
 * status as recorded so far. It begins with the first connection, so that nobody misses the start, and refuses every
 * action. After the last message it stays connected and is quiet.
 */
export class ReplayMachine implements AttachableMachine {
  readonly onRestart: Event<'down' | 'up'>;
  readonly onReceived: Event<ReceivedCommand>;
  readonly onPublished: Event<PublishedMessage>;
  /** Resolves when the last message is out or the machine is disposed; rejects if the file cannot be read on. */
  readonly finished: Promise<void>;
  readonly #firstAttached: () => void;
  readonly #hub: SessionHub;
  readonly #owned = new DisposableStore();
  readonly #clock: Clock;
  readonly #messages: AsyncIterable<RecordedMessage>;
  #state: RecordedState = emptyRecordedState;
  #sleeper: Disposable = toDisposable(() => {});

  constructor(options: ReplayOptions) {
    this.#clock = scaledClock(options.clock, options.speed ?? 1);
    this.#messages = options.messages;
    const status = recordedStatus(options.nickname ?? 'Recorded QuantStudio', () => this.#state);
    const table: CommandTable = new CommandTable([
      ...sessionCommands({
        password: options.password ?? null,
        passwordLevel: options.passwordLevel ?? 'Controller',
        random: seededRandom(1),
        clock: this.#clock,
        access: () => this.#hub.access,
        table: () => table,
      }),
      ...statusCommands(status),
      ...replayCommands,
    ]);
    this.#hub = this.#owned.add(
      new SessionHub({
        clock: this.#clock,
        table,
        defaultLevel: options.defaultLevel ?? 'Observer',
        maxLevel: options.maxLevel ?? (options.password === undefined ? 'Controller' : 'Observer'),
        product: productFacts,
        variable: (name) => readVariable(status.run, name),
        protocolNumber: (name) => readProtocolNumber(status.run, name),
      }),
    );
    // A recording never restarts, but a listener wants to know.
    this.onRestart = this.#owned.add(new Emitter<'down' | 'up'>()).event;
    this.onReceived = this.#hub.onReceived;
    this.onPublished = this.#hub.onPublished;
    const attached = Promise.withResolvers<void>();
    this.#firstAttached = attached.resolve;
    this.finished = attached.promise.then(() => this.#play());
  }

  get received(): readonly ReceivedCommand[] {
    return this.#hub.received;
  }

  attach(port: SimulatorPort): SimulatorConnection {
    this.#firstAttached();
    return this.#hub.attach(port);
  }

  dropConnections(): void {
    this.#hub.dropAll();
  }

  setSilent(silent: boolean): void {
    this.#hub.silence(silent);
  }

  faultReply(fault: ReplyFault): void {
    this.#hub.addReplyFault(fault);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#firstAttached();
    this.#sleeper.dispose();
  }

  async #play(): Promise<void> {
    if (this.#owned.disposed) return;
    const startedAt = this.#clock.now();
    let firstAt: number | null = null;
    for await (const message of this.#messages) {
      firstAt ??= message.at;
      const wait = startedAt + (message.at - firstAt) - this.#clock.now();
      if (wait > 0) await this.#sleep(wait);
      if (this.#owned.disposed) return;
      this.#state = recordMessage(this.#state, message);
      // A body with an open tag would swallow everything after it.
      if (isBalanced(message.body)) this.#hub.publish(message.topic, message.body, message.at);
    }
  }

  /** Ends early when the machine is disposed. */
  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer: Disposable = this.#clock.after(milliseconds, () => {
        this.#sleeper.dispose();
      });
      this.#sleeper = toDisposable(() => {
        timer.dispose();
        resolve();
      });
    });
  }
}
