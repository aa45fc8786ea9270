import { assertNever } from './assert-never.ts';
import { freshness } from './freshness.ts';
import type { MachineSnapshot } from './machine.ts';
import { describeSeconds } from './protocol-words.ts';
import { formatTime } from './time-of-day.ts';
import type { Instant, MachineId } from './units.ts';
import { visibleText } from './visible-text.ts';

/*
 * All machines in a few words, for where there is little room: the tray's menu, the taskbar, a tab's title.
 */

export type LineState = 'running' | 'paused' | 'error' | 'ended' | 'idle' | 'lost' | 'away';

export interface MachineLine {
  readonly id: MachineId;
  readonly name: string;
  readonly state: LineState;
  /** The state, and of a run how long it still takes: `Running, 34 min left, done ≈ 14:32`. */
  readonly text: string;
  /** Of a run whose time is known. */
  readonly remainingSeconds: number | null;
  /** How far a run is, 0 to 1; null if none is on or that cannot be told. */
  readonly fraction: number | null;
  readonly isRunOn: boolean;
}

export interface LabSummary {
  readonly lines: readonly MachineLine[];
  /** Runs that are on by the last news, paused ones and those out of contact included. */
  readonly runsOn: number;
  /** Of the runs that are on the one that is done first; null if none is on. */
  readonly nearest: MachineLine | null;
}

export function labSummary(machines: readonly MachineSnapshot[], now: Instant): LabSummary {
  const lines = machines.map((machine) => lineOf(machine, now));
  const on = lines.filter(({ isRunOn }) => isRunOn);
  return {
    lines,
    runsOn: on.length,
    nearest: on.toSorted((a, b) => leftOf(a) - leftOf(b))[0] ?? null,
  };
}

/** A run whose end is not known is done last. */
function leftOf({ remainingSeconds }: MachineLine): number {
  return remainingSeconds ?? Number.MAX_VALUE;
}

const stateWords: Readonly<Record<LineState, string>> = {
  running: 'Running',
  paused: 'Paused',
  error: 'Error',
  ended: 'Run over',
  idle: 'Idle',
  lost: 'Lost contact',
  away: 'Not connected',
};

function lineOf(machine: MachineSnapshot, now: Instant): MachineLine {
  const { id, settings, estimate, run } = machine;
  const isRunOn = run.kind === 'active' || run.kind === 'paused';
  const state = stateOf(machine, now);
  const known = isRunOn && estimate !== null && estimate.remaining.kind === 'known';
  const remaining = known && estimate.remaining.kind === 'known' ? estimate.remaining : null;
  const parts = [stateWords[state]];
  if (isRunOn && (state === 'lost' || state === 'away')) parts.push('the run may be continuing');
  if (remaining !== null && state === 'running')
    parts.push(`${roughly(remaining.seconds)} left`, `done ≈ ${formatTime(remaining.finishAt)}`);
  if (remaining !== null && state === 'paused') parts.push(`${roughly(remaining.seconds)} left`);
  const overall = isRunOn && estimate !== null ? estimate.progress.overall : null;
  return {
    id,
    name: visibleText(settings.name),
    state,
    text: parts.join(', '),
    remainingSeconds: remaining?.seconds ?? null,
    fraction: overall?.kind === 'known' ? overall.fraction : null,
    isRunOn,
  };
}

function stateOf({ connection, heardAt, readings, run }: MachineSnapshot, now: Instant): LineState {
  if (connection.kind !== 'ready')
    return connection.kind === 'off' || heardAt === null ? 'away' : 'lost';
  if (freshness(heardAt, now) === 'lost') return 'lost';
  if (readings.instrument?.value.kind === 'error') return 'error';
  switch (run.kind) {
    case 'active':
      return 'running';
    case 'paused':
      return 'paused';
    case 'ended':
      return 'ended';
    case 'none':
    case 'unknown':
      return 'idle';
    default:
      return assertNever(run);
  }
}

/** In minutes above one: a figure that is looked at in passing. */
function roughly(seconds: number): string {
  return describeSeconds(seconds < 60 ? seconds : Math.round(seconds / 60) * 60);
}
