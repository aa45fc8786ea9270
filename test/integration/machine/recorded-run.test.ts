import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../electron/base/clock.ts';
import { parseMessage } from '../../../electron/scpi/parser.ts';
import { readTopic } from '../../../electron/machine/topics.ts';
import { readRecording } from '../../../electron/simulator/recorded-log.ts';
import { ReplayMachine } from '../../../electron/simulator/replay.ts';
import { createBench } from '../../support/machine-bench.ts';

// The log of a real run lies beside the repository on some workstations and is not part of it.
const place = new URL('../../../../shared/data/real-run/messages.log', import.meta.url);
const absent = !existsSync(place);
const reason = 'the log of a real run is not beside the repository';

/** When the recording begins, in Unix seconds by its own time. */
const begins = 1_763_430_537.992;
/** How long it lasts. */
const lasts = 301_000;

/**
 * What a person reads in the log of a real QuantStudio 5 run (QSLib, tests/mid-run.eds), by its own times: `Stage PRERUN` at
 * …540.038, cover ramp …547.623 to …719.399, `Stage 1` …731.949, `Acquiring` cycle 1 …732.307 to `Collected` …787.750,
 * `Cycle 2` …792.630, acquiring again from …792.855, and `Time -elapsed=297 -remaining=194` at …838.073, where it breaks off.
 */
const milestones = [
  { at: 1_763_430_545, stage: { kind: 'prerun' }, cycle: 1, activity: 'unknown' },
  { at: 1_763_430_600, stage: { kind: 'prerun' }, cycle: 1, activity: 'ramping' },
  { at: 1_763_430_725, stage: { kind: 'prerun' }, cycle: 1, activity: 'unknown' },
  { at: 1_763_430_740, stage: { kind: 'stage', number: 1 }, cycle: 1, activity: 'acquiring' },
  { at: 1_763_430_790, stage: { kind: 'stage', number: 1 }, cycle: 1, activity: 'unknown' },
  { at: 1_763_430_800, stage: { kind: 'stage', number: 1 }, cycle: 2, activity: 'acquiring' },
] as const;

function replay(clock: Clock): ReplayMachine {
  return new ReplayMachine({
    clock,
    messages: readRecording(readFileSync(place, 'utf8').split('\n')),
  });
}

describe('the recording of a real run', () => {
  it('passes through the whole machine layer with every published line understood', async ({
    skip,
  }) => {
    skip(absent, reason);
    const bench = createBench({ peerOf: replay });
    const counts = new Map<string, number>();
    const rejected: string[] = [];
    bench.machine.onConsoleLine((line) => {
      if (line.kind === 'unrecognised') rejected.push(line.text);
      if (line.kind !== 'message') return;
      const message = parseMessage(Buffer.from(`MESSage ${line.text}\n`));
      if (message.kind !== 'message') {
        rejected.push(line.text);
        return;
      }
      counts.set(message.topic, (counts.get(message.topic) ?? 0) + 1);
      const reading = readTopic(message);
      if (reading.kind === 'other' || (reading.kind === 'run' && reading.event.kind === 'other'))
        rejected.push(line.text);
    });
    await bench.ready();
    await bench.clock.advance(lasts);
    // oxlint-disable-next-line no-console -- the counts are the evidence this test is for
    console.log('lines read by topic:', Object.fromEntries(counts));
    expect(rejected).toEqual([]);
    expect(Object.fromEntries(counts)).toMatchObject({
      Temperature: 301,
      LEDStatus: 301,
      Time: 298,
      Run: 19,
      System: expect.any(Number),
    });
    await bench.end();
  });

  it('shows the stages, cycles and activities that a person reads in it', async ({ skip }) => {
    skip(absent, reason);
    const bench = createBench({ peerOf: replay });
    await bench.ready();
    const start = bench.clock.now();
    for (const { at, stage, cycle, activity } of milestones) {
      await bench.clock.advance(start + (at - begins) * 1000 - bench.clock.now());
      const { run } = bench.machine.snapshot();
      expect(run, `at ${at}`).toMatchObject({
        kind: 'active',
        progress: { title: 'qslib-new-test', stage, cycle, activity: { kind: activity } },
      });
    }
    await bench.clock.advance(start + lasts - bench.clock.now());
    const { run, readings } = bench.machine.snapshot();
    expect(run).toMatchObject({
      progress: { time: { elapsedSeconds: 297, remainingSeconds: 194 } },
    });
    expect(readings.drawer?.value).toBe('Closed');
    expect(readings.setPoints?.value).toEqual({ zones: [25, 25, 25, 25, 25, 25], cover: 105 });
    expect(readings.controlled?.value.zones).toEqual([true, true, true, true, true, true]);
    expect(readings.temperatures?.value).toMatchObject({
      sample: [25, 25, 25, 25, 25, 25],
      cover: 104.8,
      heatsink: 27.6,
    });
    await bench.end();
  });
});
