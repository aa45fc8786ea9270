import type { ThermalState } from './physics.ts';
import { jitter, type Random } from './random.ts';

const tenths = (values: readonly number[]): string =>
  values.map((value) => value.toFixed(1)).join(',');

/** The body of a Temperature message (instrument protocol, section 7). */
export function temperatureBody({ sample, heatsink, cover, block }: ThermalState): string {
  return `-sample=${tenths(sample)} -heatsink=${heatsink.toFixed(1)} -cover=${cover.toFixed(1)} -block=${tenths(block)}`;
}

/** The body of an LEDStatus message: `key:value`, unlike every other topic (section 7). */
export function ledStatusBody({ lamp }: ThermalState, powered: boolean, random: Random): string {
  const current = powered ? 9.49 + jitter(random, 0.025) : 0;
  const voltage = powered ? 3.138 + jitter(random, 0.004) : 0;
  const junction = lamp + (powered ? 15.9 + jitter(random, 0.1) : 0);
  return `Temperature:${brief(lamp)} Current:${brief(current)} Voltage:${brief(voltage)} JuncTemp:${brief(junction)}`;
}

/** Six significant digits, as the instrument prints its measurements. */
function brief(value: number): string {
  return String(Number(value.toPrecision(6)));
}
