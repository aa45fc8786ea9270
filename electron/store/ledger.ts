import { type ActionState, isFinal } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import {
  type EvidenceLine,
  type LedgerEntry,
  type LedgerIntent,
  type LedgerTimes,
  longestEvidence,
} from '../../shared/journal.ts';
import type { Instant } from '../../shared/units.ts';

/*
 * The outcome ledger's rules, as pure functions.
 *
 * What a crash leaves behind, and what may be said of it:
 *
 *   on disk                                   bytes may have left   the next start says
 *   nothing                                   no                    nothing: it was never promised
 *   intent, will mark sending, no mark        no                    not sent
 *   intent, will not mark sending             yes                   unknown
 *   intent and sending mark                   yes                   unknown
 *   sent, accepted, checking                  yes                   unknown
 *   a final state                             –                     that state
 *
 * The mark is written and synced before the first byte, so its absence is proof; a mark written after the byte would leave a gap
 * in which the machine moves and the disk says that nothing happened.
 */

const noTimes: LedgerTimes = {
  sendingAt: null,
  sentAt: null,
  acceptedAt: null,
  checkingAt: null,
  endedAt: null,
};

export function begin(intent: LedgerIntent): LedgerEntry {
  return {
    ...intent,
    state: { kind: 'preparing' },
    times: noTimes,
    evidence: [],
    interrupted: false,
    seenLater: null,
  };
}

/** From here on bytes may have left. Throws if the entry has ended: what was reported as over must not be sent. */
export function markSending(entry: LedgerEntry, at: Instant): LedgerEntry {
  if (isFinal(entry.state)) throw new Error(`${entry.id} has ended and cannot be sent`);
  return { ...entry, times: { ...entry.times, sendingAt: entry.times.sendingAt ?? at } };
}

/** Enters a state. A final state stays: what the person was told first is what the ledger says. */
export function advance(entry: LedgerEntry, state: ActionState, at: Instant): LedgerEntry {
  if (isFinal(entry.state)) return entry;
  return { ...entry, state, times: timesIn(entry.times, state, at) };
}

function timesIn(times: LedgerTimes, state: ActionState, at: Instant): LedgerTimes {
  switch (state.kind) {
    case 'preparing':
      return times;
    case 'sent':
      return { ...times, sentAt: times.sentAt ?? state.sentAt };
    case 'accepted':
      return {
        ...times,
        sentAt: times.sentAt ?? state.sentAt,
        acceptedAt: times.acceptedAt ?? state.acceptedAt,
      };
    case 'checking':
      return {
        ...times,
        sentAt: times.sentAt ?? state.sentAt,
        checkingAt: times.checkingAt ?? at,
      };
    case 'confirmed':
    case 'refused':
    case 'not-sent':
    case 'unknown':
      return { ...times, endedAt: state.at };
    default:
      return assertNever(state);
  }
}

export function withEvidence(entry: LedgerEntry, lines: readonly EvidenceLine[]): LedgerEntry {
  return { ...entry, evidence: [...entry.evidence, ...lines.map(shortened)] };
}

function shortened(line: EvidenceLine): EvidenceLine {
  const missing = line.text.length - longestEvidence;
  if (missing <= 0) return line;
  return {
    ...line,
    text: `${line.text.slice(0, longestEvidence)}… (${missing} more characters)`,
  };
}

/** Concludes what an entry that never ended may truthfully be called, at the start that found it. */
export function interrupt(entry: LedgerEntry, foundAt: Instant): LedgerEntry {
  if (isFinal(entry.state)) return entry;
  const nothingLeft =
    entry.state.kind === 'preparing' && entry.marksSending && entry.times.sendingAt === null;
  const state: ActionState = nothingLeft
    ? {
        kind: 'not-sent',
        at: foundAt,
        failure: {
          kind: 'cancelled',
          message: 'QuantDeck ended before anything was sent to the machine.',
          remedy: 'Ask for it again if it is still wanted.',
          detail: '',
        },
      }
    : {
        kind: 'unknown',
        at: foundAt,
        failure: {
          kind: 'no-answer',
          message: 'QuantDeck ended before the machine’s answer was known.',
          remedy: 'Look at the machine before you try again.',
          detail: `last known: ${entry.state.kind}`,
        },
      };
  return {
    ...entry,
    state,
    times: { ...entry.times, endedAt: foundAt },
    interrupted: true,
  };
}
