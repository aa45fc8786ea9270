import { runOutcomes } from '../../../shared/run-history.ts';
import type { Instant, MachineId } from '../../../shared/units.ts';
import { spanOf, type TimeChoice } from '../activity/selection.ts';
import type { RunSelection } from './run-list-reader.ts';

export type RunOutcome = (typeof runOutcomes)[number];

/** What is chosen above the list. Days are as date fields give them, `2026-11-23`, or empty. */
export interface HistoryFilter {
  readonly text: string;
  readonly machineId: MachineId | null;
  readonly outcome: RunOutcome | null;
  readonly time: TimeChoice;
  readonly fromDay: string;
  readonly toDay: string;
}

export const noHistoryFilter: HistoryFilter = {
  text: '',
  machineId: null,
  outcome: null,
  time: 'all',
  fromDay: '',
  toDay: '',
};

/** What main is asked for, as of `now`; null where the last day is before the first. */
export function runSelection(filter: HistoryFilter, now: Instant): RunSelection | null {
  const { machineId, outcome } = filter;
  const text = filter.text.trim();
  const span = spanOf(filter, now);
  if (span.from !== undefined && span.to !== undefined && span.from >= span.to) return null;
  return {
    ...(text === '' ? {} : { text }),
    ...(machineId === null ? {} : { machineIds: [machineId] }),
    ...(outcome === null ? {} : { outcomes: [outcome] }),
    ...span,
  };
}

/** Whether anything is filtered out. */
export function isNarrowed({ text, machineId, outcome, time, ...days }: HistoryFilter): boolean {
  const dated = time !== 'all' && (time !== 'custom' || days.fromDay !== '' || days.toDay !== '');
  return text.trim() !== '' || machineId !== null || outcome !== null || dated;
}
