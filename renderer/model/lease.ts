import type { MachineSnapshot } from '../../shared/machine.ts';
import { formatDuration } from '../format/duration.ts';
import type { Moment } from './engine.ts';

/** Time until the held level is given back, as a clock shows it; empty while none is held. */
export function leaseLeft(snapshot: MachineSnapshot, moment: Moment): string {
  const { lease } = snapshot;
  return lease === null ? '' : formatDuration((lease.until - moment.now) / 1000);
}
