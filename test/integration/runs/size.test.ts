import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { readTopic } from '../../../electron/machine/topics.ts';
import { parseMessage } from '../../../electron/scpi/parser.ts';
import { packTelemetry } from '../../../electron/store/runs/telemetry-codec.ts';
import type { TelemetrySample } from '../../../electron/store/runs/telemetry-columns.ts';
import type { Instant } from '../../../shared/units.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { RunSource } from './support/run-source.ts';
import { newDirectory, Watcher } from './support/watcher.ts';

// The log of a real run lies beside the repository on some workstations and is not part of it.
const place = new URL('../../../../shared/data/real-run/messages.log', import.meta.url);
const present = existsSync(place);
// oxlint-disable-next-line no-console -- a skipped test has to say why where the results are read
if (!present) console.log('Skipped: packing the log of a real run, because the log is not here');

let scope: DisposableStore;
let clock: FakeClock;
let directory: string;
beforeEach(() => {
  scope = new DisposableStore();
  clock = new FakeClock();
  directory = newDirectory();
  scope.add(toDisposable(() => rmSync(directory, { recursive: true, force: true })));
});
afterEach(() => {
  scope.dispose();
  expect(clock.pending).toBe(0);
});

function total(sql: string): number {
  const database = new DatabaseSync(join(directory, 'runs.db'));
  try {
    return Number(database.prepare(sql).get()?.['total'] ?? 0);
  } finally {
    database.close();
  }
}

describe('the size of a stored run', () => {
  it('of 40 cycles is less than half a byte for a temperature, and the run is whole', async () => {
    const source = scope.add(new RunSource(clock));
    const watcher = new Watcher(source, directory);
    source.simulator.startRun('Standard-PCR', 'Plate 3');
    source.tellProtocol('Plate 3');
    await source.finish();
    const { record, telemetry } = watcher.only();
    watcher.dispose();
    expect(record.summary.end?.ending).toBe('completed');
    expect(record.collections).toHaveLength(40);
    const { at, sample, block } = telemetry.series;
    const values = at.length * (sample.length + block.length + 2);
    expect(values).toBeGreaterThan(60_000);
    const telemetryBytes = total('SELECT sum(length(data)) AS total FROM chunks');
    expect(telemetryBytes / values).toBeLessThan(0.5);
    // Events, set points, protocol and what the database needs for itself included.
    const fileBytes = statSync(join(directory, 'runs.db')).size;
    expect(fileBytes).toBeLessThan(800_000);
    const rows = total('SELECT count(*) AS total FROM chunks');
    expect(rows).toBe(Math.ceil(at.length / 300));
    process.stdout.write(
      `40 cycles: ${at.length} s, ${(telemetryBytes / values).toFixed(3)} bytes a temperature, file ${Math.round(fileBytes / 1000)} kB\n`,
    );
  }, 60_000);

  it.skipIf(!present)('of a real machine’s log is less than half a byte for a temperature', () => {
    const samples: TelemetrySample[] = [];
    for (const line of readFileSync(place, 'latin1').split('\n')) {
      if (!line.startsWith('Temperature ')) continue;
      const message = parseMessage(Buffer.from(`MESSage ${line}\n`));
      const reading = message.kind === 'message' ? readTopic(message) : null;
      if (message.kind !== 'message' || reading?.kind !== 'temperature') throw new Error(line);
      const { temperatures } = reading;
      samples.push({ at: (message.timestamp ?? 0) as Instant, temperatures });
    }
    const bytes = packTelemetry(samples.slice(0, 300)).length;
    process.stdout.write(`Real log: ${(bytes / 300 / 14).toFixed(3)} bytes a temperature\n`);
    expect(bytes / 300 / 14).toBeLessThan(0.5);
  });
});
