import { type ActionRecord, actionWords, isFinal } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Failure } from '../../shared/failure.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { ActionId, Instant } from '../../shared/units.ts';
import { visibleText } from '../format/visible-text.ts';
import { actionInFlight, progressSentence } from './action-state.ts';
import type { Moment } from './engine.ts';

/** How long a confirmed outcome stays on the card. */
export const confirmedMilliseconds = 30_000;

/** The card's one line about the last action. */
export interface OutcomeModel {
  readonly tone: 'working' | 'ok' | 'warn' | 'err';
  readonly text: string;
  /** What to do; empty for nothing. */
  readonly remedy: string;
  /** Null while under way. */
  readonly dismissId: string | null;
  /** The action whose details can be opened; null if there are none. */
  readonly detailsOf: ActionId | null;
}

/** A request that main never turned into an action, kept by this window until it is dismissed. */
export interface RequestFailure {
  readonly id: string;
  readonly name: string;
  readonly at: Instant;
  readonly failure: Failure;
}

/**
 * Chooses what the card says about actions: the one under way, else an unknown outcome that was not dismissed (it
 * outlives later actions), else the last end that is still worth a line.
 */
export function outcomeModel(
  snapshot: MachineSnapshot,
  requestFailure: RequestFailure | null,
  dismissed: ReadonlySet<string>,
  moment: Moment,
): OutcomeModel | null {
  const doing = actionInFlight(snapshot);
  if (doing !== null)
    return {
      tone: 'working',
      text: progressSentence(doing),
      remedy: '',
      dismissId: null,
      detailsOf: null,
    };
  const open = snapshot.actions.filter(
    (record) => isFinal(record.state) && !dismissed.has(record.id),
  );
  const unknown = open.findLast((record) => record.state.kind === 'unknown');
  if (unknown !== undefined) return finalOutcome(unknown, moment);
  const last = open.at(-1);
  const lastAt = last === undefined ? 0 : endedAt(last);
  if (requestFailure !== null && !dismissed.has(requestFailure.id) && requestFailure.at >= lastAt)
    return {
      tone: 'err',
      text: `${requestFailure.name}: ${requestFailure.failure.message}`,
      remedy: requestFailure.failure.remedy,
      dismissId: requestFailure.id,
      detailsOf: null,
    };
  if (last === undefined || last !== snapshot.actions.at(-1)) return null;
  return finalOutcome(last, moment);
}

/** When an action ended; 0 while it is under way. */
export function endedAt(record: ActionRecord): number {
  return 'at' in record.state ? record.state.at : 0;
}

function finalOutcome(record: ActionRecord, moment: Moment): OutcomeModel | null {
  const { state } = record;
  const { name } = actionWords[record.action.kind];
  switch (state.kind) {
    case 'preparing':
    case 'sent':
    case 'accepted':
    case 'checking':
      return null;
    case 'confirmed':
      if (moment.now - state.at > confirmedMilliseconds) return null;
      return {
        tone: 'ok',
        text: `${name}: confirmed. ${visibleText(state.readBack)}`.trim(),
        remedy: '',
        dismissId: record.id,
        detailsOf: null,
      };
    case 'refused':
      return ended('err', `${name} was refused: ${state.failure.message}`, record, state.failure);
    case 'not-sent':
      return ended('err', `${name} was not sent: ${state.failure.message}`, record, state.failure);
    case 'unknown':
      return ended(
        'warn',
        `Outcome unknown: ${name}. ${state.failure.message}${seenWords(record)}`,
        record,
        state.failure,
      );
    default:
      return assertNever(state);
  }
}

/** What the machine said since, as a sentence of its own; empty for nothing. */
function seenWords({ seenLater }: ActionRecord): string {
  return seenLater === null ? '' : ` The machine now says: ${visibleText(seenLater.text)}.`;
}

function ended(
  tone: 'warn' | 'err',
  text: string,
  record: ActionRecord,
  failure: Failure,
): OutcomeModel {
  return { tone, text, remedy: failure.remedy, dismissId: record.id, detailsOf: record.id };
}

/** One word for an action's state, for lists. */
export function outcomeWord(record: ActionRecord): string {
  switch (record.state.kind) {
    case 'preparing':
    case 'sent':
    case 'accepted':
    case 'checking':
      return 'under way';
    case 'confirmed':
      return 'confirmed';
    case 'refused':
      return 'refused';
    case 'not-sent':
      return 'not sent';
    case 'unknown':
      return 'outcome unknown';
    default:
      return assertNever(record.state);
  }
}
