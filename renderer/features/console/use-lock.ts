import type { MachineSnapshot } from '../../../shared/machine.ts';
import { noContact } from '../../model/button.ts';
import { controlsLocked, engineStopped } from '../../model/engine.ts';
import { useMoment } from '../../stores/use-services.ts';

/** Why nothing can be sent to a machine now; null if it can. */
export function useLock(snapshot: MachineSnapshot): string | null {
  const moment = useMoment();
  if (moment.engine === 'down') return engineStopped;
  return moment.controls === 'locked' ? controlsLocked : noContact(snapshot, moment);
}
