import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { openRunStore } from '../../electron/store/runs/open-run-store.ts';
import type { RunStore } from '../../electron/store/runs/run-store.ts';
import { SeriesBuffer } from '../../renderer/features/timeline/series-buffer.ts';
import type { RunId } from '../../shared/run-history.ts';
import { packSeries, unpackSeries } from '../../shared/run-record.ts';
import type { Celsius, Instant, MachineId } from '../../shared/units.ts';

/*
 * Run with `npx vitest bench --run test/bench/telemetry.bench.ts`: a day at 1 Hz of 14 columns, on its way from the disk to a
 * chart. All of it together is what a person waits for, besides drawing.
 */

const seconds = 86_400;
const begin = Date.UTC(2026, 0, 1);
const folder = mkdtempSync(join(tmpdir(), 'quantdeck-bench-'));
let runs: RunStore;
let id: RunId;

beforeAll(() => {
  runs = openRunStore({ dataDirectory: folder, clock: systemClock }).runs;
  id = runs.begin({
    machineId: 'machine' as MachineId,
    machineName: 'qpcr1',
    title: 'A day',
    sawStart: true,
    at: begin as Instant,
  });
  for (let second = 0; second < seconds; second++) {
    const zone = (offset: number): Celsius =>
      (Math.round((75 + 20 * Math.sin(second / 15 + offset)) * 10) / 10) as Celsius;
    const zones = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map(zone);
    runs.addSample(id, {
      at: (begin + second * 1_000 + (second % 7)) as Instant,
      temperatures: { sample: zones, block: zones, cover: 105 as Celsius, heatsink: zone(1) },
    });
  }
  const at = (begin + seconds * 1_000) as Instant;
  runs.observed(id, at);
  runs.end(id, { ending: 'completed', at, reason: '' });
}, 120_000);

afterAll(() => {
  runs.dispose();
  rmSync(folder, { recursive: true });
});

const few = { iterations: 10, time: 0, warmupIterations: 2, warmupTime: 0 };

test('a day of temperatures', async ({ bench }) => {
  const read = runs.telemetry(id);
  if (!read.ok) throw new Error(read.failure.message);
  const packed = packSeries(read.value.series);
  const json = JSON.stringify(packed);
  process.stdout.write(`${Math.round(json.length / 1e5) / 10} MB on the way\n`);
  const series = unpackSeries(packed);
  await bench.compare(
    bench('read from disk', () => void runs.telemetry(id)),
    bench('packed for a window', () => void packSeries(read.value.series)),
    bench('written as JSON', () => void JSON.stringify(packed)),
    bench('read as JSON', () => void JSON.parse(json)),
    bench('unpacked', () => void unpackSeries(packed)),
    bench('laid out for a chart', () => new SeriesBuffer().add(series)),
    few,
  );
}, 60_000);
