import { blockRange } from '../../shared/action.ts';
import type { Readings } from '../../shared/readings.ts';
import { formatCelsius } from '../format/temperature.ts';
import type { Moment } from './engine.ts';
import { type Age, ageOf, neverRead } from './values.ts';

/** A typed target: a temperature in °C, or why it is none. */
export type TargetReading =
  | { readonly kind: 'target'; readonly target: number }
  | { readonly kind: 'problem'; readonly text: string };

const wanted = `Type a temperature from ${blockRange.min} to ${blockRange.max} °C.`;

/** Reads a target with up to one decimal, written with a point or a comma. Nothing is rounded or clamped into range. */
export function readTarget(text: string): TargetReading {
  const typed = text.trim();
  if (typed === '') return { kind: 'problem', text: wanted };
  if (!/^\d+([.,]\d)?$/.test(typed))
    return { kind: 'problem', text: `${wanted} One decimal at most.` };
  const target = Number(typed.replace(',', '.'));
  if (target < blockRange.min || target > blockRange.max)
    return { kind: 'problem', text: `${wanted} ${formatCelsius(target)} is outside.` };
  return { kind: 'target', target };
}

/** What the machine says of the block's heating, with its age. */
export function blockSetting(
  { block }: Readings,
  moment: Moment,
): { readonly text: string; readonly age: Age | null } {
  if (block === null) return { text: neverRead, age: null };
  const { on, target } = block.value;
  return { text: on ? `On, ${formatCelsius(target)}` : 'Off', age: ageOf(block.at, moment) };
}
