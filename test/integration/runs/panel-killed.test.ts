import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { outside } from './support/outside.ts';
import { newDirectory, openRuns, valueOf } from './support/watcher.ts';

const program = join(import.meta.dirname, 'support/panel-program.ts');

let scope: DisposableStore;
beforeEach(() => {
  scope = new DisposableStore();
});
afterEach(() => scope.dispose());

function newFolder(): string {
  const directory = newDirectory();
  scope.add(toDisposable(() => rmSync(directory, { recursive: true, force: true })));
  return directory;
}

/**
 * Lets a panel follow the run from a second on, to its end or until it says a second at which it is killed without warning.
 * Answers the last second it said.
 */
async function follow(directory: string, fromSeconds: number, killAt = Infinity): Promise<number> {
  const child = spawn(process.execPath, [program, directory, String(fromSeconds)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  scope.add(toDisposable(() => child.kill('SIGKILL')));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    said = Number(line);
    if (said === killAt) child.kill('SIGKILL');
  }
  await ended;
  expect(complaint).toBe('');
  expect(child.signalCode).toBe(killAt === Infinity ? null : 'SIGKILL');
  return said;
}

/** The only run in a folder, whole. */
function storedRun(directory: string) {
  const runs = openRuns(directory, new FakeClock());
  try {
    const listed = valueOf(runs.list({ limit: 10 })).runs;
    const [summary] = listed;
    if (summary === undefined || listed.length !== 1) throw new Error(`${listed.length} runs`);
    return {
      record: valueOf(runs.get(summary.id)),
      telemetry: valueOf(runs.telemetry(summary.id)),
    };
  } finally {
    runs.dispose();
  }
}

/** Seconds since the machine was switched on. */
const second = (moment: number): number => (moment - Date.UTC(2026, 0, 1)) / 1000;

it('a run of 40 cycles is followed from start to finish, and a panel killed in the middle and started again keeps the same outside the gap', async () => {
  const stayed = newFolder();
  await follow(stayed, 0);
  const whole = storedRun(stayed);
  const { record, telemetry } = whole;
  expect(record.summary).toMatchObject({ title: 'Forty cycles', sawStart: true });
  expect(record.summary.end?.ending).toBe('completed');
  expect(record.stages.map(({ label }) => label)).toEqual([
    'PRERUN',
    'Stage 1',
    'Stage 2',
    'POSTRUN',
  ]);
  expect(record.collections.map(({ cycle }) => cycle)).toEqual(
    Array.from({ length: 40 }, (_, index) => index + 1),
  );
  expect(record.gaps).toEqual([]);
  const { at } = telemetry.series;
  const steps = at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(1_000);

  const killed = newFolder();
  const said = await follow(killed, 0, 2_600);
  // On the beat of the status queries, so that what only they tell is told at the same moments.
  const again = Math.ceil((said + 60) / 5) * 5;
  await follow(killed, again);
  const broken = storedRun(killed);
  const [gap, ...others] = broken.record.gaps;
  if (gap === undefined || gap.to === null) throw new Error('No gap is on record');
  expect(others).toEqual([]);
  // At most 5 s were not written when it was killed.
  expect(second(gap.from)).toBeGreaterThanOrEqual(2_600 - 5);
  expect(second(gap.from)).toBeLessThanOrEqual(said);
  expect(second(gap.to) - again).toBeLessThanOrEqual(2);
  const spans = [{ from: gap.from, to: gap.to }];
  expect(outside(broken, spans)).toEqual(outside(whole, spans));
}, 120_000);
