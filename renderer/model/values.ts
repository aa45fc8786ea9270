import { assertNever } from '../../shared/assert-never.ts';
import type { Freshness } from '../../shared/freshness.ts';
import type { Reading, Readings } from '../../shared/readings.ts';
import type { Instant } from '../../shared/units.ts';
import { formatAge } from '../format/age.ts';
import { formatCelsius, formatDegrees, meanOf } from '../format/temperature.ts';
import type { Moment } from './engine.ts';
import { freshnessAt } from './status.ts';

/** An age as shown: its words and how far the value can be trusted. */
export interface Age {
  readonly text: string;
  readonly freshness: Freshness;
}

/** One value of the instrument with everything needed to draw it honestly. */
export interface ValueModel {
  readonly label: string;
  /** `–` when it was never read. */
  readonly text: string;
  /** A second, smaller line; empty for none. */
  readonly sub: string;
  /** Null when it was never read. */
  readonly age: Age | null;
}

export const neverRead = '–';

export function ageOf(at: Instant | null, moment: Moment): Age | null {
  if (at === null) return null;
  return { text: formatAge(at, moment.now), freshness: freshnessAt(at, moment) };
}

function value<T>(
  label: string,
  reading: Reading<T> | null,
  moment: Moment,
  words: (value: T) => string,
  sub: string,
): ValueModel {
  return {
    label,
    text: reading === null ? neverRead : words(reading.value),
    sub,
    age: ageOf(reading?.at ?? null, moment),
  };
}

/** Mean block temperature, with the set point or whether it heats at all. */
export function blockValue(readings: Readings, moment: Moment): ValueModel {
  return value(
    'Block',
    readings.temperatures,
    moment,
    (temperatures) => {
      const mean = meanOf(temperatures.block);
      return mean === null ? neverRead : formatCelsius(mean);
    },
    blockSetting(readings),
  );
}

function blockSetting(readings: Readings): string {
  const zones = readings.controlled?.value.zones;
  if (zones !== undefined && zones.length > 0 && !zones.some(Boolean)) return 'heating off';
  const set = readings.setPoints === null ? null : meanOf(readings.setPoints.value.zones);
  if (set !== null) return `set ${formatDegrees(set)}`;
  if (readings.block === null) return '';
  return readings.block.value.on
    ? `set ${formatDegrees(readings.block.value.target)}`
    : 'heating off';
}

/** Cover temperature with its position below. */
export function coverValue(readings: Readings, moment: Moment): ValueModel {
  return value(
    'Cover',
    readings.temperatures,
    moment,
    (temperatures) => formatCelsius(temperatures.cover),
    readings.cover === null ? '' : coverWords(readings.cover.value),
  );
}

/** Cover position alone. */
export function coverPosition(readings: Readings, moment: Moment): ValueModel {
  const temperatures = readings.temperatures?.value;
  return value(
    'Cover',
    readings.cover,
    moment,
    coverWords,
    temperatures === undefined ? '' : formatCelsius(temperatures.cover),
  );
}

function coverWords(position: 'Up' | 'Down' | 'Unknown' | 'blank'): string {
  switch (position) {
    case 'Up':
    case 'Down':
      return position;
    case 'Unknown':
      return 'Unknown';
    case 'blank':
      return 'Not told';
    default:
      return assertNever(position);
  }
}

export function drawerValue(readings: Readings, moment: Moment): ValueModel {
  return value('Drawer', readings.drawer, moment, (position) => position, '');
}

/** Power of lamp and heating, with the lamp's temperature. */
export function powerValue(readings: Readings, moment: Moment): ValueModel {
  const lamp = readings.lampTemperature;
  return value(
    'Power',
    readings.power,
    moment,
    (power) => power,
    lamp === null ? '' : `lamp ${formatCelsius(lamp.value)}`,
  );
}
