import { atLeast } from '../../shared/access-level.ts';
import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { MachineError } from '../scpi/errors.ts';
import type { Reply } from '../scpi/pending-commands.ts';
import { nicknameQuery } from './commands/product.ts';
import { protocolFactsQuery, protocolQuery } from './commands/protocol.ts';
import { runTotalsQuery } from './commands/run-totals.ts';
import type { OpenedSession } from './link.ts';
import type { MachineState } from './machine-state.ts';
import type { Observation } from './observation.ts';
import { currentProgress } from './run-monitor.ts';
import { StatusQuery, type StatusReading } from './status-query.ts';
import { UnexpectedReplyError } from './unexpected-reply.ts';

export interface MachineReaderOptions {
  readonly opened: OpenedSession;
  readonly state: MachineState;
  readonly clock: Clock;
  readonly onChange: () => void;
  readonly onObservation: (observation: Observation) => void;
}

/** Between two statuses that were asked for because the run turned, however often it does. */
const soonMilliseconds = 1_000;

/** A run that talks without a pause is believed after so many statuses. */
const mostAttempts = 3;

/** Asks one session what the machine knows and puts it into the machine's state. One per session. */
export class MachineReader implements Disposable {
  readonly #opened: OpenedSession;
  readonly #state: MachineState;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #onObservation: (observation: Observation) => void;
  readonly #status = new StatusQuery();
  #reading: Promise<void> | null = null;
  #readAt: Instant | null = null;
  /** What will ask for a status soon; null if nothing does. */
  #soon: Disposable | null = null;
  #disposed = false;
  #nickname: string | null = null;
  /** The run and stage in which the protocol was refused or muddled; it is asked for again in the next stage. */
  #withoutProtocol: string | null = null;
  /** The run whose protocol was told on this session. */
  #toldProtocol: string | null = null;

  constructor({ opened, state, clock, onChange, onObservation }: MachineReaderOptions) {
    this.#opened = opened;
    this.#state = state;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#onObservation = onObservation;
  }

  get nickname(): string | null {
    return this.#nickname;
  }

  /** Reads the whole status. One query at a time: a second caller waits for the first one's answer. */
  read(): Promise<void> {
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  /**
   * Reads the status because the run turned: at once, but not more than once a second, and after a query that is on
   * its way, which may have been answered before the turn.
   */
  readSoon(): void {
    if (this.#soon !== null || this.#disposed) return;
    const since = this.#readAt === null ? soonMilliseconds : this.#clock.now() - this.#readAt;
    const read = (): void => {
      this.#soon = null;
      void this.#readAnew().catch(() => {});
    };
    if (since >= soonMilliseconds && this.#reading === null) read();
    else this.#soon = this.#clock.after(Math.max(0, soonMilliseconds - since), read);
  }

  dispose(): void {
    this.#disposed = true;
    this.#soon?.dispose();
  }

  async #readAnew(): Promise<void> {
    await this.#reading?.catch(() => {});
    if (!this.#disposed) await this.read();
  }

  /** Shown beside the chosen name; a machine that does not tell it simply has none. */
  async readNickname(): Promise<void> {
    await this.#ifTold(async () => {
      const { body } = await this.#ask(nicknameQuery.text);
      this.#nickname = nicknameQuery.read(body);
    });
    this.#onChange();
  }

  async #readAll(): Promise<void> {
    if (!atLeast(this.#opened.access.level, 'Observer')) return;
    this.#readAt = this.#clock.now();
    const status = await this.#readStatus();
    this.#state.learn(status);
    this.#onObservation({ kind: 'status', status });
    this.#onChange();
    await this.#readProtocol();
    this.#tellProtocol();
    await this.#readTotals();
  }

  /**
   * A message of the run that comes in while a status is on its way may be newer than it, and be taken in before it: such
   * a status would put the run back to where it was.
   */
  async #readStatus(): Promise<StatusReading> {
    for (let attempt = 1; ; attempt++) {
      const before = this.#state.runMessages;
      const status = await this.#status.read((text) => this.#ask(text));
      if (this.#state.runMessages === before || attempt === mostAttempts) return status;
    }
  }

  /** For a protocol that was not told or not understood: the machine counts it. */
  async #readTotals(): Promise<void> {
    const progress = currentProgress(this.#state.run);
    if (progress === null || progress.stage.kind !== 'stage') return;
    if (progress.stageCount !== null && progress.cycleCount !== null) return;
    const { title, stage } = progress;
    await this.#ifTold(async () => {
      const { body } = await this.#ask(runTotalsQuery.text);
      this.#state.follow({ kind: 'totals', title, stage, ...runTotalsQuery.read(body) });
    });
    this.#onChange();
  }

  async #readProtocol(): Promise<void> {
    const run = this.#state.runKey;
    const progress = currentProgress(this.#state.run);
    if (run === null || progress === null || this.#state.protocol !== null) return;
    const place = `${run}|${progress.stage.kind === 'stage' ? progress.stage.number : progress.stage.kind}`;
    if (this.#withoutProtocol === place) return;
    const told = await this.#ifTold(async () => {
      const facts = protocolFactsQuery.read((await this.#ask(protocolFactsQuery.text)).body);
      const query = protocolQuery(facts);
      this.#state.learnProtocol(run, query.read((await this.#ask(query.text)).body));
    });
    if (!told) this.#withoutProtocol = place;
    this.#onChange();
  }

  /** Once a run and session: whoever keeps a record may have begun it anew. */
  #tellProtocol(): void {
    const { protocol, runKey, run } = this.#state;
    const title = currentProgress(run)?.title ?? null;
    if (protocol === null || title === null || this.#toldProtocol === runKey) return;
    this.#toldProtocol = runKey;
    this.#onObservation({ kind: 'protocol', at: this.#clock.now(), title, protocol });
  }

  #ask(text: string): Promise<Reply> {
    return this.#opened.session.execute(text, { origin: 'panel' });
  }

  /** Whether the machine answered something that makes sense; a refusal only means that it does not tell. */
  async #ifTold(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof MachineError || error instanceof UnexpectedReplyError) return false;
      throw error;
    }
  }
}
