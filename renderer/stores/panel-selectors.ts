import type { MachineSnapshot } from '../../shared/machine.ts';
import type { Moment } from '../model/engine.ts';
import { machineStatus } from '../model/status.ts';
import type { PanelState } from './panel-state.ts';

/** Snapshots in display order. */
export function machinesInOrder(state: PanelState): readonly MachineSnapshot[] {
  const { replica } = state;
  if (replica === null) return [];
  return replica.order.flatMap((id) => replica.machines[id] ?? []);
}

/** The counts of the overview's head. */
export interface MachineCounts {
  /** Runs that are on, paused ones included. */
  readonly running: number;
  readonly attention: number;
  readonly offline: number;
}

const runningWords: ReadonlySet<string> = new Set(['Running', 'Paused']);
const attentionWords: ReadonlySet<string> = new Set([
  'Paused',
  'Error',
  'Failed',
  'Aborted',
  'Needs you',
]);
const offlineWords: ReadonlySet<string> = new Set([
  'Lost contact',
  'Not connected',
  'Connecting',
  'Disconnecting',
]);

/** Counts what runs, what wants a person, and what is out of reach. A machine can count as running and wanting a person. */
export function countMachines(machines: readonly MachineSnapshot[], moment: Moment): MachineCounts {
  const words = machines.map((machine) => machineStatus(machine, moment).word);
  const count = (set: ReadonlySet<string>): number => words.filter((word) => set.has(word)).length;
  return {
    running: count(runningWords),
    attention: machines.filter(
      (machine, index) => attentionWords.has(words[index] ?? '') || hasUnknownOutcome(machine),
    ).length,
    offline: count(offlineWords),
  };
}

function hasUnknownOutcome(machine: MachineSnapshot): boolean {
  return machine.actions.at(-1)?.state.kind === 'unknown';
}
