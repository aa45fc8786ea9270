import type { HeaterSetting } from '../../../shared/readings.ts';
import type { Celsius } from '../../../shared/units.ts';
import type { Body } from '../../scpi/value.ts';
import { readNumber } from '../run-topic.ts';

/** Reads `ON 105.0`, `OFF 25.0`; `UP` and `DOWN` were also seen in place of on and off (instrument protocol, section 6). */
export function readHeater(body: Body): HeaterSetting | null {
  const [state, target] = body.args;
  const degrees = readNumber(target?.text ?? null);
  if (degrees === null) return null;
  switch (state?.text.toLowerCase()) {
    case 'on':
    case 'down':
      return { on: true, target: degrees as Celsius };
    case 'off':
    case 'up':
      return { on: false, target: degrees as Celsius };
    default:
      return null;
  }
}
