import type { OnOff } from '../../../shared/readings.ts';
import { command, order } from './command.ts';

/** Lamp and heating: `ON` or `OFF` (instrument protocol, section 6). */
export const powerQuery = command<OnOff>('POW?', 'ON or OFF', (body) => readOnOff(body.raw));

/** Switches lamp and heating; the machine does it even in the middle of a run. Needs Controller. */
export const setPower = (state: OnOff) => order(state === 'On' ? 'POW ON' : 'POW OFF');

/** Reads `ON`, `OFF` in any case; null for anything else. */
export function readOnOff(text: string): OnOff | null {
  const word = text.trim().toLowerCase();
  if (word === 'on') return 'On';
  return word === 'off' ? 'Off' : null;
}
