import type { ConnectStep, Connection, SessionFacts } from '../../shared/connection.ts';
import type { Failure } from '../../shared/failure.ts';
import { lostAfterMilliseconds } from '../../shared/freshness.ts';
import type { Instant } from '../../shared/units.ts';
import { backoffMilliseconds, type Random } from '../base/backoff.ts';
import type { Clock } from '../base/clock.ts';
import { every, settledWithin } from '../base/clock.ts';
import { type Disposable, DisposableStore, toDisposable } from '../base/disposable.ts';
import type { Session } from '../scpi/session.ts';
import type { CloseCause } from '../scpi/session-types.ts';
import type { AccessControl } from './access-control.ts';
import { instrumentStateQuery } from './commands/instrument-state.ts';
import { explain } from './failure-words.ts';
import { FailureError } from './failure-error.ts';
import { retriesByItself } from './retry-policy.ts';

/** A session that greeted, authenticated and took its resting level. */
export interface OpenedSession {
  readonly session: Session;
  readonly facts: SessionFacts;
  readonly access: AccessControl;
}

/**
 * Opens one session, or rejects with a typed error having closed everything it opened. `onSession` is told of the session
 * as soon as there is one, so that its owner can end it at once.
 */
export type OpenSession = (
  onStep: (step: ConnectStep) => void,
  signal: AbortSignal,
  onSession: (session: Disposable) => void,
) => Promise<OpenedSession>;

export interface LinkOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly open: OpenSession;
  readonly onChange: () => void;
  /** A session became ready; dispose the answer when it ends. */
  readonly onReady: (opened: OpenedSession) => Disposable;
}

interface Opening {
  readonly abort: AbortController;
  readonly done: Promise<OpenedSession>;
  /** Ends what was opened so far at once. */
  readonly dispose: () => void;
}

/** How long a question about an on-demand machine can be answered on the session that raised it. */
export const questionMilliseconds = 60_000;

const leaveSeconds = 5;
const probeSeconds = 30;
const watchMilliseconds = 5_000;
/** A session shorter than this does not count as a success, or a machine that drops at once would be hammered. */
const provenMilliseconds = 10_000;

/**
 * Keeps one machine's session: opens it while anybody wants it, reconnects with backoff while it is to be kept, notices
 * silence, and leaves with `QUIT` when nobody wants it any more. Nothing is ever re-sent after a reconnection.
 */
export class Link implements Disposable {
  readonly #options: LinkOptions;
  #connection: Connection = { kind: 'off', last: null };
  #opened: OpenedSession | null = null;
  #sessionScope: DisposableStore | null = null;
  #keep = false;
  #users = 0;
  #failures = 0;
  #opening: Opening | null = null;
  #leaving: Promise<void> | null = null;
  #retry: Disposable | null = null;
  #lingering: Disposable = toDisposable(() => {});
  #disposed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** The session while it is ready. */
  get opened(): OpenedSession | null {
    return this.#opened;
  }

  /** Whether it is to stay connected, or come back by itself. */
  get kept(): boolean {
    return this.#keep;
  }

  /** Connects and stays connected, reconnecting by itself. */
  keep(): void {
    if (this.#disposed) return;
    this.#keep = true;
    if (this.#opened !== null || this.#opening !== null || this.#leaving !== null) return;
    this.#attempt();
  }

  /** Tries at once instead of at the appointed time. */
  retryNow(): void {
    if (this.#opened !== null || this.#opening !== null) return;
    this.keep();
  }

  /** Takes back why it is off, because that is no longer so. */
  forgetFailure(): void {
    if (this.#connection.kind === 'off') this.#set({ kind: 'off', last: null });
  }

  /** Leaves the machine and does not come back by itself. Bounded; never rejects. */
  async disconnect(maxSeconds: number = leaveSeconds): Promise<void> {
    this.#keep = false;
    this.#lingering.dispose();
    this.#cancelRetry();
    await Promise.all([this.#abandonOpening(maxSeconds), this.#leave(maxSeconds)]);
    if (this.#keep) return;
    if (this.#connection.kind === 'waiting' || this.#connection.kind === 'stopped')
      this.#set({ kind: 'off', last: null });
  }

  /**
   * Runs work on a ready session. A machine kept connected must be ready; otherwise one connection is made for the work
   * and left afterwards. Rejects with a `FailureError` when there is no session to be had.
   */
  async use<T>(work: (opened: OpenedSession) => Promise<T>): Promise<T> {
    this.#users++;
    try {
      const ready = this.#leaving === null ? this.#opened : null;
      const opened = ready ?? (await this.#openForUse());
      return await work(opened);
    } finally {
      this.#users--;
      if (this.#users === 0 && !this.#keep) await this.#leave(leaveSeconds);
    }
  }

  /** Keeps an on-demand session for a while after its work, so that a question the work raised can be answered on it. */
  linger(milliseconds: number): void {
    if (this.#keep || this.#opened === null) return;
    this.#lingering.dispose();
    this.#users++;
    const timer = this.#options.clock.after(milliseconds, () => {
      this.#lingering.dispose();
      if (this.#users === 0 && !this.#keep) void this.#leave(leaveSeconds);
    });
    this.#lingering = toDisposable(() => {
      timer.dispose();
      this.#users--;
    });
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#keep = false;
    this.#lingering.dispose();
    this.#cancelRetry();
    this.#opening?.dispose();
    this.#opened?.session.dispose();
  }

  async #openForUse(): Promise<OpenedSession> {
    if (this.#leaving !== null) await this.#leaving;
    if (this.#keep || this.#disposed)
      throw new FailureError({
        kind: 'not-connected',
        message: 'There is no contact with the machine right now.',
        remedy: 'Wait until QuantDeck is connected again, or press “Retry now”.',
        detail: '',
      });
    const opening = this.#opening ?? this.#startOpening();
    try {
      return await opening.done;
    } catch (error) {
      throw new FailureError(explain(error), error);
    }
  }

  #attempt(): void {
    this.#cancelRetry();
    // The failure is in the state already; here it only must not count as unhandled.
    this.#startOpening().done.catch(() => {});
  }

  /** Resolves when what was being opened has been left again; ends it by force after `maxSeconds`. */
  async #abandonOpening(maxSeconds: number): Promise<void> {
    const opening = this.#opening;
    if (opening === null) return;
    opening.abort.abort();
    await settledWithin(this.#options.clock, maxSeconds * 1000, opening.done);
    opening.dispose();
  }

  #startOpening(): Opening {
    const abort = new AbortController();
    let session: Disposable = toDisposable(() => {});
    const onSession = (opened: Disposable): void => {
      session = opened;
    };
    const since = this.#options.clock.now();
    const attempt = this.#failures + 1;
    const onStep = (step: ConnectStep): void => {
      if (!abort.signal.aborted) this.#set({ kind: 'connecting', step, since, attempt });
    };
    const opening: Opening = {
      abort,
      done: this.#open(onStep, abort, onSession),
      dispose: () => {
        abort.abort();
        session.dispose();
      },
    };
    this.#opening = opening;
    onStep('dns');
    return opening;
  }

  async #open(
    onStep: (step: ConnectStep) => void,
    abort: AbortController,
    onSession: (session: Disposable) => void,
  ): Promise<OpenedSession> {
    try {
      const opened = await this.#options.open(onStep, abort.signal, onSession);
      if (abort.signal.aborted || this.#disposed) {
        await opened.session.leave(leaveSeconds);
        throw abort.signal.reason;
      }
      this.#opening = null;
      this.#becomeReady(opened);
      return opened;
    } catch (error) {
      this.#opening = null;
      if (abort.signal.aborted || this.#disposed) {
        this.#set({ kind: 'off', last: null });
        if (this.#keep) this.#attempt();
      } else {
        this.#fail(explain(error));
      }
      throw error;
    }
  }

  #becomeReady(opened: OpenedSession): void {
    const { session, facts, access } = opened;
    const since = this.#options.clock.now();
    const scope = new DisposableStore();
    this.#opened = opened;
    this.#sessionScope = scope;
    scope.add(session.onClosed(({ cause }) => this.#sessionEnded(opened, cause, since)));
    scope.add(this.#watch(session));
    this.#set({ kind: 'ready', facts, level: access.level, since });
    scope.add(this.#options.onReady(opened));
    // It may have closed between the greeting and this line.
    if (session.state.kind === 'closed') this.#sessionEnded(opened, session.state.cause, since);
  }

  /** Shows a level that this session took or gave back. */
  levelChanged(): void {
    if (this.#connection.kind === 'ready' && this.#opened !== null)
      this.#set({ ...this.#connection, level: this.#opened.access.level });
  }

  /** A silent minute means a dead connection even if the socket looks open (instrument protocol, section 7). */
  #watch(session: Session): Disposable {
    const { clock } = this.#options;
    let probing = false;
    return every(clock, watchMilliseconds, () => {
      if (probing || clock.now() - session.heardAt < lostAfterMilliseconds) return;
      probing = true;
      session
        .execute(instrumentStateQuery.text, { firstReplySeconds: probeSeconds })
        .catch(() => {
          // Whatever the answer was, hearing anything at all is proof of life.
          if (clock.now() - session.heardAt >= lostAfterMilliseconds) session.dispose();
        })
        .finally(() => {
          probing = false;
        });
    });
  }

  #sessionEnded(opened: OpenedSession, cause: CloseCause, since: Instant): void {
    if (this.#opened !== opened) return;
    this.#opened = null;
    this.#lingering.dispose();
    this.#sessionScope?.dispose();
    this.#sessionScope = null;
    if (this.#leaving !== null) return;
    if (this.#disposed) {
      this.#set({ kind: 'off', last: null });
      return;
    }
    if (this.#options.clock.now() - since >= provenMilliseconds) this.#failures = 0;
    this.#fail(cause.kind === 'error' ? explain(cause.error) : lostContact(cause.kind));
  }

  #fail(last: Failure): void {
    this.#failures++;
    if (!this.#keep) {
      this.#set({ kind: 'off', last });
      return;
    }
    if (!retriesByItself(last.kind)) {
      this.#set({ kind: 'stopped', last });
      return;
    }
    const { clock, random } = this.#options;
    const wait = backoffMilliseconds(this.#failures, random);
    const retryAt = (clock.now() + wait) as Instant;
    this.#set({ kind: 'waiting', retryAt, attempt: this.#failures, last });
    this.#retry = clock.after(wait, () => {
      this.#retry = null;
      this.#attempt();
    });
  }

  async #leave(maxSeconds: number): Promise<void> {
    if (this.#leaving !== null) return this.#leaving;
    const opened = this.#opened;
    if (opened === null) return;
    this.#set({ kind: 'leaving' });
    this.#leaving = opened.session.leave(maxSeconds);
    await this.#leaving;
    this.#leaving = null;
    this.#failures = 0;
    this.#set({ kind: 'off', last: null });
    // Wanted again while it was leaving.
    if (this.#keep && !this.#disposed) this.#attempt();
  }

  #cancelRetry(): void {
    this.#retry?.dispose();
    this.#retry = null;
  }

  #set(connection: Connection): void {
    this.#connection = connection;
    this.#options.onChange();
  }
}

/** The session ended on this side: the machine was silent for too long, or a level could not be given back. */
function lostContact(how: 'left' | 'disposed'): Failure {
  return {
    kind: 'connection-lost',
    message: 'The machine fell silent, so the connection was closed.',
    remedy: 'QuantDeck connects again by itself and reads the machine’s state first.',
    detail:
      how === 'left'
        ? 'left after an access level could not be given back'
        : 'no answer to a probe',
  };
}
