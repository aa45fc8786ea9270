import type { AccessLevel } from '../../../shared/access-level.ts';
import type { Verdict } from '../../../shared/action.ts';
import type { ConsoleCommand, ConsoleReply, RunningCommand } from '../../../shared/console.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSettings } from '../../../shared/machine-settings.ts';
import type { ActionId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { maskSecrets } from '../../scpi/secrets.ts';
import type { ActionLedger } from '../action-ledger.ts';
import type { Link } from '../link.ts';
import type { Situation } from '../situation.ts';
import type { TopicBook } from './topic-book.ts';
import { sendConsoleCommand } from './console-command.ts';
import { changesLevel, judgeCommand } from './judge-command.ts';

export interface ConsoleDeskOptions {
  readonly clock: Clock;
  readonly ledger: ActionLedger;
  /** Why nothing may act on machines now; null if it may. */
  readonly locked: () => Failure | null;
  readonly newActionId: () => ActionId;
  readonly machine: MachineSettings;
  readonly link: Link;
  /** What the interlocks look at, as of now. */
  readonly situation: () => Situation;
  /** Reads the machine's whole status. */
  readonly refresh: () => Promise<void>;
  readonly topics: TopicBook;
}

interface Running {
  readonly command: RunningCommand;
  readonly abort: AbortController;
}

/** Of a running command’s text, in characters: it is told at every step. */
const longestShown = 2_000;

/** Sends what is typed to one machine, any number at once, and knows what has not ended. */
export class ConsoleDesk implements Disposable {
  readonly #options: ConsoleDeskOptions;
  readonly #running = new Map<ActionId, Running>();
  readonly #changed = new Emitter<void>();
  /** Commands under way that may change the level by themselves. */
  #changingLevel = 0;
  /** Per level, when the latest command was written or ended: one level never waits for another here. */
  readonly #turns = new Map<AccessLevel, Promise<void>>();

  /** The list of running commands changed. */
  readonly onRunning = this.#changed.event;

  constructor(options: ConsoleDeskOptions) {
    this.#options = options;
  }

  /** Commands that have not ended, oldest first. */
  get running(): readonly RunningCommand[] {
    return [...this.#running.values()].map(({ command }) => command);
  }

  /** What the interlocks say of a command typed by hand, now. */
  judge(command: Pick<ConsoleCommand, 'level' | 'text'>): Verdict {
    // While a level is being changed by hand, what is sent as Observer may run as anything.
    const level = this.#changingLevel > 0 ? 'Full' : command.level;
    return judgeCommand({ ...command, level }, this.#options.situation());
  }

  /**
   * Sends a command as typed, at the chosen level, and gives the level back once the machine accepted it. Rejects with
   * an error that `explain` puts into words. Aborting does what `abandon` does.
   */
  async send(command: ConsoleCommand, signal?: AbortSignal): Promise<ConsoleReply> {
    const { clock, newActionId } = this.#options;
    const id = newActionId();
    const abort = new AbortController();
    const onAbort = (): void => abort.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const { text, level } = command;
    const turn = this.#turns.get(level) ?? Promise.resolve();
    const { promise: written, resolve: onWritten } = Promise.withResolvers<void>();
    this.#turns.set(level, written);
    const changing = changesLevel(text) ? 1 : 0;
    this.#changingLevel += changing;
    this.#put(abort, {
      id,
      text: maskSecrets(text).slice(0, longestShown),
      level,
      since: clock.now(),
      state: 'preparing',
      acceptedAt: null,
    });
    try {
      return await sendConsoleCommand(command, {
        ...this.#options,
        id,
        turn,
        judge: (judged) => this.judge(judged),
        signal: abort.signal,
        onState: (state) => {
          onWritten();
          const known = this.#running.get(id);
          if (known === undefined) return;
          const acceptedAt = state === 'accepted' ? clock.now() : known.command.acceptedAt;
          this.#put(abort, { ...known.command, state, acceptedAt });
        },
      });
    } finally {
      onWritten();
      signal?.removeEventListener('abort', onAbort);
      this.#changingLevel -= changing;
      this.#running.delete(id);
      this.#changed.fire();
    }
  }

  /** Stops waiting for a command; nothing is sent. False where no such command is running. */
  abandon(id: string): boolean {
    const running = this.#running.get(id as ActionId);
    running?.abort.abort();
    return running !== undefined;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #put(abort: AbortController, command: RunningCommand): void {
    this.#running.set(command.id, { command, abort });
    this.#changed.fire();
  }
}
