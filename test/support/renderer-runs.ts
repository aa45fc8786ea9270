import type { Protocol } from '../../shared/protocol.ts';
import type {
  RunId,
  RunRecord,
  RunSummary,
  RunTelemetry,
  SentLiveRun,
} from '../../shared/run-history.ts';
import { packSeries, type Series } from '../../shared/run-record.ts';
import type { Celsius, Instant } from '../../shared/units.ts';
import { idOf, instant } from './renderer-fixtures.ts';

/*
 * Recorded runs as main would send them, for the renderer's tests.
 */

export function runSummary(
  id: string,
  startedAt: Instant,
  more: Partial<RunSummary> = {},
): RunSummary {
  return {
    id: id as RunId,
    machineId: idOf('held'),
    machineName: 'held',
    title: 'PCR panel A',
    startedAt,
    observedFrom: startedAt,
    sawStart: true,
    observedTo: instant(startedAt + 60_000),
    end: null,
    protocolName: 'Panel',
    note: '',
    ...more,
  };
}

export function runRecord(summary: RunSummary, more: Partial<RunRecord> = {}): RunRecord {
  const from = summary.observedFrom;
  return {
    summary,
    protocol: null,
    events: [
      { at: from, machineAt: null, kind: 'run', text: 'Run started', raw: 'Run Starting' },
      {
        at: instant(from + 20_000),
        machineAt: null,
        kind: 'stage',
        text: 'Stage 1 began',
        raw: 'Stage 1',
      },
    ],
    setPoints: [{ at: from, zones: [60 as Celsius], cover: 105 as Celsius }],
    stages: [
      { stage: { kind: 'prerun' }, label: 'PRERUN', from, to: instant(from + 20_000) },
      {
        stage: { kind: 'stage', number: 1 },
        label: 'Stage 1',
        from: instant(from + 20_000),
        to: null,
      },
    ],
    collections: [],
    openings: [],
    gaps: [],
    unreadable: 0,
    ...more,
  };
}

/** One zone at 1 Hz, as warm as told. */
export function steadySeries(from: Instant, seconds: number, celsius: number): Series {
  const each = (value: number): readonly number[] => Array.from({ length: seconds }, () => value);
  return {
    at: each(0).map((_, index) => from + index * 1000),
    sample: [each(celsius)],
    block: [each(celsius)],
    cover: each(105),
    heatsink: each(30),
  };
}

export function sentRun(
  record: RunRecord,
  series: Series,
  damaged: RunTelemetry['damaged'] = [],
): SentLiveRun {
  return { record, series: packSeries(series), damaged, since: null };
}

/** One stage of one step at 60 °C. */
export const shortProtocol: Protocol = {
  name: 'Panel',
  coverTarget: 105 as Celsius,
  sampleVolume: 20,
  runMode: 'standard',
  stages: [
    {
      number: 1,
      label: null,
      repeat: 40,
      steps: [
        {
          number: 1,
          label: null,
          repeat: 1,
          parts: [
            {
              kind: 'ramp',
              text: 'RAMP 60',
              targets: [60 as Celsius],
              rate: null,
              cover: null,
              increment: { by: 0, fromCycle: null, fromStep: null },
            },
            {
              kind: 'hold',
              text: 'HOLD 30',
              seconds: 30,
              increment: { by: 0, fromCycle: null, fromStep: null },
            },
          ],
        },
      ],
      others: [],
    },
  ],
  others: [],
  text: '',
};
