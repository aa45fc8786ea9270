import { type EstimateInput, estimateRun, type RunEstimate } from '../../../shared/run-estimate.ts';
import type { Reading, Temperatures } from '../../../shared/readings.ts';
import type { RunProgress, RunStage } from '../../../shared/run.ts';
import { initialPace } from '../../../shared/run-pace.ts';
import type { Protocol } from '../../../shared/protocol.ts';
import { readProtocol } from '../../../electron/machine/protocol-tree.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';

const start = 1_800_000_000_000;
export const instant = (seconds: number): Instant =>
  (start + Math.round(seconds * 1000)) as Instant;

export const protocol = readTree(`
STAGE 1 Hold <multiline.stage>
  STEP 1 <multiline.step>
    RAMP 57
    HOLD 100
  </multiline.step>
</multiline.stage>
STAGE -repeat=4 2 Cycling <multiline.stage>
  STEP 1 <multiline.step>
    RAMP 73
    HOLD 10
  </multiline.step>
  STEP 2 <multiline.step>
    RAMP 57
    HACFILT m1,x1,quant
    HoldAndCollect 30
  </multiline.step>
</multiline.stage>`);
// 20 s to 57 °C and 100 s there; then four times 10 s up, 10 s there, 10 s down, 30 s there.
export const plannedSeconds = 120 + 4 * 60;

export function readTree(text: string): Protocol {
  const reading = readProtocol(text);
  if (reading.kind !== 'protocol') throw new Error(reading.reason);
  return reading.protocol;
}

export const inStage = (number: number): RunStage => ({ kind: 'stage', number });

export function progress(changes: Partial<RunProgress>): RunProgress {
  return {
    title: 'my run',
    stage: inStage(2),
    cycle: 1,
    step: 1,
    point: null,
    stageCount: null,
    cycleCount: null,
    activity: { kind: 'unknown' },
    holdSince: null,
    time: null,
    startedAt: null,
    at: instant(0),
    ...changes,
  };
}

export const said = (seconds: number, remainingSeconds: number) => ({
  time: { elapsedSeconds: 200, remainingSeconds, at: instant(seconds) },
});

export const coverAt = (seconds: number, cover: number): Reading<Temperatures> => {
  const zones = [25 as Celsius];
  return {
    value: { sample: zones, block: zones, cover: cover as Celsius, heatsink: null },
    at: instant(seconds),
  };
};

/** At second 100 of a run that is heard; the step that is on began at second 95. */
export function estimate(
  where: Partial<RunProgress>,
  changes: Partial<EstimateInput> = {},
): RunEstimate {
  const at = progress(where);
  const since = instant(95);
  const open = {
    stage: at.stage.kind === 'stage' ? at.stage.number : 0,
    cycle: at.cycle ?? 1,
    step: at.step ?? 1,
    since,
    startSeen: true,
    countable: true,
  };
  const found = estimateRun({
    now: instant(100),
    run: { kind: 'active', progress: at },
    protocol,
    pace: { ...initialPace, open },
    heardAt: instant(100),
    temperatures: null,
    coverTarget: null,
    ...changes,
  });
  if (found === null) throw new Error('no run');
  return found;
}
