import type { Celsius, Instant } from './units.ts';

/** A value a machine gave and when this workstation received it. */
export interface Reading<T> {
  readonly value: T;
  readonly at: Instant;
}

/** `Unknown` is the machine's own answer, for instance while the drawer moves. */
export type DrawerPosition = 'Open' | 'Closed' | 'Unknown';
/** `ENG?` may also answer nothing at all: `blank`, a real answer and not an error (instrument protocol, section 6). */
export type CoverPosition = 'Up' | 'Down' | 'Unknown' | 'blank';
export type OnOff = 'On' | 'Off';

/** What the machine says it is doing (`ISTAT?`). Words not known here are kept as they came. */
export type InstrumentState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'error' }
  | { readonly kind: 'other'; readonly word: string };

export interface HeaterSetting {
  readonly on: boolean;
  readonly target: Celsius;
}

/** Temperatures of the 1 Hz topic. Zones are 1 or 6 numbers, in machine order. */
export interface Temperatures {
  readonly sample: readonly Celsius[];
  readonly block: readonly Celsius[];
  readonly cover: Celsius;
  readonly heatsink: Celsius | null;
}

export interface SetPoints {
  readonly zones: readonly Celsius[];
  readonly cover: Celsius | null;
}

export interface Controlled {
  readonly zones: readonly boolean[];
  readonly cover: boolean | null;
}

/** Everything last read of one machine; null was never read on this workstation since the start. */
export interface Readings {
  readonly power: Reading<OnOff> | null;
  readonly drawer: Reading<DrawerPosition> | null;
  readonly cover: Reading<CoverPosition> | null;
  readonly coverHeater: Reading<HeaterSetting> | null;
  readonly block: Reading<HeaterSetting> | null;
  readonly instrument: Reading<InstrumentState> | null;
  readonly temperatures: Reading<Temperatures> | null;
  readonly setPoints: Reading<SetPoints> | null;
  readonly controlled: Reading<Controlled> | null;
  /** LED (lamp) temperature in °C. */
  readonly lampTemperature: Reading<Celsius> | null;
}

export const noReadings: Readings = {
  power: null,
  drawer: null,
  cover: null,
  coverHeater: null,
  block: null,
  instrument: null,
  temperatures: null,
  setPoints: null,
  controlled: null,
  lampTemperature: null,
};
