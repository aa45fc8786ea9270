import type { RecorderInput } from '../../../../electron/panel/run-recording-state.ts';
import type { RunStatusReading } from '../../../../electron/machine/run-monitor.ts';
import { parseMessage } from '../../../../electron/scpi/parser.ts';
import type { Readings } from '../../../../shared/readings.ts';
import type { Instant } from '../../../../shared/units.ts';

export const begin = Date.UTC(2026, 0, 1);

/** Seconds after the beginning. */
export function at(seconds: number): Instant {
  return (begin + seconds * 1000) as Instant;
}

/** A message as it stands on the wire, without its first word: `Run 1763430539.494 Starting "x"`. */
export function says(seconds: number, line: string): RecorderInput {
  const message = parseMessage(Buffer.from(`MESSage ${line}\n`));
  if (message.kind !== 'message') throw new Error(`Not a message: ${line}`);
  return { kind: 'message', at: at(seconds), message };
}

export function temperature(seconds: number, celsius = 60): RecorderInput {
  const zones = Array.from({ length: 6 }, () => celsius.toFixed(1)).join(',');
  return says(seconds, `Temperature -sample=${zones} -heatsink=33.1 -cover=104.8 -block=${zones}`);
}

export const running: RunStatusReading = {
  title: 'Plate 3',
  stage: { kind: 'stage', number: 1 },
  cycle: 1,
  step: 1,
  point: 1,
  instrument: { kind: 'running' },
  startedAt: at(-600),
};

export const idle: RunStatusReading = {
  title: null,
  stage: { kind: 'starting' },
  cycle: null,
  step: null,
  point: null,
  instrument: { kind: 'idle' },
  startedAt: null,
};

export function status(
  seconds: number,
  run: Partial<RunStatusReading> | null = {},
  readings: Partial<Readings> = {},
): RecorderInput {
  return {
    kind: 'status',
    status: {
      at: at(seconds),
      run: run === null ? null : { ...running, ...run },
      readings,
      problems: [],
    },
  };
}

export function contact(seconds: number, kind: 'found' | 'lost'): RecorderInput {
  return { kind: 'contact', at: at(seconds), contact: kind };
}
