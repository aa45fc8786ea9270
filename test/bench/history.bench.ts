import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { openDatabase, openFile } from '../../electron/store/database.ts';
import { openRunStore } from '../../electron/store/runs/open-run-store.ts';
import { runDesign } from '../../electron/store/runs/run-database.ts';
import type { RunStore } from '../../electron/store/runs/run-store.ts';
import type { RunId } from '../../shared/run-history.ts';

/*
 * Run with `npx vitest bench test/bench/history.bench.ts`: 5,000 runs of an hour, as much as a busy lab records in some years. No
 * piece of the daily tidying may hold up the machines' messages for longer than a few tens of milliseconds.
 */

const runCount = 5_000;
const folder = mkdtempSync(join(tmpdir(), 'quantdeck-bench-'));
const file = join(folder, 'runs.db');
let runs: RunStore;
let removed = 0;

/** Rows of the sizes that a recorded hour has; what is in them does not matter here. */
function fill(): void {
  const database = openDatabase(file, openFile, runDesign);
  const run = database.prepare(
    `INSERT INTO runs (id, machine_id, machine_name, title, observed_from, saw_start, observed_to, ended_at, ending, reason, search)
     VALUES (?, ?, ?, ?, ?, 1, ?, ?, 'completed', '', ?)`,
  );
  const fact = database.prepare(
    "INSERT INTO facts (run, at, kind, checksum, detail) VALUES (?, ?, 'event', 1, ?)",
  );
  const chunk = database.prepare(
    'INSERT INTO chunks (run, first_at, last_at, samples, checksum, data) VALUES (?, ?, ?, 300, 1, ?)',
  );
  const data = new Uint8Array(1_100);
  const detail = 'x'.repeat(120);
  database.exec('BEGIN');
  for (let index = 0; index < runCount; index++) {
    const from = index * 3_600_000;
    const to = from + 3_600_000;
    const machine = `machine ${index % 12}`;
    const title = `plate ${index}`;
    const inserted = run.run(`run-${index}`, machine, machine, title, from, to, to, title);
    const { lastInsertRowid: number } = inserted;
    for (let count = 0; count < 300; count++) fact.run(number, from, detail);
    for (let count = 0; count < 12; count++) chunk.run(number, from, to, data);
  }
  database.exec('COMMIT');
  database.close();
}

beforeAll(() => {
  fill();
  process.stdout.write(`${runCount} runs: ${Math.round(statSync(file).size / 1e6)} MB\n`);
  runs = openRunStore({ dataDirectory: folder, clock: systemClock }).runs;
}, 120_000);

afterAll(() => {
  runs.dispose();
  rmSync(folder, { recursive: true });
});

it(`lists ${runCount} runs`, async ({ bench }) => {
  await bench('the 200 newest', () => {
    runs.list({ limit: 200 });
  }).run();
  await bench('a search', () => {
    runs.list({ limit: 200, text: 'plate 49' });
  }).run();
}, 60_000);

it('tidies in small pieces', async ({ bench }) => {
  await bench('sizes of 200 runs', () => {
    runs.sizes(0, 200);
  }).run();
  await bench('removing 10 runs and giving back 500 pages', () => {
    for (let count = 0; count < 10; count++) runs.remove(`run-${removed++}` as RunId);
    runs.giveBack(500);
  }).run();
}, 60_000);
