import { assertNever } from '../../../shared/assert-never.ts';
import type { RequestInput } from '../../../shared/contract.ts';
import type { JournalKind, JournalOutcome } from '../../../shared/journal.ts';
import type { Instant, MachineId } from '../../../shared/units.ts';

/** Which entries main is asked for. */
export type Selection = RequestInput<'journal.export'>['selection'];

export const timeChoices = ['all', 'today', 'week', 'month', 'custom'] as const;
export type TimeChoice = (typeof timeChoices)[number];

/** What is chosen in the filter bar. Days are as date fields give them, `2026-11-23`, or empty. */
export interface ActivityFilter {
  readonly machineId: MachineId | null;
  readonly kind: JournalKind | null;
  readonly outcome: JournalOutcome | null;
  readonly time: TimeChoice;
  readonly fromDay: string;
  readonly toDay: string;
  readonly text: string;
}

export const noFilter: ActivityFilter = {
  machineId: null,
  kind: null,
  outcome: null,
  time: 'all',
  fromDay: '',
  toDay: '',
  text: '',
};

export type SelectionReading =
  | { readonly kind: 'selection'; readonly selection: Selection }
  | { readonly kind: 'problem'; readonly text: string };

/** Turns the filter into what main is asked for, as of `now`. */
export function readSelection(filter: ActivityFilter, now: Instant): SelectionReading {
  const { machineId, kind, outcome } = filter;
  const text = filter.text.trim();
  const span = spanOf(filter, now);
  if (span.from !== undefined && span.to !== undefined && span.from >= span.to)
    return {
      kind: 'problem',
      text: 'The first day is after the last, so the list still shows the choice before.',
    };
  return {
    kind: 'selection',
    selection: {
      ...(machineId === null ? {} : { machineIds: [machineId] }),
      ...(kind === null ? {} : { kinds: [kind] }),
      ...(outcome === null ? {} : { outcomes: [outcome] }),
      ...span,
      ...(text === '' ? {} : { text }),
    },
  };
}

/** Whether anything is filtered out, apart from the machine of a machine's own page. */
export function isFiltered(filter: ActivityFilter, ownMachine: MachineId | null): boolean {
  const { machineId, kind, outcome, time, text } = filter;
  return (
    machineId !== ownMachine ||
    kind !== null ||
    outcome !== null ||
    (time !== 'all' && (time !== 'custom' || filter.fromDay !== '' || filter.toDay !== '')) ||
    text.trim() !== ''
  );
}

interface Span {
  readonly from?: number;
  readonly to?: number;
}

/** From when to when a choice of time reaches, as of `now`. */
export function spanOf(
  { time, fromDay, toDay }: Pick<ActivityFilter, 'time' | 'fromDay' | 'toDay'>,
  now: Instant,
): Span {
  switch (time) {
    case 'all':
      return {};
    case 'today':
      return { from: startOfDay(now, 0) };
    case 'week':
      return { from: startOfDay(now, -6) };
    case 'month':
      return { from: startOfDay(now, -29) };
    case 'custom': {
      const from = readDay(fromDay);
      const last = readDay(toDay);
      return {
        ...(from === null ? {} : { from }),
        ...(last === null ? {} : { to: startOfDay(last, 1) }),
      };
    }
    default:
      return assertNever(time);
  }
}

/** The first moment of the day that lies `days` after the one of `at`, on this computer's clock. */
export function startOfDay(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function readDay(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3])).getTime();
}
