import { type ActionKind, actionWords, type MachineAction } from '../../../shared/action.ts';
import {
  isLedgerEntry,
  type JournalEntry,
  type JournalKind,
  type JournalOutcome,
  type LedgerEntry,
  outcomeOf,
} from '../../../shared/journal.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatMilliseconds } from '../../format/duration.ts';
import { formatCelsius } from '../../format/temperature.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { IconName } from '../../model/icon-name.ts';
import { startOfDay } from './selection.ts';

export const kindWords: Readonly<Record<JournalKind, string>> = {
  action: 'Actions',
  console: 'Console commands',
  lease: 'Controller held',
  connection: 'Connection',
  settings: 'Settings',
  alert: 'Alerts',
  notice: 'QuantDeck itself',
};

/** How an outcome looks: a picture and a word, the colour only besides. */
export interface OutcomeLook {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'ok' | 'err' | 'warn' | 'idle' | 'working';
}

export const outcomeLooks: Readonly<Record<JournalOutcome, OutcomeLook>> = {
  confirmed: { word: 'Confirmed', icon: 'check', tone: 'ok' },
  refused: { word: 'Refused', icon: 'error', tone: 'err' },
  'not-sent': { word: 'Not sent', icon: 'ended', tone: 'idle' },
  unknown: { word: 'Outcome unknown', icon: 'unknown', tone: 'warn' },
  'in-progress': { word: 'Under way', icon: 'working', tone: 'working' },
};

/** One entry as its row shows it. */
export interface ActivityRow {
  readonly id: string;
  readonly at: Instant;
  readonly machine: string;
  readonly icon: IconName;
  /** What was asked for or happened, on one line. */
  readonly what: string;
  /** Whether that is text as it crossed the wire. */
  readonly wire: boolean;
  /** How it ended, in a sentence; empty for nothing. */
  readonly note: string;
  /** Null for an event. */
  readonly outcome: OutcomeLook | null;
  readonly entry: JournalEntry;
}

/** More of a text does not fit on a row; the whole is in the details. */
const longestLine = 300;

const oneLine = (text: string): string => visibleText(text.slice(0, longestLine));

const actionIcons: Readonly<Record<ActionKind, IconName>> = {
  'open-drawer': 'drawer-open',
  'close-drawer': 'drawer-close',
  'lower-cover': 'cover',
  'power-on': 'power',
  'power-off': 'power',
  'block-on': 'heat',
  'block-off': 'heat',
  pause: 'pause',
  resume: 'resume',
  'stop-after-cycle': 'stop-after-cycle',
  abort: 'abort',
  'restart-software': 'refresh',
};

const eventIcons = {
  lease: 'key',
  connection: 'connect',
  settings: 'settings',
  alert: 'attention',
  notice: 'info',
} as const;

function actionText(action: MachineAction): string {
  const { name } = actionWords[action.kind];
  return action.kind === 'block-on' ? `${name} to ${formatCelsius(action.target)}` : name;
}

export function activityRow(entry: JournalEntry): ActivityRow {
  const base = {
    id: entry.id,
    at: entry.at,
    machine: visibleText(entry.machineName ?? ''),
    entry,
  };
  if (!isLedgerEntry(entry))
    return {
      ...base,
      icon: entry.failure === null ? eventIcons[entry.kind] : 'attention',
      what: oneLine(entry.text),
      wire: false,
      note: entry.failure === null ? '' : oneLine(entry.failure.message),
      outcome: null,
    };
  const outcome = outcomeOf(entry);
  return {
    ...base,
    icon: entry.kind === 'action' ? actionIcons[entry.action.kind] : 'console',
    what: entry.kind === 'action' ? actionText(entry.action) : oneLine(entry.command),
    wire: entry.kind === 'console',
    note: noteOf(entry),
    outcome: outcome === null ? null : outcomeLooks[outcome],
  };
}

function noteOf({ state, interrupted }: LedgerEntry): string {
  const cut = interrupted ? 'QuantDeck ended before it was over. ' : '';
  if ('failure' in state) return cut + oneLine(state.failure.message);
  return state.kind === 'confirmed' ? cut + oneLine(state.readBack) : cut;
}

/** What the list shows, one below the other: a day’s name, then its entries. */
export type ActivityItem =
  | { readonly kind: 'day'; readonly key: string; readonly label: string }
  | { readonly kind: 'entry'; readonly key: string; readonly entry: JournalEntry };

/** Puts a heading above the entries, newest first, of each day of this computer's calendar. */
export function activityItems(
  entries: readonly JournalEntry[],
  now: Instant,
): readonly ActivityItem[] {
  const items: ActivityItem[] = [];
  let day: number | null = null;
  let dayEnd = 0;
  for (const entry of entries) {
    // The calendar is asked once a day, not once an entry: it is slow.
    const same = day !== null && entry.at >= day && entry.at < dayEnd;
    const own: number = same && day !== null ? day : startOfDay(entry.at, 0);
    if (!same) dayEnd = startOfDay(entry.at, 1);
    // A clock that was set back can bring a day up twice: the entry below tells the two headings apart.
    if (own !== day)
      items.push({ kind: 'day', key: `${own} ${entry.id}`, label: dayWords(own, now) });
    day = own;
    items.push({ kind: 'entry', key: entry.id, entry });
  }
  return items;
}

function dayWords(day: number, now: Instant): string {
  const words = (options: Intl.DateTimeFormatOptions): string =>
    new Date(day).toLocaleDateString('en-GB', options);
  const date = words({ day: 'numeric', month: 'long', year: 'numeric' });
  if (day === startOfDay(now, 0)) return `Today, ${date}`;
  if (day === startOfDay(now, -1)) return `Yesterday, ${date}`;
  return `${words({ weekday: 'long' })}, ${date}`;
}

/** One step of a ledger entry, and how long after the step before it was known. */
export interface ActivityStep {
  readonly text: string;
  readonly icon: IconName;
  readonly at: Instant;
  /** Empty for the first step. */
  readonly after: string;
}

/** The steps of something sent, or that would have been, as far as they were seen. */
export function activitySteps(entry: LedgerEntry): readonly ActivityStep[] {
  const { times } = entry;
  const outcome = outcomeOf(entry);
  const seen: readonly (readonly [string, IconName, Instant | null])[] = [
    ['Asked for', 'info', entry.at],
    ['Noted on disk, about to send', 'edit', times.sendingAt],
    ['Sent to the machine', 'sent', times.sentAt],
    ['Accepted by the machine', 'clock', times.acceptedAt],
    ['Answered OK, being read back', 'received', times.checkingAt],
    [endWords(entry, outcome), outcomeLooks[outcome ?? 'in-progress'].icon, times.endedAt],
  ];
  let before: Instant | null = null;
  return seen.flatMap(([text, icon, at]) => {
    if (at === null) return [];
    const after = before === null ? '' : `+${formatMilliseconds(Math.max(0, at - before))}`;
    before = at;
    return [{ text, icon, at, after }];
  });
}

function endWords({ interrupted }: LedgerEntry, outcome: JournalOutcome | null): string {
  const word = outcomeLooks[outcome ?? 'in-progress'].word;
  return interrupted ? `Found at the next start: ${word.toLowerCase()}` : word;
}

/** Changes whenever something happened that the journal will tell of: a reason to read it again. */
export function activitySignature(machines: readonly MachineSnapshot[]): string {
  return machines
    .map(
      ({ id, actions, connection, lease }) =>
        `${id} ${connection.kind} ${lease?.until ?? ''} ${actions
          .map((record) => `${record.id}:${record.state.kind}:${record.seenLater?.at ?? ''}`)
          .join(',')}`,
    )
    .join(';');
}

/** Names an exported file after its day, such as `quantdeck-activity-2026-11-23.csv`. */
export function exportName(format: string, now: Instant): string {
  // The Swedish way to write a date is the one that sorts.
  return `quantdeck-activity-${new Date(now).toLocaleDateString('sv-SE')}.${format}`;
}
