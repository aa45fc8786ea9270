import { Lock, LockOpen } from 'lucide-react';
import { useControls, useServices } from '../../stores/use-services.ts';
import classes from './lock-switch.module.css';
import { pressLock } from './press-lock.ts';

/** Locks what acts on machines from this workstation, for a bench that many people pass. */
export function LockSwitch() {
  const services = useServices();
  const locked = useControls().kind === 'locked';
  const Picture = locked ? Lock : LockOpen;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={locked}
      aria-label="Lock controls"
      className={classes['lock']}
      onClick={() => void pressLock(services)}
    >
      <Picture size={20} strokeWidth={1.75} aria-hidden="true" />
      <span aria-hidden="true">{locked ? 'Controls locked' : 'Lock controls'}</span>
      <span className={classes['track']} aria-hidden="true" />
    </button>
  );
}
