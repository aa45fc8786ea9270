import type { Result } from '../../../shared/failure.ts';
import { withDialog, withShellFailure } from '../../stores/ui-state.ts';
import { useServices } from '../../stores/use-services.ts';

/** Presses that belong to no machine. */
export interface ShellPresses {
  readonly addMachine: () => void;
  readonly addSimulated: () => void;
  readonly dismissNotice: (id: string) => void;
  readonly dismissFailure: () => void;
}

export function useShellPresses(): ShellPresses {
  const { ui, bridge } = useServices();
  const request = async (asked: Promise<Result<unknown>>): Promise<void> => {
    const answer = await asked;
    ui.setState((state) => withShellFailure(state, answer.ok ? null : answer.failure));
  };
  return {
    addMachine: () => ui.setState((state) => withDialog(state, { kind: 'add-machine' })),
    addSimulated: () => void request(bridge.ask('machines.addSimulated', {})),
    dismissNotice: (id) => void request(bridge.ask('notices.dismiss', { id })),
    dismissFailure: () => ui.setState((state) => withShellFailure(state, null)),
  };
}
