import type {
  Acknowledgement,
  ActionRecord,
  MachineAction,
  SeenLater,
} from '../../shared/action.ts';
import type { OfferedCertificate, SessionFacts } from '../../shared/connection.ts';
import type { ConsoleLine } from '../../shared/console.ts';
import type { TopicFacts } from '../../shared/console-extras.ts';
import type { Failure } from '../../shared/failure.ts';
import type { LeaseWish } from '../../shared/lease.ts';
import type { MachineSnapshot, TracePoint } from '../../shared/machine.ts';
import type { MachineSettings } from '../../shared/machine-settings.ts';
import type { Protocol } from '../../shared/protocol.ts';
import type { ActionId } from '../../shared/units.ts';
import type { Random } from '../base/backoff.ts';
import { type Clock, every } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { ActionDesk } from './action-desk.ts';
import type { ActionLedger } from './action-ledger.ts';
import { ConsoleDesk } from './console/console-desk.ts';
import { ConsoleLog } from './console/console-log.ts';
import { TopicBook } from './console/topic-book.ts';
import { endSentence } from './console/session-marks.ts';
import { evidenceOf } from './evidence.ts';
import { FailureError } from './failure-error.ts';
import { judgeAll } from './interlock.ts';
import { Link, type OpenedSession, type OpenSession } from './link.ts';
import {
  offeredCertificate,
  openMachineSession,
  preferring,
  type SessionTarget,
  type Transports,
} from './open-session.ts';
import { MachineReader } from './machine-reader.ts';
import { MachineState } from './machine-state.ts';
import type { Situation } from './situation.ts';
import type { Observation } from './observation.ts';
import { turnsTheRun } from './run-topic.ts';
import { StandingLease } from './standing-lease.ts';
import { readTopic } from './topics.ts';

export interface MachineOptions {
  readonly settings: MachineSettings;
  readonly hasPassword: () => boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly transports: Transports;
  readonly newActionId: () => ActionId;
  /** Actions of earlier times, with an unknown outcome that nothing was seen after yet. */
  readonly unexplained: readonly ActionRecord[];
  readonly ledger: ActionLedger;
  /** Why a person wants nothing done to machines from this workstation now; null if nothing stands in the way. */
  readonly locked: () => Failure | null;
  /** Reads certificates and password at each connection, so that a changed file takes effect. Rejects with a `FailureError`. */
  readonly target: () => Promise<SessionTarget>;
  /** Memory that the transcript may take now, in bytes; asked at each line. */
  readonly transcriptBytes: () => number;
}

const statusMilliseconds = 5_000;

/**
 * One machine: its session, what was read of it, the run it is on and the actions asked of it.
 * Publishes that it changed; `snapshot()` then says how. Leaves with `QUIT` on `leave()`.
 */
export class Machine implements Disposable {
  readonly #options: MachineOptions;
  readonly #scope = new DisposableStore();
  readonly #link: Link;
  readonly #desk: ActionDesk;
  readonly #standing: StandingLease;
  readonly #changed = new Emitter<void>();
  readonly #traced = new Emitter<TracePoint>();
  readonly #logged = new Emitter<ConsoleLine>();
  readonly #observed = new Emitter<Observation>();
  readonly #state = new MachineState();
  #offered: OfferedCertificate | null = null;
  /** How this machine was reached last. */
  #lastFacts: SessionFacts | null = null;
  #stateKnown = false;
  /** Of the session that is open, or was last. */
  #reader: MachineReader | null = null;
  #suspended = false;

  readonly onChange = this.#changed.event;
  readonly onTrace = this.#traced.event;
  readonly onConsoleLine = this.#logged.event;
  /** What the machine says, as it comes. */
  readonly onObservation = this.#observed.event;
  /** Every state of every action, before anything of that state goes further. */
  readonly onAction: Event<ActionRecord>;
  /** What is typed to this machine. */
  readonly console: ConsoleDesk;
  /** What it publishes. */
  readonly topics: TopicBook;
  /** What crossed its wire. */
  readonly transcript: ConsoleLog;

  constructor(options: MachineOptions) {
    this.#options = options;
    const { clock, random } = options;
    this.#link = this.#scope.add(
      new Link({
        clock,
        random,
        open: (...opening) => this.#open(...opening),
        onChange: () => this.#changed.fire(),
        onReady: (opened) => this.#sessionReady(opened),
      }),
    );
    this.transcript = new ConsoleLog({
      budgetBytes: options.transcriptBytes,
      onLine: (line) => this.#logged.fire(line),
    });
    this.#desk = this.#scope.add(
      new ActionDesk({
        machineId: options.settings.id,
        clock,
        newActionId: options.newActionId,
        ledger: options.ledger,
        locked: options.locked,
        link: this.#link,
        situation: () => this.#situation(),
        refresh: () => this.#read(),
        unexplained: options.unexplained,
      }),
    );
    this.topics = new TopicBook({ clock, link: this.#link });
    this.console = this.#scope.add(
      new ConsoleDesk({
        clock,
        ledger: options.ledger,
        locked: options.locked,
        newActionId: options.newActionId,
        machine: options.settings,
        link: this.#link,
        situation: () => this.#situation(),
        refresh: () => this.#read(),
        topics: this.topics,
      }),
    );
    this.#standing = this.#scope.add(
      new StandingLease({ clock, link: this.#link, onChange: () => this.#changed.fire() }),
    );
    this.onAction = this.#desk.onAction;
    this.#scope.add(this.onAction(() => this.#changed.fire()));
    this.#scope.add(every(clock, 1_000, () => this.#tick()));
  }

  get settings(): MachineSettings {
    return this.#options.settings;
  }

  get trace(): readonly TracePoint[] {
    return this.#state.trace;
  }

  /** The protocol of the run that is on or was last; null if the machine has not told it. */
  get protocol(): Protocol | null {
    return this.#state.protocol;
  }

  snapshot(): MachineSnapshot {
    const { settings, hasPassword } = this.#options;
    return {
      id: settings.id,
      settings,
      hasPassword: hasPassword(),
      connection: this.#link.connection,
      nickname: this.#reader?.nickname ?? null,
      heardAt: this.#state.heardAt,
      readings: this.#state.readings,
      run: this.#state.run,
      estimate: this.#state.estimate(this.#options.clock.now()),
      hasProtocol: this.#state.protocol !== null,
      actions: this.#desk.records,
      interlocks: judgeAll(this.#situation()),
      lease: this.#standing.held,
      others: this.#state.others,
      offeredCertificate: this.#offered,
    };
  }

  /** Starts as the settings say: connects if the machine is to stay connected. */
  start(): void {
    if (this.settings.mode === 'stay-connected') this.#link.keep();
  }

  connect(): void {
    this.#link.keep();
  }

  /** Leaves the machine and stays away until asked. */
  disconnect(): Promise<void> {
    return this.#link.disconnect();
  }

  retryNow(): void {
    this.#link.retryNow();
  }

  /** Tries again if a locked password was all that kept it from connecting. */
  passwordsUnlocked(): void {
    const { connection } = this.#link;
    if (!('last' in connection) || connection.last?.kind !== 'passwords-locked') return;
    if (connection.kind === 'stopped') this.#link.retryNow();
    else this.#link.forgetFailure();
  }

  /** Leaves within `maxSeconds`; never rejects. */
  leave(maxSeconds: number): Promise<void> {
    return this.#link.disconnect(maxSeconds);
  }

  /** Leaves because the computer goes to sleep; `resume` comes back if it was connected or trying to be. */
  async suspend(): Promise<void> {
    // A stopped machine has nothing to leave, and must go on saying why it stopped.
    if (this.#link.connection.kind === 'stopped') return;
    // Sleep may be announced more than once.
    this.#suspended ||= this.#link.kept;
    await this.#link.disconnect();
  }

  resume(): void {
    if (!this.#suspended) return;
    this.#suspended = false;
    this.#link.keep();
  }

  /** Reads the whole status now. Rejects with an error that `explain` puts into words. */
  refresh(): Promise<void> {
    return this.#link.use(() => this.#read());
  }

  markRead(): void {
    this.#state.follow({ kind: 'mark-read' });
    this.#changed.fire();
  }

  /** Performs an action if the interlocks let it pass. The record's last state is final. Does not reject. */
  perform(action: MachineAction, acknowledgement: Acknowledgement | null): Promise<ActionRecord> {
    return this.#desk.perform(action, acknowledgement);
  }

  /** Puts what the machine says now beside an unknown outcome. */
  noteSeenLater(id: ActionId, seenLater: SeenLater): void {
    if (this.#desk.noteSeenLater(id, seenLater)) this.#changed.fire();
  }

  /** Holds a level for a chosen time. Rejects with an error that `explain` puts into words. */
  async takeLease(wish: LeaseWish): Promise<void> {
    this.#refuseIfLocked();
    return this.#standing.take(wish);
  }

  /** Throws a `FailureError` while the controls are locked. */
  extendLease(seconds: number): void {
    this.#refuseIfLocked();
    this.#standing.extend(seconds);
  }

  releaseLease(): Promise<void> {
    return this.#standing.release();
  }

  /** How this machine was reached last; null before it was. */
  get lastFacts(): SessionFacts | null {
    return this.#lastFacts;
  }

  /** Asks a question of QuantDeck's own. Rejects with an error that `explain` puts into words. */
  ask(query: string): Promise<{ readonly text: string; readonly facts: SessionFacts }> {
    return this.#link.use(async ({ session, facts }) => {
      const { body } = await session.execute(query);
      return { text: body.raw, facts };
    });
  }

  topicFacts(): readonly TopicFacts[] {
    return this.topics.facts();
  }

  /** Keeps one connection while something of several steps is done: an on-demand machine would leave after each. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.#link.use(work);
  }

  dispose(): void {
    this.#scope.dispose();
    this.#changed.dispose();
    this.#traced.dispose();
    this.#logged.dispose();
    this.#observed.dispose();
  }

  async #open(...[onStep, signal, onSession]: Parameters<OpenSession>): Promise<OpenedSession> {
    const { clock, transports } = this.#options;
    this.#offered = null;
    // With an authority of the lab's own, its word counts, not a person's.
    let pinnable = false;
    try {
      const target = preferring(await this.#options.target(), this.#lastFacts);
      pinnable = target.tls.trust.kind !== 'authority';
      const opened = await openMachineSession(target, {
        clock,
        transports,
        signal,
        observer: { began: onStep, found: () => {} },
        listeners: {
          wire: (line) => {
            if (line.direction === 'received') this.#state.heard(line.at);
            this.#desk.wrote(line.origin, evidenceOf(line));
            this.transcript.add(line);
          },
          message: (message) => {
            const own = this.#link.opened?.facts.session ?? null;
            const at = clock.now();
            this.topics.hear(message, at);
            const point = this.#state.hear(message, at, own);
            this.#observed.fire({ kind: 'message', at, message });
            if (point !== null) this.#traced.fire(point);
            this.#changed.fire();
            const reading = readTopic(message);
            if (reading.kind === 'run' && turnsTheRun(reading.event)) this.#reader?.readSoon();
          },
          closed: ({ at, cause }) => this.transcript.end(at, endSentence(cause)),
        },
        onLevel: () => this.#link.levelChanged(),
        onSession,
      });
      this.#lastFacts = opened.facts;
      return opened;
    } catch (error) {
      this.#offered = pinnable ? offeredCertificate(error) : null;
      throw error;
    }
  }

  #sessionReady(opened: OpenedSession): Disposable {
    const { clock } = this.#options;
    this.#state.beginSession();
    const onObservation = (observation: Observation): void => this.#observed.fire(observation);
    const reader = new MachineReader({
      opened,
      state: this.#state,
      clock,
      onChange: () => this.#changed.fire(),
      onObservation,
    });
    this.#reader = reader;
    onObservation({ kind: 'contact', at: clock.now(), contact: 'found' });
    const read = (): void => void reader.read().catch(() => {});
    read();
    reader.readNickname().catch(() => {});
    void this.topics.chooseAgain(opened.session);
    const scope = new DisposableStore();
    scope.add(reader);
    scope.add(every(clock, statusMilliseconds, read));
    scope.add(
      toDisposable(() => onObservation({ kind: 'contact', at: clock.now(), contact: 'lost' })),
    );
    return scope;
  }

  #refuseIfLocked(): void {
    const locked = this.#options.locked();
    if (locked !== null) throw new FailureError(locked);
  }

  async #read(): Promise<void> {
    await this.#reader?.read();
  }

  /** Verdicts change as silence grows, without any message to say so. */
  #tick(): void {
    const known = this.#isStateKnown();
    if (known === this.#stateKnown) return;
    this.#stateKnown = known;
    this.#changed.fire();
  }

  #isStateKnown(): boolean {
    return (
      this.#link.connection.kind === 'ready' && this.#state.isActable(this.#options.clock.now())
    );
  }

  #situation(): Situation {
    return {
      machineName: this.settings.name,
      stateKnown: this.#isStateKnown(),
      run: this.#state.run,
      readings: this.#state.readings,
    };
  }
}
