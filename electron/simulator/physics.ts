import { jitter, type Random } from './random.ts';

/** Zones of a QuantStudio 5's block, left to right. */
export const zoneCount = 6;
const ambientCelsius = 25;
/** What the cover's heater could reach if it never stopped: it makes the approach slow near 105 °C, as on the real machine. */
const coverReachCelsius = 120;
const secondsTo = {
  coverHot: 110,
  coverCool: 600,
  heatsink: 90,
  blockIdle: 150,
  lamp: 25,
} as const;
const lampRunningCelsius = 52;

/** The true temperatures in °C, without measurement noise. */
export interface ThermalState {
  readonly block: readonly number[];
  readonly sample: readonly number[];
  readonly heatsink: number;
  readonly cover: number;
  readonly lamp: number;
}

interface ZoneControl {
  readonly controlled: boolean;
  /** °C */
  readonly target: number;
  /** °C per second, the most the zone may move by. */
  readonly rate: number;
}

/** What the instrument's software asks of its hardware. */
export interface ThermalControl {
  readonly powered: boolean;
  readonly zones: readonly ZoneControl[];
  readonly cover: { readonly controlled: boolean; readonly target: number };
  /** µL; more liquid follows the block more slowly. */
  readonly sampleVolume: number;
}

export const restingState: ThermalState = {
  block: [27.4, 26.9, 26.9, 26.9, 26.9, 27.4],
  sample: [27.4, 26.9, 26.9, 26.9, 26.9, 27.4],
  heatsink: 27,
  cover: 30.4,
  lamp: 38,
};

/** Distance of a zone from the middle: 0.5 for the inner ones, 2.5 for the edges. */
function edge(zone: number): number {
  return Math.abs(zone - (zoneCount - 1) / 2);
}

/** The share of a difference that is left after `seconds` of an exponential approach. */
function decay(seconds: number, constant: number): number {
  return Math.exp(-seconds / constant);
}

function toward(value: number, goal: number, seconds: number, constant: number): number {
  return goal + (value - goal) * decay(seconds, constant);
}

function stepZone(
  value: number,
  zone: number,
  control: ThermalControl,
  idle: number,
  seconds: number,
): number {
  const wanted = control.zones[zone];
  if (!wanted?.controlled || !control.powered) {
    return toward(value, idle + (edge(zone) > 2 ? 0.5 : 0), seconds, secondsTo.blockIdle);
  }
  // The edges lose heat to the frame, so they lag a little behind; none ever passes its target.
  const reach = wanted.rate * (1 - 0.006 * edge(zone)) * seconds;
  const gap = wanted.target - value;
  return Math.abs(gap) <= reach ? wanted.target : value + Math.sign(gap) * reach;
}

/** The temperatures `seconds` later. Pure: equal arguments give equal answers. */
export function stepThermal(
  state: ThermalState,
  control: ThermalControl,
  seconds: number,
): ThermalState {
  const block = state.block.map((value, zone) =>
    stepZone(value, zone, control, state.heatsink - 0.2, seconds),
  );
  const sampleLag = 1.5 + 0.06 * control.sampleVolume;
  const mean = block.reduce((sum, value) => sum + value, 0) / zoneCount;
  const heating = control.powered && control.cover.controlled;
  return {
    block,
    sample: state.sample.map((value, zone) =>
      toward(value, block[zone] ?? value, seconds, sampleLag),
    ),
    heatsink: toward(
      state.heatsink,
      ambientCelsius + 2 + 0.09 * Math.max(0, mean - ambientCelsius),
      seconds,
      secondsTo.heatsink,
    ),
    cover: heating
      ? coverStep(state.cover, control.cover.target, seconds)
      : toward(state.cover, ambientCelsius, seconds, secondsTo.coverCool),
    lamp: toward(
      state.lamp,
      control.powered ? lampRunningCelsius : ambientCelsius,
      seconds,
      secondsTo.lamp,
    ),
  };
}

function coverStep(value: number, target: number, seconds: number): number {
  return value > target
    ? Math.max(target, toward(value, ambientCelsius, seconds, secondsTo.coverCool))
    : Math.min(target, toward(value, coverReachCelsius, seconds, secondsTo.coverHot));
}

/** Whether every controlled zone is where it should be, to a hundredth of a degree. */
export function zonesReached(state: ThermalState, control: ThermalControl): boolean {
  return control.zones.every(
    ({ controlled, target }, zone) =>
      !controlled || Math.abs((state.block[zone] ?? target) - target) < 0.01,
  );
}

/** A cover that is hotter than asked for has been reached too: nothing waits for it to cool. */
export function coverReached(state: ThermalState, control: ThermalControl): boolean {
  return state.cover > control.cover.target - 0.05;
}

/** The largest error of a block or sample reading, in °C. */
export const readingNoiseCelsius = 0.02;

/** What the sensors say: the truth with a little noise. */
export function readThermal(state: ThermalState, random: Random): ThermalState {
  const noisy = (value: number): number => value + jitter(random, readingNoiseCelsius);
  return {
    block: state.block.map(noisy),
    sample: state.sample.map(noisy),
    heatsink: state.heatsink + jitter(random, 0.2),
    cover: state.cover + jitter(random, 0.1) - 0.1,
    lamp: state.lamp + jitter(random, 0.08),
  };
}
