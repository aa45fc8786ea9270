import { actionWords, isFinal } from '../../shared/action.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';

/**
 * What closing QuantDeck now would interrupt or give up, one plain line each: actions whose end is not known yet, and levels held
 * beyond them. A run is not among them: it goes on without QuantDeck.
 */
export function unfinishedIn(machines: readonly MachineSnapshot[]): readonly string[] {
  return machines.flatMap(({ settings: { name }, actions, lease }) => [
    ...actions
      .filter(({ state }) => !isFinal(state))
      .map(({ action }) => `${name}: ${actionWords[action.kind].doing}`),
    ...(lease === null ? [] : [`${name}: ${lease.level} is held, and will be given back.`]),
  ]);
}
