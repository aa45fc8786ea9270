import type { CoverPosition, HeaterSetting } from '../../../shared/readings.ts';
import { command, order } from './command.ts';
import { readHeater } from './heater.ts';

const positions: readonly CoverPosition[] = ['Up', 'Down', 'Unknown'];

/** Whether the heated cover is engaged. An empty answer is a real one: `blank` (instrument protocol, section 6). */
export const coverQuery = command<CoverPosition>('ENG?', 'Up, Down, Unknown or nothing', (body) => {
  const word = body.raw.trim().toLowerCase();
  if (word === '') return 'blank';
  return positions.find((position) => position.toLowerCase() === word) ?? null;
});

/** Lowers the heated cover onto the plate. Answers `NEXT`, then `OK`. Needs Controller. */
export const lowerCover = order('COVerDOWN');

/** The cover heater and its target in °C, `ON 105.0`. */
export const coverHeaterQuery = command<HeaterSetting>(
  'COVer?',
  'ON or OFF and a temperature',
  readHeater,
);
