import type { ActionState } from '../../shared/action.ts';
import type {
  ActionJournalEntry,
  ConsoleJournalEntry,
  JournalEntry,
  JournalEvent,
  JournalPage,
  LedgerTimes,
} from '../../shared/journal.ts';
import type { ActionId, Instant } from '../../shared/units.ts';
import { failure, idOf, instant } from './renderer-fixtures.ts';

/*
 * Journal entries as main answers them, for the renderer's tests and for looking at the Activity view.
 */

const noTimes: LedgerTimes = {
  sendingAt: null,
  sentAt: null,
  acceptedAt: null,
  checkingAt: null,
  endedAt: null,
};

/** Steps that followed each other closely, as far as `state` came. */
function timesOf(at: Instant, state: ActionState): LedgerTimes {
  const later = (milliseconds: number): Instant => instant(at + milliseconds);
  switch (state.kind) {
    case 'preparing':
      return noTimes;
    case 'not-sent':
      return { ...noTimes, endedAt: later(12) };
    case 'sent':
      return { ...noTimes, sendingAt: later(40), sentAt: later(41) };
    case 'accepted':
      return { ...noTimes, sendingAt: later(40), sentAt: later(41), acceptedAt: later(52) };
    case 'refused':
      return { ...noTimes, sendingAt: later(40), sentAt: later(41), endedAt: later(58) };
    case 'checking':
    case 'confirmed':
    case 'unknown':
      return {
        sendingAt: later(40),
        sentAt: later(41),
        acceptedAt: later(52),
        checkingAt: state.kind === 'unknown' ? null : later(6_300),
        endedAt: state.kind === 'checking' ? null : later(6_420),
      };
    default:
      return state satisfies never;
  }
}

export function actionEntry(
  id: string,
  at: Instant,
  state: ActionState,
  more: Partial<ActionJournalEntry> = {},
): ActionJournalEntry {
  const sent = timesOf(at, state).sentAt;
  return {
    kind: 'action',
    id: id as ActionId,
    at,
    machineId: idOf('qpcr1'),
    machineName: 'qpcr1',
    marksSending: true,
    action: { kind: 'open-drawer' },
    acknowledged: [],
    typedName: null,
    state,
    times: timesOf(at, state),
    evidence:
      sent === null
        ? []
        : [
            { at: sent, direction: 'sent', text: '81 ACC -stealth=False Controller' },
            { at: instant(sent + 9), direction: 'received', text: 'OK 81' },
            { at: instant(sent + 10), direction: 'sent', text: '82 OPEN' },
            { at: instant(sent + 22), direction: 'received', text: 'NEXT 82' },
          ],
    interrupted: false,
    seenLater: null,
    ...more,
  };
}

export function consoleEntry(
  id: string,
  at: Instant,
  command: string,
  state: ActionState,
): ConsoleJournalEntry {
  return {
    kind: 'console',
    id: id as ActionId,
    at,
    machineId: idOf('qpcr1'),
    machineName: 'qpcr1',
    marksSending: true,
    command,
    level: 'Observer',
    state,
    times: timesOf(at, state),
    evidence: [
      { at, direction: 'sent', text: `90 ${command}` },
      { at: instant(at + 15), direction: 'received', text: 'OK 90 ON Closed Down Running' },
    ],
    interrupted: false,
    seenLater: null,
  };
}

export function journalEvent(
  id: string,
  at: Instant,
  kind: JournalEvent['kind'],
  text: string,
  more: Partial<JournalEvent> = {},
): JournalEvent {
  return {
    kind,
    id,
    at,
    machineId: idOf('qpcr1'),
    machineName: 'qpcr1',
    text,
    failure: null,
    ...more,
  };
}

export const confirmed = (at: Instant, readBack = 'Drawer open'): ActionState => ({
  kind: 'confirmed',
  at,
  readBack,
});

const longText = 'a sentence that was never meant to fit on one line of any window, '.repeat(12);

/** One entry of every kind and outcome, newest first, long texts among them. */
export function everyEntry(now: Instant): readonly JournalEntry[] {
  const ago = (seconds: number): Instant => instant(now - seconds * 1000);
  return [
    actionEntry('e1', ago(3), { kind: 'accepted', sentAt: ago(3), acceptedAt: ago(2) }),
    actionEntry('e2', ago(64), confirmed(ago(58)), {
      acknowledged: [
        { code: 'run-on', text: 'A run is on: “2026-11-22 PCR panel A”, stage 2 cycle 17.' },
        { code: 'hot', text: 'Block (60.0 °C) and cover (105.0 °C) are hot.' },
      ],
      typedName: 'qpcr1',
    }),
    actionEntry('e3', ago(190), confirmed(ago(189), 'Block on, target 60.0 °C'), {
      machineId: idOf('qpcr2'),
      machineName: 'QuantStudio 5, room 4.117, left bench, group Rosalind F.',
      action: { kind: 'block-on', target: 60 },
    }),
    consoleEntry('e4', ago(260), 'RET $(POW?) $(DRAWer?) $(ENG?) $(ISTAT?)', {
      kind: 'confirmed',
      at: ago(260),
      readBack: 'ON Closed Down Running',
    }),
    consoleEntry('e5', ago(300), `EXP:NEW "${longText}"`, {
      kind: 'refused',
      at: ago(300),
      failure: failure(
        'machine-error',
        `The machine refused: ${longText}`,
        'Nothing else was changed.',
        `[Error] --> ${longText}`,
      ),
    }),
    actionEntry(
      'e6',
      ago(420),
      {
        kind: 'refused',
        at: ago(420),
        failure: failure(
          'exclusive-controller',
          'Another connection has taken this machine for itself.',
          'Wait until it gives the machine back, then try again.',
          '[AccessDenied] -exclusive --> held by session 534',
        ),
      },
      { action: { kind: 'power-off' } },
    ),
    actionEntry(
      'e7',
      ago(900),
      {
        kind: 'not-sent',
        at: ago(900),
        failure: failure(
          'level-above-limit',
          'The machine allows at most Observer without a password.',
          'Enter the machine’s password in its settings, or raise the limit on the machine’s screen.',
        ),
      },
      { action: { kind: 'lower-cover' } },
    ),
    actionEntry(
      'e8',
      ago(86_400),
      {
        kind: 'unknown',
        at: ago(86_390),
        failure: failure(
          'connection-lost',
          'Contact with the machine was lost.',
          'Look at the machine. Nothing is sent again by itself.',
          'socket closed after 82 OPEN',
        ),
      },
      {
        interrupted: true,
        seenLater: { at: ago(86_000), text: 'Drawer open, cover up, power on, no run on' },
      },
    ),
    journalEvent('e9', ago(86_500), 'lease', 'Took exclusive Controller.'),
    journalEvent('e10', ago(172_900), 'connection', 'Lost contact.', {
      failure: failure('timed-out', 'qpcr1 does not answer.', 'Check its network cable.'),
    }),
    journalEvent('e11', ago(173_000), 'settings', 'Changed its settings.'),
    journalEvent('e12', ago(400_000), 'notice', 'The journal was damaged and set aside.', {
      machineId: null,
      machineName: null,
    }),
  ];
}

/** As many plain entries as wanted, a minute apart, newest first: `a0`, `a1`, … */
export function manyEntries(now: Instant, count: number): readonly JournalEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const at = instant(now - index * 60_000);
    return actionEntry(`a${index}`, at, confirmed(instant(at + 6_420)));
  });
}

/** Answers `journal.query` from these entries, newest first, as main's store pages them. */
export function journalPage(entries: readonly JournalEntry[], input: unknown): JournalPage {
  const { limit, before = 0 } = input as { readonly limit: number; readonly before?: number };
  const next = before + limit;
  return {
    entries: entries.slice(before, next),
    total: entries.length,
    next: next < entries.length ? next : null,
    machines: [
      { id: idOf('qpcr1'), name: 'qpcr1' },
      { id: idOf('qpcr2'), name: 'QuantStudio 5, room 4.117, left bench, group Rosalind F.' },
    ],
    unreadable: 0,
  };
}
