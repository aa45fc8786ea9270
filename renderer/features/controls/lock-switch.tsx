import { Lock, LockOpen } from 'lucide-react';
import { withDialog } from '../../stores/ui-state.ts';
import { useAsk, useControls, useServices } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import classes from './lock-switch.module.css';

/** Locks what acts on machines from this workstation, for a bench that many people pass. */
export function LockSwitch() {
  const { ui } = useServices();
  const ask = useAsk();
  const lock = useControls();
  const locked = lock.kind === 'locked';
  const Picture = locked ? Lock : LockOpen;
  const press = (): void => {
    if (lock.kind === 'open') ui.setState((state) => withDialog(state, { kind: 'lock-controls' }));
    else if (!lock.pin)
      void ask('controls.unlock', { pin: null }).then((answer) =>
        speak(answer.ok ? 'Controls are unlocked' : answer.failure.message),
      );
    else ui.setState((state) => withDialog(state, { kind: 'unlock-controls' }));
  };
  return (
    <button
      type="button"
      role="switch"
      aria-checked={locked}
      aria-label="Lock controls"
      className={classes['lock']}
      onClick={press}
    >
      <Picture size={20} strokeWidth={1.75} aria-hidden="true" />
      <span aria-hidden="true">{locked ? 'Controls locked' : 'Lock controls'}</span>
      <span className={classes['track']} aria-hidden="true" />
    </button>
  );
}
