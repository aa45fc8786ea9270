import type { Celsius } from './units.ts';

/*
 * How long the cover takes to heat before the first stage. The machine does not say: its remaining time stands still
 * meanwhile (instrument protocol, section 7). The numbers fit the log of one QuantStudio 5 heating from 30 to 105 °C
 * to within 5 s of what remained; other models are unverified.
 */

/** Where the cover's heater would end if it never stopped, in °C: the approach slows down toward it. */
const reachCelsius = 120;
const heatingSeconds = 107;
/** The cover counts as hot this much below its target, in °C. */
const toleranceCelsius = 1.3;
/** From the hot cover to the first stage: it is lowered, and the lamp warms up. */
const settlingSeconds = 12.5;

/**
 * Seconds until the first stage, from the cover's temperature and target in °C. Null for a target this heater could
 * not reach.
 */
export function warmUpSeconds(cover: Celsius, target: Celsius): number | null {
  const end = target - toleranceCelsius;
  if (cover >= end) return settlingSeconds;
  if (end >= reachCelsius - 1) return null;
  return heatingSeconds * Math.log((reachCelsius - cover) / (reachCelsius - end)) + settlingSeconds;
}

/** Seconds until the first stage once the cover was reported hot `seconds` ago. */
export function settlingLeft(seconds: number): number {
  return Math.max(0, settlingSeconds - seconds);
}
