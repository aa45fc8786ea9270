import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Moment } from '../../model/engine.ts';
import { outcomeModel } from '../../model/outcome.ts';
import { withDismissed } from '../../stores/ui-state.ts';
import { useServices, useUi } from '../../stores/use-services.ts';
import { OutcomeLine } from '../../ui/outcome-line.tsx';
import { usePresses } from './use-press.ts';

interface MachineOutcomeProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** The line about a machine's last action; nothing while there is nothing to say. */
export function MachineOutcome({ snapshot, moment }: MachineOutcomeProps) {
  const { ui } = useServices();
  const presses = usePresses();
  const dismissed = useUi((state) => state.dismissed);
  const failure = useUi((state) => state.requestFailures[snapshot.id] ?? null);
  const outcome = outcomeModel(snapshot, failure, dismissed, moment);
  if (outcome === null) return null;
  return (
    <OutcomeLine
      outcome={outcome}
      onDismiss={(id) => ui.setState((state) => withDismissed(state, id))}
      onDetails={(actionId) => presses.open({ kind: 'outcome', machineId: snapshot.id, actionId })}
    />
  );
}
