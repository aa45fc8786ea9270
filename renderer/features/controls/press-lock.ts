import type { Services } from '../../stores/services.ts';
import { withDialog } from '../../stores/ui-state.ts';
import { speak } from '../../ui/announcer.ts';

/** Locks or unlocks the controls, with the dialog that asks for what is needed. */
export async function pressLock({ panel, ui, bridge }: Services): Promise<void> {
  const lock = panel.getState().replica?.controls ?? null;
  if (lock === null) return;
  if (lock.kind === 'open') ui.setState((state) => withDialog(state, { kind: 'lock-controls' }));
  else if (!lock.pin) {
    const answer = await bridge.ask('controls.unlock', { pin: null });
    speak(answer.ok ? 'Controls are unlocked' : answer.failure.message);
  } else ui.setState((state) => withDialog(state, { kind: 'unlock-controls' }));
}
