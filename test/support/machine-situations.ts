import type { Situation } from '../../electron/machine/situation.ts';
import { type DrawerPosition, noReadings, type Readings } from '../../shared/readings.ts';
import type { RunProgress, RunState } from '../../shared/run.ts';
import type { Celsius, Instant } from '../../shared/units.ts';

const at = 1_000 as Instant;

export function progressOf(change: Partial<RunProgress> = {}): RunProgress {
  return {
    title: 'Plate 7',
    stage: { kind: 'stage', number: 2 },
    cycle: 17,
    step: 2,
    point: 1,
    stageCount: 3,
    cycleCount: 40,
    activity: { kind: 'holding', holdSeconds: 60 },
    holdSince: null,
    time: null,
    startedAt: at,
    at,
    ...change,
  };
}

export const idle: RunState = { kind: 'none' };
export const active: RunState = { kind: 'active', progress: progressOf() };
export const acquiring: RunState = {
  kind: 'active',
  progress: progressOf({ activity: { kind: 'acquiring' } }),
};
export const paused: RunState = { kind: 'paused', progress: progressOf(), pausedAt: at };

export interface SituationChange {
  readonly run?: RunState;
  readonly stateKnown?: boolean;
  readonly drawer?: DrawerPosition;
  readonly cover?: 'Up' | 'Down' | 'Unknown' | 'blank';
  /** Block temperature of every zone, °C. */
  readonly block?: number;
  readonly coverTemperature?: number;
}

export function readingsOf(change: SituationChange = {}): Readings {
  const { drawer = 'Open', cover = 'Up', block = 25, coverTemperature = 30 } = change;
  return {
    ...noReadings,
    drawer: { value: drawer, at },
    cover: { value: cover, at },
    instrument: { value: { kind: 'idle' }, at },
    temperatures: {
      value: {
        sample: [block as Celsius],
        block: [block as Celsius, (block - 3) as Celsius],
        cover: coverTemperature as Celsius,
        heatsink: null,
      },
      at,
    },
  };
}

export function situationOf(change: SituationChange = {}): Situation {
  return {
    machineName: 'Lab 2',
    stateKnown: change.stateKnown ?? true,
    run: change.run ?? idle,
    readings: readingsOf(change),
  };
}
