import type { AccessLevel } from '../../shared/access-level.ts';
import type { SessionId } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import { CommandTable } from './command-table.ts';
import { actionCommands } from './commands/action-commands.ts';
import { lightCommands } from './commands/light-commands.ts';
import { fileCommands } from './commands/file-commands.ts';
import { runCommands } from './commands/run-commands.ts';
import { sessionCommands } from './commands/session-commands.ts';
import { statusCommands } from './commands/status-commands.ts';
import { uploadCommands } from './commands/upload-commands.ts';
import { Instrument } from './instrument.ts';
import { instrumentStatus } from './instrument-status.ts';
import { seededRandom } from './random.ts';
import { readProtocolNumber, readVariable } from './run-variables.ts';
import { scaledClock } from './scaled-clock.ts';
import type { SimulatorConnection, SimulatorPort } from './session.ts';
import {
  type PublishedMessage,
  type ReceivedCommand,
  type ReplyFault,
  SessionHub,
} from './session-hub.ts';

export type { SimulatorConnection, SimulatorPort } from './session.ts';
export type { PublishedMessage, ReceivedCommand, ReplyFault } from './session-hub.ts';

/** The greeting of a QuantStudio 5 (instrument protocol, section 1). */
export const productFacts = '-product=QuantStudio3_5 -version=1.3.0 -build=001 -capabilities=Index';

export interface SimulatorOptions {
  readonly clock: Clock;
  /** The same seed gives the same temperatures and fluorescence; 1 if left out. */
  readonly seed?: number;
  /** How many times faster than real time the instrument lives; 1 if left out. */
  readonly speed?: number;
  readonly password?: string;
  /** The most a session may take after giving the password; Controller if left out. */
  readonly passwordLevel?: AccessLevel;
  /** What a new connection has; Observer if left out. */
  readonly defaultLevel?: AccessLevel;
  /** The most a session may take without a password; Observer where there is a password, else Controller. */
  readonly maxLevel?: AccessLevel;
  readonly nickname?: string;
}

/** What a listener and `--control` need: a live simulator or a recording. */
export interface AttachableMachine extends Disposable {
  /** Accepts a connection and greets it. Feed the answer every chunk, and tell it when the peer is gone. */
  attach(port: SimulatorPort): SimulatorConnection;
  /** `down` when the software restarts and nothing listens any more, `up` when it does again. */
  readonly onRestart: Event<'down' | 'up'>;
  /** Every command so far, oldest first; the last 10,000 at least. */
  readonly received: readonly ReceivedCommand[];
  /** Hangs up on every connection; new ones are welcome. */
  dropConnections(): void;
  /** Plays dead: connections stay open, but nothing is executed, answered or published until told otherwise. */
  setSilent(silent: boolean): void;
  /** Drops or delays the next replies (`NEXT` and `OK` count one each) to one command. */
  faultReply(fault: ReplyFault): void;
}

/** A QuantStudio 5 that lives in memory, speaks the real protocol and never touches a socket itself. */
export class Simulator implements AttachableMachine {
  readonly onRestart: Event<'down' | 'up'>;
  /** Every command of every session, as it arrives. */
  readonly onReceived: Event<ReceivedCommand>;
  /** Every topic message, whether anybody subscribed or not. */
  readonly onPublished: Event<PublishedMessage>;
  readonly #hub: SessionHub;
  readonly #instrument: Instrument;
  readonly #owned = new DisposableStore();

  constructor(options: SimulatorOptions) {
    const seed = options.seed ?? 1;
    const clock = scaledClock(options.clock, options.speed ?? 1);
    const instrument = new Instrument({
      clock,
      seed,
      nickname: options.nickname ?? 'Simulated QuantStudio',
      publish: (topic, body, at) => this.#hub.publish(topic, body, at),
    });
    const status = instrumentStatus(instrument);
    const table: CommandTable = new CommandTable([
      ...sessionCommands({
        password: options.password ?? null,
        passwordLevel: options.passwordLevel ?? 'Controller',
        random: seededRandom(seed ^ 0x2545f491),
        clock,
        access: () => this.#hub.access,
        table: () => table,
      }),
      ...statusCommands(status),
      ...actionCommands(instrument),
      ...lightCommands(instrument),
      ...runCommands(instrument),
      ...fileCommands(instrument),
      ...uploadCommands(instrument),
    ]);
    this.#hub = new SessionHub({
      clock,
      table,
      defaultLevel: options.defaultLevel ?? 'Observer',
      maxLevel: options.maxLevel ?? (options.password === undefined ? 'Controller' : 'Observer'),
      product: productFacts,
      variable: (name) => readVariable(status.run, name),
      protocolNumber: (name) => readProtocolNumber(status.run, name),
    });
    this.#instrument = this.#owned.add(instrument);
    this.#owned.add(this.#hub);
    this.onReceived = this.#hub.onReceived;
    this.onPublished = this.#hub.onPublished;
    this.onRestart = instrument.onRestart;
    this.#owned.add(
      instrument.onRestart((state) => {
        if (state === 'down') this.#hub.dropAll();
      }),
    );
  }

  /** While the software restarts, the connection is closed at once and never greeted. */
  attach(port: SimulatorPort): SimulatorConnection {
    if (!this.#instrument.restarting) return this.#hub.attach(port);
    port.close();
    return { sessionId: '-' as SessionId, receive: () => {}, closed: () => {} };
  }

  get received(): readonly ReceivedCommand[] {
    return this.#hub.received;
  }

  /** The access level of every session that is open. */
  get levels(): readonly AccessLevel[] {
    return this.#hub.access.levels;
  }

  get sessionCount(): number {
    return this.#hub.sessionCount;
  }

  /** The machine behind the wire, for tests and the training machine to look at. */
  get instrument(): Instrument {
    return this.#instrument;
  }

  /** Starts a run as `RP protocolName "title"` would. Throws a CommandFailure with the reason it is refused. */
  startRun(protocolName: string, title: string): void {
    this.#instrument.startRun(
      { protocol: protocolName, title, mode: 'standard', sampleVolume: 50 },
      () => {},
    );
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

  /** Ends the run that is on with an error, as a broken heater would; does nothing when idle. */
  failRun(reason: string): void {
    this.#instrument.run?.fail(reason);
    this.#instrument.settleRun();
  }

  /** Makes the drawer report `Unknown`, wherever it is. */
  setDrawerStuck(stuck: boolean): void {
    this.#instrument.mechanics.drawerStuck = stuck;
  }

  /** Makes `ENG?` answer nothing. */
  setCoverBlank(blank: boolean): void {
    this.#instrument.coverBlank = blank;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
