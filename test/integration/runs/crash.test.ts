import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { newDirectory, openRuns, valueOf } from './support/watcher.ts';

const program = join(import.meta.dirname, 'support/recorder-program.ts');

let scope: DisposableStore;
let directory: string;
beforeEach(() => {
  scope = new DisposableStore();
  directory = newDirectory();
  scope.add(toDisposable(() => rmSync(directory, { recursive: true, force: true })));
});
afterEach(() => scope.dispose());

/**
 * Records from a second on, in the program's own time, until it has said `lines` lines; then kills it without warning. Answers
 * the last moment it said. It goes on while the kill is on its way, so the instant is anywhere in a write.
 */
async function recordAndKill(startSeconds: number, lines: number): Promise<number> {
  const child = spawn(process.execPath, [program, directory, String(startSeconds)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  scope.add(toDisposable(() => child.kill('SIGKILL')));
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let count = 0;
  let said = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    said = Number(line);
    if (++count === lines) child.kill('SIGKILL');
  }
  await ended;
  expect(complaint).toBe('');
  expect(child.signalCode).toBe('SIGKILL');
  return said;
}

describe('a panel that is killed while it records', () => {
  it('loses no more than 5 s, and the next one goes on with the same run', async () => {
    const begin = Date.UTC(2026, 0, 1);
    let startSeconds = 0;
    // The last lives are long enough for pieces to have been merged.
    for (const [life, lines] of [1, 3, 7, 20, 290, 320, 640].entries()) {
      const startedAt = begin + startSeconds * 1000;
      const said = await recordAndKill(startSeconds, lines);
      const clock = new FakeClock();
      const runs = openRuns(directory, clock);
      try {
        const listed = valueOf(runs.list({ limit: 10 }));
        expect(listed.runs).toHaveLength(1);
        const [summary] = listed.runs;
        if (summary === undefined) throw new Error('There is a run');
        const { series, damaged } = valueOf(runs.telemetry(summary.id));
        const { gaps, unreadable, events } = valueOf(runs.get(summary.id));
        expect({ damaged, unreadable }).toEqual({ damaged: [], unreadable: 0 });
        const last = series.at.at(-1) ?? begin;
        expect(said - Math.max(last, startedAt)).toBeLessThanOrEqual(5_000);
        expect(said - Math.max(summary.observedTo, startedAt)).toBeLessThanOrEqual(5_000);
        expect(
          said - Math.max(events.findLast(({ raw }) => raw !== '')?.at ?? 0, startedAt),
        ).toBeLessThanOrEqual(5_000);
        // Second by second but for one gap between two lives.
        const steps = series.at.slice(1).map((at, index) => at - (series.at[index] ?? 0));
        expect(steps.filter((step) => step !== 1_000).length).toBeLessThanOrEqual(life);
        expect(gaps.filter(({ to }) => to !== null).length).toBeLessThanOrEqual(life);
      } finally {
        runs.dispose();
      }
      startSeconds = (said - begin) / 1000 + 60;
    }
  }, 60_000);
});
