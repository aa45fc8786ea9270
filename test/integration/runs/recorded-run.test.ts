import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readRecording } from '../../../electron/simulator/recorded-log.ts';
import { ReplayMachine } from '../../../electron/simulator/replay.ts';
import { createRunWatch } from '../../../renderer/features/machine/run-watch.ts';
import { gapsIn } from '../../../renderer/features/timeline/gaps.ts';
import { firstFrom } from '../../../renderer/features/timeline/series-buffer.ts';
import { setPointAt } from '../../../renderer/features/timeline/set-point-steps.ts';
import { estimateModel } from '../../../renderer/model/estimate.ts';
import { positionsOf } from '../../../renderer/model/progress.ts';
import { currentProgress } from '../../../electron/machine/run-monitor.ts';
import type { MachineId } from '../../../shared/units.ts';
import { settle } from '../../support/fake-clock.ts';
import { createPanelBench } from '../../support/machine-panel.ts';

// The log of a real run lies beside the repository on some workstations and is not part of it.
const place = new URL('../../../../shared/data/real-run/messages.log', import.meta.url);
const absent = !existsSync(place);
const reason = 'the log of a real run is not beside the repository';

const speed = 60;
const machineId = 'machine-1' as MachineId;

/*
 * Worked out by hand from the log of a real QuantStudio 5 run (QSLib, tests/mid-run.eds); seconds are the machine's own, without
 * the 1763430000 in front. The log begins at 537.992 and breaks off at 838.9, in cycle 2 of 5.
 */
const begins = 537.992;
/** The `Run` lines from the first to the last: time, what it is about, and the words for it. */
const expectedEvents = [
  [539.494, 'run', 'Run starting: qslib-new-test'],
  [539.498, 'other', 'Setting sample volume to 50 microlitres'],
  [540.038, 'stage', 'PRERUN started: preparing and heating the cover'],
  [540.23, 'stage', 'Cycle 1 started'],
  [547.623, 'temperature', 'Heating the cover to 105.0 °C'],
  [719.399, 'temperature', 'Cover heated to 105.0 °C'],
  [731.834, 'other', 'Lamp is warmed up'],
  [731.949, 'stage', 'Stage 1 started'],
  [732.06, 'stage', 'Cycle 1 started'],
  [732.153, 'stage', 'Step 1 started'],
  [732.162, 'temperature', 'Ramping to 25.0 °C'],
  [732.228, 'temperature', 'Holding 1 min, collecting data'],
  [732.307, 'collection', 'Acquiring, cycle 1'],
  [787.75, 'collection', 'Collected, cycle 1'],
  [792.63, 'stage', 'Cycle 2 started'],
  [792.708, 'stage', 'Step 1 started'],
  [792.716, 'temperature', 'Ramping to 25.0 °C'],
  [792.762, 'temperature', 'Holding 1 min, collecting data'],
  [792.855, 'collection', 'Acquiring, cycle 2'],
] as const;
const expectedStages = [
  ['PRERUN', 540.038, 731.949],
  ['Stage 1', 731.949, null],
] as const;
/** Before 547.623 nothing is controlled; the block is first told to hold something at 732.162. */
const expectedSetPoints = [
  [547.623, [], 105],
  [732.162, [25, 25, 25, 25, 25, 25], 105],
] as const;
const expectedCollections = [[787.75, 1, 1, 1, 1]] as const;
/**
 * `Cover Raised` at 547.408 and `Cover Lowered` at 731.7 are told by no topic: a status finds them out, at ×60 a minute later
 * at most.
 */
const expectedCoverUp = [547.408, 731.7] as const;
/** The network is cut here, on purpose, for a second of the panel: a minute of the machine. */
const cutAt = 627.992;
/** `Temperature` lines from `Starting` on (300), without those of the minute that was cut (60), give or take one at its edges. */
const expectedRows = 240;

it('a real run played at ×60 is stored with the stages, cycles, set points, gaps and events that a person reads in its log', async ({
  skip,
}) => {
  skip(absent, reason);
  const bench = createPanelBench({
    peerOf: (clock) =>
      new ReplayMachine({
        clock,
        speed,
        messages: readRecording(readFileSync(place, 'utf8').split('\n')),
      }),
  });
  const { clock, ask } = bench;
  const start = clock.now();
  /** The machine's time as this workstation's clock has it. */
  const here = (seconds: number): number => start + ((seconds - begins) * 1000) / speed;
  /** The other way, to milliseconds of the machine; what is in between is rounded to whole ones of the panel. */
  const there = (at: number): number => ((at - start) * speed) / 1000 + begins;
  const watch = createRunWatch(ask, machineId, () => clock.now());
  const positions: string[] = [];
  bench.panel.onEvent(({ event, payload }) => {
    if (event !== 'machines') return;
    for (const machine of payload.changed) {
      watch.see(machine, 'up');
      const progress = currentProgress(machine.run);
      if (progress?.stage.kind !== 'stage') continue;
      const text = positionsOf(progress)
        .map(({ label, value }) => `${label} ${value}`)
        .join(' ');
      if (positions.at(-1) !== text) positions.push(text);
    }
  });

  await clock.advance(here(cutAt) - start);
  bench.network.latest.break();
  await clock.advance(here(842) - clock.now());
  watch.refresh();
  await settle();
  const { run } = watch.store.getState();
  if (run === null) throw new Error('The window shows no run');
  const { record } = run;

  // What is stored.
  const live = await ask('runs.live', { machineId, known: null });
  if (!live.ok || live.value === null) throw new Error('No run is being recorded');
  expect(live.value.record.summary).toMatchObject({
    title: 'qslib-new-test',
    sawStart: true,
    end: null,
    startedAt: 1_763_430_539_494,
  });
  const said = record.events.filter(({ raw }) => raw !== '');
  expect(
    said.map(({ machineAt, kind, text }) => [
      ((machineAt ?? 0) - 1_763_430_000_000) / 1000,
      kind,
      text,
    ]),
  ).toEqual(expectedEvents);
  // Every event came when the machine said it, but for the rounding of a clock at ×60.
  for (const { at, machineAt } of said)
    expect(Math.abs(there(at) - ((machineAt ?? 0) - 1_763_430_000_000) / 1000)).toBeLessThan(0.2);
  expect(record.stages.map(({ label }) => label)).toEqual(expectedStages.map(([label]) => label));
  for (const [index, [, from, to]] of expectedStages.entries()) {
    const span = record.stages[index];
    expect(there(span?.from ?? 0)).toBeCloseTo(from, 0);
    if (to === null) expect(span?.to).toBeNull();
    else expect(there(span?.to ?? 0)).toBeCloseTo(to, 0);
  }
  expect(record.setPoints.map(({ zones, cover }) => [zones, cover])).toEqual(
    expectedSetPoints.map(([, zones, cover]) => [zones, cover]),
  );
  for (const [index, [at]] of expectedSetPoints.entries())
    expect(there(record.setPoints[index]?.at ?? 0)).toBeCloseTo(at, 0);
  expect(
    record.collections.map(({ stage, cycle, step, point }) => [stage, cycle, step, point]),
  ).toEqual(expectedCollections.map(([, ...where]) => where));
  expect(there(record.collections[0]?.at ?? 0)).toBeCloseTo(expectedCollections[0][0], 0);
  expect(record.openings.map(({ what }) => what)).toEqual(['cover']);
  for (const [index, at] of [record.openings[0]?.from, record.openings[0]?.to].entries()) {
    expect(there(at ?? 0)).toBeGreaterThan(expectedCoverUp[index] ?? 0);
    expect(there(at ?? 0)).toBeLessThan((expectedCoverUp[index] ?? 0) + 61);
  }
  expect(record.gaps).toHaveLength(1);
  expect(there(record.gaps[0]?.from ?? 0)).toBeCloseTo(cutAt, -1);
  expect(there(record.gaps[0]?.to ?? 0)).toBeCloseTo(cutAt + 60, -1);
  expect(record.protocol?.stages.map(({ number, repeat }) => [number, repeat])).toEqual([[1, 5]]);
  expect(record.unreadable).toBe(0);

  // What the window makes of it: the same record, though it came in pieces.
  expect(record).toEqual(live.value.record);
  const telemetry = run.telemetry.current();
  expect(Math.abs(telemetry.length - expectedRows)).toBeLessThanOrEqual(2);
  expect(telemetry.zones).toBe(6);
  const [gap, ...others] = gapsIn(
    telemetry.at,
    run.marks.contactGaps,
    { from: start, to: clock.now() },
    clock.now(),
  );
  expect(gap).toMatchObject({ kind: 'no-contact' });
  expect(others).toEqual([]);
  expect(
    firstFrom(telemetry.at, gap?.to ?? 0) - firstFrom(telemetry.at, (gap?.from ?? 0) + 1),
  ).toBe(0);
  expect(setPointAt(run.marks.setPoints, 1, here(700))).toBeNull();
  expect(setPointAt(run.marks.setPoints, null, here(700))).toBe(105);
  expect(setPointAt(run.marks.setPoints, 6, here(800))).toBe(25);
  expect([...new Set(positions.map((text) => text.replace(/ Step .*/, '')))]).toEqual([
    'Stage 1/1 Cycle 1/5',
    'Stage 1/1 Cycle 2/5',
  ]);

  // The last `Time` line is `-elapsed=297 -remaining=194`.
  const [machine] = bench.panel.view().machines;
  if (machine?.estimate == null) throw new Error('Nothing is estimated');
  expect(currentProgress(machine.run)?.time).toMatchObject({
    elapsedSeconds: 297,
    remainingSeconds: 194,
  });
  const { left } = estimateModel(machine.estimate, clock.now());
  expect(left?.explanation).toMatch(/^Said by the machine\./);
  expect(left?.seconds).toBeGreaterThan(190);
  expect(left?.seconds).toBeLessThanOrEqual(194);
  await bench.end();
});
