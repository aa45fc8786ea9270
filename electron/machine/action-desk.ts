import {
  type Acknowledgement,
  type ActionRecord,
  type ActionState,
  isFinal,
  type MachineAction,
  type SeenLater,
} from '../../shared/action.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ActionIntent, EvidenceLine } from '../../shared/journal.ts';
import type { ActionId, MachineId } from '../../shared/units.ts';
import { type Clock, delay } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { type ActionLedger, LedgerEntryWriter } from './action-ledger.ts';
import { explain } from './failure-words.ts';
import { judge } from './interlock.ts';
import { type Link, type OpenedSession, questionMilliseconds } from './link.ts';
import { objectionTo } from './objection.ts';
import { type Performance, performAction } from './perform-action.ts';
import type { Situation } from './situation.ts';

export interface ActionDeskOptions {
  readonly machineId: MachineId;
  readonly clock: Clock;
  readonly newActionId: () => ActionId;
  readonly link: Link;
  readonly ledger: ActionLedger;
  /** Why nothing may act on machines now; null if it may. */
  readonly locked: () => Failure | null;
  /** What the interlocks look at, as of now. */
  readonly situation: () => Situation;
  /** Reads the machine's whole status. */
  readonly refresh: () => Promise<void>;
  /** Of earlier times, with an unknown outcome that nothing was seen after yet. */
  readonly unexplained: readonly ActionRecord[];
}

/** How long a machine may take to come back after its software was restarted; about 30 s is usual. */
const restartPatienceMilliseconds = 180_000;
const restartPollMilliseconds = 2_000;

/** Ended actions that are still shown. */
const rememberedActions = 5;

const originPrefix = 'action:';

function actionOrigin(id: ActionId): string {
  return originPrefix + id;
}

/** The action that a line on the wire belongs to, by the origin it carries; null if to none. */
function actionOf(origin: string | null): ActionId | null {
  return origin?.startsWith(originPrefix) ? (origin.slice(originPrefix.length) as ActionId) : null;
}

/** Takes a machine's actions one at a time, holds them against the interlocks, and keeps the last few records. */
export class ActionDesk implements Disposable {
  readonly #options: ActionDeskOptions;
  readonly #acted = new Emitter<ActionRecord>();
  readonly #entries = new Map<ActionId, LedgerEntryWriter>();
  readonly #disposing = new Emitter<void>();
  #records: readonly ActionRecord[] = [];
  #disposed = false;

  /** Every state of every action; a listener has seen `preparing` before the first byte is written. */
  readonly onAction = this.#acted.event;

  constructor(options: ActionDeskOptions) {
    this.#options = options;
    this.#records = options.unexplained.slice(-rememberedActions);
  }

  /** Actions in flight and the last few that ended, oldest first. */
  get records(): readonly ActionRecord[] {
    return this.#records;
  }

  /** Performs an action if the interlocks let it pass. The record's last state is final. Does not reject. */
  async perform(
    action: MachineAction,
    acknowledgement: Acknowledgement | null,
  ): Promise<ActionRecord> {
    const { clock, newActionId, ledger, link, machineId, refresh, situation } = this.#options;
    const verdict = judge(action, situation());
    let record: ActionRecord = {
      id: newActionId(),
      machineId,
      action,
      requestedAt: clock.now(),
      acknowledged: verdict.kind === 'confirm' && acknowledgement !== null ? verdict.reasons : [],
      state: { kind: 'preparing' },
      seenLater: null,
    };
    const entry = new LedgerEntryWriter(ledger, this.#intent(record, acknowledgement), () =>
      clock.now(),
    );
    this.#entries.set(record.id, entry);
    const onState = (state: ActionState): void => {
      record = { ...record, state };
      entry.progress(state);
      if (isFinal(state)) this.#entries.delete(record.id);
      this.#remember(record);
    };
    const objection = (): Failure | null => this.#objection(action, acknowledgement);
    // A machine at rest is judged once it was connected to and read: what is known of it now is old.
    const resting = !link.kept && link.opened === null;
    const early = this.#options.locked() ?? this.#busy(action) ?? (resting ? null : objection());
    if (early !== null) {
      onState({ kind: 'not-sent', at: clock.now(), failure: early });
      return record;
    }
    this.#remember(record);
    try {
      await link.use(async (opened) => {
        const { session, access } = opened;
        // An on-demand session has read nothing yet, and an old reading must not decide.
        if (!situation().stateKnown) await refresh();
        const late = objection();
        if (late !== null) {
          onState({ kind: 'not-sent', at: clock.now(), failure: late });
          // What was just read must not grow old while a person reads the question.
          link.linger(questionMilliseconds);
          return;
        }
        const { readings } = situation();
        const origin = actionOrigin(record.id);
        const performance = {
          clock,
          session,
          access,
          origin,
          readings,
          objection,
          aboutToSend: () => entry.aboutToSend(),
        };
        if (action.kind === 'restart-software') {
          await this.#restart(opened, { ...performance, onState });
          return;
        }
        await performAction(action, { ...performance, onState });
        await refresh().catch(() => {});
      });
    } catch (error) {
      const failure = explain(error);
      if (!isFinal(record.state))
        onState({
          kind: record.state.kind === 'preparing' ? 'not-sent' : 'unknown',
          at: clock.now(),
          failure,
        });
    }
    return record;
  }

  /** Puts what the machine says now beside an unknown outcome, if it is still shown. Answers whether it is. */
  noteSeenLater(id: ActionId, seenLater: SeenLater): boolean {
    const known = this.#records.some((record) => record.id === id);
    this.#records = this.#records.map((record) =>
      record.id === id ? { ...record, seenLater } : record,
    );
    return known;
  }

  /** Takes note of a line on the wire, if it belongs to an action in flight. */
  wrote(origin: string | null, line: EvidenceLine): void {
    const id = actionOf(origin);
    if (id !== null) this.#entries.get(id)?.wrote(line);
  }

  dispose(): void {
    this.#disposed = true;
    this.#disposing.fire();
    this.#disposing.dispose();
    this.#acted.dispose();
  }

  /**
   * The machine's software ends before it can answer, or just after: only a new session proves the restart. Until then
   * the action is being checked.
   */
  async #restart(before: OpenedSession, performance: Performance): Promise<void> {
    const { clock, link } = this.#options;
    const { onState } = performance;
    let end: ActionState = { kind: 'preparing' };
    await performAction(
      { kind: 'restart-software' },
      {
        ...performance,
        onState: (state) => {
          end = state;
          if (!isFinal(state)) onState(state);
        },
      },
    );
    const ended = end as ActionState;
    const dropped = ended.kind === 'unknown' && ended.failure.kind === 'connection-lost';
    if (ended.kind !== 'confirmed' && !dropped) {
      onState(ended);
      return;
    }
    onState({ kind: 'checking', sentAt: clock.now() });
    const giveUpAt = clock.now() + restartPatienceMilliseconds;
    while (clock.now() < giveUpAt) {
      await delay(clock, restartPollMilliseconds, this.#disposing.event);
      if (this.#disposed) break;
      // A machine kept connected comes back by itself; an on-demand one only when it is asked for.
      const after = link.opened ?? (await link.use(async (opened) => opened).catch(() => null));
      if (after === null || after === before) continue;
      const readBack = `The machine answers again, as session ${after.facts.session}`;
      onState({ kind: 'confirmed', at: clock.now(), readBack });
      return;
    }
    onState({
      kind: 'unknown',
      at: clock.now(),
      failure: {
        kind: 'no-answer',
        message:
          link.opened === before
            ? 'The machine accepted the restart, but its connection never dropped.'
            : 'The machine has not answered since its software was restarted.',
        remedy: 'Look at the machine’s screen. If it does not come back, switch it off and on.',
        detail: '',
      },
    });
  }

  #intent(record: ActionRecord, acknowledgement: Acknowledgement | null): ActionIntent {
    const { id, requestedAt, machineId, action, acknowledged } = record;
    return {
      kind: 'action',
      id,
      at: requestedAt,
      machineId,
      machineName: this.#options.situation().machineName,
      // An abort goes out even if the disk fills up in between.
      marksSending: action.kind !== 'abort',
      action,
      acknowledged,
      typedName: acknowledgement?.typedName ? acknowledgement.typedName : null,
    };
  }

  #objection(action: MachineAction, acknowledgement: Acknowledgement | null): Failure | null {
    const situation = this.#options.situation();
    return (
      this.#options.locked() ??
      objectionTo(judge(action, situation), acknowledgement, situation.machineName)
    );
  }

  /** One action at a time; an abort alone may come between. */
  #busy(action: MachineAction): Failure | null {
    const inFlight = this.#records.find(
      (record) =>
        !isFinal(record.state) && (action.kind !== 'abort' || record.action.kind === 'abort'),
    );
    if (inFlight === undefined) return null;
    return {
      kind: 'busy',
      message: 'Another action on this machine has not ended yet.',
      remedy: 'Wait until it has ended, then try again.',
      detail: inFlight.action.kind,
    };
  }

  #remember(record: ActionRecord): void {
    const others = this.#records.filter((known) => known.id !== record.id);
    const ended = others.filter((known) => isFinal(known.state));
    const forgotten = new Set(ended.slice(0, Math.max(0, ended.length - rememberedActions + 1)));
    this.#records = [...others.filter((known) => !forgotten.has(known)), record];
    this.#acted.fire(record);
  }
}
