import type { Controlled, SetPoints } from '../../../shared/readings.ts';
import type { Celsius } from '../../../shared/units.ts';
import { type Body, list, type Option } from '../../scpi/value.ts';
import { readNumber } from '../run-topic.ts';
import { command } from './command.ts';

const zoneTemperatures = (text: string) =>
  command<readonly Celsius[]>(text, 'one or more temperatures', readTemperatures);

/** Sample temperature of each zone in °C; 1 or 6 numbers. */
export const sampleTemperaturesQuery = zoneTemperatures('TBC:SampleTemperatures?');
/** Block temperature of each zone in °C; 1 or 6 numbers. */
export const blockTemperaturesQuery = zoneTemperatures('TBC:BlockTemperatures?');
/** Cover temperature in °C. */
export const coverTemperatureQuery = command<Celsius>(
  'TBC:CoverTemperatures?',
  'a temperature',
  (body) => readTemperatures(body)?.[0] ?? null,
);
/** LED (lamp) temperature in °C. */
export const lampTemperatureQuery = command<Celsius>(
  'LED:LEDTemperature?',
  'a temperature',
  (body) => readTemperatures(body)?.[0] ?? null,
);

/** Targets in °C: `-Zone1=25.0 … -Fan1=44.0 -Cover=105.0`. */
export const setPointsQuery = command<SetPoints>('TBC:SETT?', 'zone targets', (body) => {
  const zones = zoneOptions(body.options).map((option) => readNumber(option.value?.text ?? null));
  if (zones.length === 0 || zones.includes(null)) return null;
  const cover = body.options.find((option) => option.key.toLowerCase() === 'cover');
  return {
    zones: zones as Celsius[],
    cover: readNumber(cover?.value?.text ?? null) as Celsius | null,
  };
});

/** Which of them are being controlled: `-Zone1=True … -Cover=True`. */
export const controlledQuery = command<Controlled>(
  'TBC:CONT?',
  'True or False per zone',
  (body) => {
    const zones = zoneOptions(body.options).map((option) => readFlag(option.value?.text ?? ''));
    if (zones.length === 0 || zones.includes(null)) return null;
    const cover = body.options.find((option) => option.key.toLowerCase() === 'cover');
    return { zones: zones as boolean[], cover: readFlag(cover?.value?.text ?? '') };
  },
);

/** Numbers separated by spaces or commas; null if there is none or one is no number. */
export function readTemperatures(body: Body): readonly Celsius[] | null {
  const numbers = body.args.flatMap((value) => list(value)).map(readNumber);
  return numbers.length === 0 || numbers.includes(null) ? null : (numbers as Celsius[]);
}

/** Zone options by their number, whatever order they came in. */
function zoneOptions(options: readonly Option[]): readonly Option[] {
  return options
    .filter((option) => zoneKey.test(option.key))
    .toSorted((a, b) => zoneNumber(a) - zoneNumber(b));
}

const zoneKey = /^zone(\d+)$/i;

function zoneNumber(option: Option): number {
  return Number(zoneKey.exec(option.key)?.[1]);
}

function readFlag(text: string): boolean | null {
  if (/^true$/i.test(text)) return true;
  return /^false$/i.test(text) ? false : null;
}
