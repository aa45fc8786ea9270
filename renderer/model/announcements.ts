import { actionWords, isFinal } from '../../shared/action.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import { visibleText } from '../format/visible-text.ts';
import type { Moment } from './engine.ts';
import { outcomeWord } from './outcome.ts';
import { machineStatus } from './status.ts';

/** States that come and go by themselves while a connection is retried; speaking them would be chatter. */
const passing: ReadonlySet<string> = new Set(['Connecting', 'Disconnecting', 'Not connected']);

/**
 * What a change of snapshots is worth saying aloud: a new state of a machine, a level taken or given back, and how an
 * action ended. Values, ages and
 * progress are not.
 */
export function announcements(
  before: readonly MachineSnapshot[],
  after: readonly MachineSnapshot[],
  moment: Moment,
): readonly string[] {
  const known = new Map(before.map((machine) => [machine.id, machine]));
  return after.flatMap((machine) => {
    const previous = known.get(machine.id);
    if (previous === undefined || previous === machine) return [];
    const name = visibleText(machine.settings.name);
    return [
      ...stateNews(previous, machine, moment),
      ...leaseNews(previous, machine),
      ...actionNews(previous, machine),
    ].map((news) => `${name}: ${news}`);
  });
}

function stateNews(
  before: MachineSnapshot,
  after: MachineSnapshot,
  moment: Moment,
): readonly string[] {
  const { word } = machineStatus(after, moment);
  return word === machineStatus(before, moment).word || passing.has(word) ? [] : [word];
}

function leaseNews(before: MachineSnapshot, after: MachineSnapshot): readonly string[] {
  if (before.lease === null && after.lease !== null) return [`${after.lease.level} is held`];
  if (before.lease !== null && after.lease === null)
    return [`${before.lease.level} was given back`];
  return [];
}

function actionNews(before: MachineSnapshot, after: MachineSnapshot): readonly string[] {
  const ended = new Set(
    before.actions.filter((record) => isFinal(record.state)).map((record) => record.id),
  );
  return after.actions
    .filter((record) => isFinal(record.state) && !ended.has(record.id))
    .map((record) =>
      record.state.kind === 'confirmed'
        ? actionWords[record.action.kind].done
        : `${actionWords[record.action.kind].name}, ${outcomeWord(record)}`,
    );
}
