import type { HeaterSetting } from '../../../shared/readings.ts';
import { command, order } from './command.ts';
import { readHeater } from './heater.ts';

/** The block heater and its target in °C, `OFF 25.0`. */
export const blockQuery = command<HeaterSetting>(
  'BLOCK?',
  'ON or OFF and a temperature',
  readHeater,
);

/** Holds the block at `target` °C. Needs Controller. */
export const blockOn = (target: number) => order(`BLOCK ON ${target.toFixed(1)}`);

/** Stops controlling the block. Needs Controller. */
export const blockOff = order('BLOCK OFF');
