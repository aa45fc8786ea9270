import type { Protocol } from './protocol-text.ts';

/** What a machine, live or recorded, can say about its run; null for what has not begun or is not known. */
export interface RunFacts {
  readonly title: string;
  readonly mode: string | null;
  readonly stage: string | null;
  readonly cycle: string | null;
  readonly step: string | null;
  readonly point: string | null;
  readonly protocol: Protocol | null;
  /** µL */
  readonly sampleVolume: number | null;
  /** Unix milliseconds. */
  readonly startedAt: number | null;
}

export interface Heater {
  readonly on: boolean;
  /** °C */
  readonly target: number;
}

/** What the status queries of section 6 read. Temperatures are in °C, left zone first. */
export interface StatusSource {
  readonly nickname: string;
  readonly powered: boolean;
  readonly drawer: string;
  /** May be empty, as on real machines. */
  readonly cover: string;
  readonly instrumentState: string;
  readonly lampTemperature: number;
  readonly coverHeater: Heater;
  readonly blockHeater: Heater;
  /** By part: Zone1 … Zone6, Fan1, Cover. */
  readonly setPoints: Readonly<Record<string, number>>;
  readonly controlled: Readonly<Record<string, boolean>>;
  readonly sampleTemperatures: readonly number[];
  readonly blockTemperatures: readonly number[];
  readonly coverTemperature: number;
  readonly run: RunFacts | null;
  /** Throws NoMatch for a name that is not defined. */
  protocolText(name: string): string;
}
