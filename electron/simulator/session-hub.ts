import { type AccessLevel, atLeast } from '../../shared/access-level.ts';
import type { Instant, SessionId } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { AccessControl } from './access.ts';
import { badInvocation, CommandFailure, insufficientAccess } from './command-failure.ts';
import { type CommandLine, parseCommandLine, type Template } from './command-line.ts';
import type { CommandResult, CommandTable } from './command-table.ts';
import {
  Session,
  type SessionHost,
  type SimulatorConnection,
  type SimulatorPort,
} from './session.ts';
import { type Substitutions, substitute } from './substitution.ts';
import { formatBoolean } from './values.ts';

/** A command as it arrived, before anything was made of it. `at` is instrument time. */
export interface ReceivedCommand {
  readonly session: SessionId;
  readonly text: string;
  readonly at: Instant;
}

/** A topic message as it was given out, whoever subscribed. `at` is instrument time, in milliseconds. */
export interface PublishedMessage {
  readonly topic: string;
  readonly body: string;
  readonly at: number;
}

/** What happens to the next replies of one command. */
export type ReplyFault =
  | { readonly command: string; readonly kind: 'drop'; readonly times: number }
  | {
      readonly command: string;
      readonly kind: 'delay';
      readonly times: number;
      /** Instrument time. */
      readonly milliseconds: number;
    };

export interface SessionHubOptions {
  readonly clock: Clock;
  readonly table: CommandTable;
  readonly defaultLevel: AccessLevel;
  readonly maxLevel: AccessLevel;
  /** Follows `READy -session=…` in the greeting. */
  readonly product: string;
  readonly variable: (name: string) => string | undefined;
  readonly protocolNumber: (name: string) => number | undefined;
}

/** Enough for any test or training session; older entries make way. */
const keptReceived = 20_000;
const firstSession = 474_800;
const deepestNesting = 16;

/** All sessions of one machine: commands in, replies and topics out, access between them. */
export class SessionHub implements Disposable, SessionHost {
  readonly access: AccessControl;
  readonly #options: SessionHubOptions;
  readonly #sessions = new Set<Session>();
  readonly #delayed = new DisposableStore();
  readonly #receivedEmitter = new Emitter<ReceivedCommand>();
  readonly #publishedEmitter = new Emitter<PublishedMessage>();
  readonly onReceived = this.#receivedEmitter.event;
  readonly onPublished = this.#publishedEmitter.event;
  #received: ReceivedCommand[] = [];
  #replyFaults: ReplyFault[] = [];
  #nextSession = firstSession;
  #silent = false;
  #nesting = 0;

  constructor(options: SessionHubOptions) {
    this.#options = options;
    this.access = new AccessControl({
      defaultLevel: options.defaultLevel,
      maxLevel: options.maxLevel,
      onChange: ({ session, level, exclusive }) =>
        this.publish(
          'System',
          `Access -sessionid=${session} -level=${level} -exclusive=${formatBoolean(exclusive)}`,
        ),
    });
  }

  get received(): readonly ReceivedCommand[] {
    return this.#received;
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  get audible(): boolean {
    return !this.#silent;
  }

  attach(port: SimulatorPort): SimulatorConnection {
    const id = String(this.#nextSession++) as SessionId;
    const session = new Session(id, port, this);
    this.#sessions.add(session);
    this.access.add(id);
    session.greet(this.#options.product);
    return session;
  }

  /** Gives a message to its subscribers. `at` is instrument time in milliseconds, now if left out. */
  publish(topic: string, body: string, at: number = this.#options.clock.now()): void {
    for (const session of Array.from(this.#sessions)) session.publish(topic, body, at);
    this.#publishedEmitter.fire({ topic, body, at });
  }

  /** Hangs up on everybody. */
  dropAll(): void {
    for (const session of Array.from(this.#sessions)) session.hangUp();
  }

  /** Stops answering and publishing while the connections stay open; what arrives meanwhile is never executed. */
  silence(silent: boolean): void {
    this.#silent = silent;
  }

  addReplyFault(fault: ReplyFault): void {
    this.#replyFaults.push(fault);
  }

  accept(session: Session, text: string): boolean {
    const entry = { session: session.sessionId, text, at: this.#options.clock.now() };
    this.#received.push(entry);
    if (this.#received.length > keptReceived)
      this.#received = this.#received.slice(-keptReceived / 2);
    this.#receivedEmitter.fire(entry);
    return !this.#silent;
  }

  run(session: Session, line: CommandLine): CommandResult {
    const values = this.#substitutions(session);
    const command = this.#options.table.find(line.name);
    if (!command) {
      throw new CommandFailure('NoMatch', `Command '${line.name}' not found`, {
        command: line.name,
      });
    }
    const { level } = this.access.held(session.sessionId);
    if (!atLeast(level, command.level)) throw insufficientAccess(command.level, level);
    const stray = line.options.find(({ name }) => !command.options?.includes(name));
    if (stray) throw badInvocation(`${command.name} has no option -${stray.name}`);
    const text = (template: Template): string => substitute(template, values);
    return command.run({
      session,
      words: line.words.map(text),
      options: new Map(line.options.map(({ name, value }) => [name, text(value)])),
    });
  }

  deliver(_session: Session, line: CommandLine, send: () => void): void {
    const fault = this.#replyFaults.find(
      ({ command }) => this.#options.table.find(command) === this.#options.table.find(line.name),
    );
    if (!fault) {
      send();
      return;
    }
    this.#replyFaults = this.#replyFaults.flatMap((known) => {
      if (known !== fault) return [known];
      return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
    });
    if (fault.kind === 'delay') {
      this.#delayed.add(this.#options.clock.after(fault.milliseconds, send));
    }
  }

  left(session: Session): void {
    this.#sessions.delete(session);
    this.access.remove(session.sessionId);
  }

  dispose(): void {
    this.#delayed.dispose();
    this.dropAll();
    this.#receivedEmitter.dispose();
    this.#publishedEmitter.dispose();
  }

  #substitutions(session: Session): Substitutions {
    return {
      variable: this.#options.variable,
      protocolNumber: this.#options.protocolNumber,
      query: (command) => this.#query(session, command),
    };
  }

  #query(session: Session, text: string): string {
    const line = parseCommandLine(text);
    if (!line) return '';
    if (this.#nesting >= deepestNesting) {
      throw badInvocation('Commands are nested too deeply');
    }
    this.#nesting++;
    try {
      const result = this.run(session, line);
      if (typeof result === 'string') return result;
    } finally {
      this.#nesting--;
    }
    throw badInvocation(`${line.name} cannot be used inside a command`);
  }
}
