import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { type HistoryKeeper, keepHistory } from '../../../electron/panel/history-keeper.ts';
import { PreferenceFile } from '../../../electron/panel/preference-file.ts';
import { openRunStore } from '../../../electron/store/runs/open-run-store.ts';
import type { RunStore } from '../../../electron/store/runs/run-store.ts';
import type { Result } from '../../../shared/failure.ts';
import type { RunLimits } from '../../../shared/run-retention.ts';
import type { Instant, MachineId } from '../../../shared/units.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const day = 24 * 3_600_000;
const none: RunLimits = { keepDays: null, keepMegabytes: null };
const month: RunLimits = { ...none, keepDays: 30 };
let clock: FakeClock;
let runs: RunStore;
let preferences: PreferenceFile;
let keeper: HistoryKeeper;
let logged: string[];
let scope: DisposableStore;
beforeEach(() => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'quantdeck-history-'));
  scope = new DisposableStore();
  scope.add(toDisposable(() => rmSync(dataDirectory, { recursive: true, force: true })));
  clock = new FakeClock();
  logged = [];
  runs = scope.add(openRunStore({ dataDirectory, clock }).runs);
  preferences = scope.add(new PreferenceFile(dataDirectory, clock));
  keeper = scope.add(
    keepHistory({ runs, preferences }, { clock, log: (text) => logged.push(text) }),
  );
});
afterEach(async () => {
  scope.dispose();
  await clock.advance(0);
  expect(clock.pending).toBe(0);
});

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** A run of a minute that ended so many days ago. */
function addRun(title: string, daysAgo: number, ended = true): void {
  const at = (clock.now() - daysAgo * day) as Instant;
  const machineId = title as MachineId;
  const id = runs.begin({ machineId, machineName: 'Machine', title, sawStart: true, at });
  runs.observed(id, (at + 60_000) as Instant);
  if (ended) runs.end(id, { ending: 'completed', at: (at + 60_000) as Instant, reason: '' });
  else runs.flush();
}

const titles = (): readonly string[] =>
  valueOf(runs.list({ limit: 500 })).runs.map(({ title }) => title);

it('keeps every run for ever unless a person chose otherwise', async () => {
  addRun('ancient', 3_000);
  await clock.advance(2 * day);
  expect(titles()).toEqual(['ancient']);
});

it('says what limits would remove before they are chosen, and removes nothing for being asked', async () => {
  addRun('old', 40);
  addRun('new', 1);
  expect(valueOf(await keeper.forecast(month))).toMatchObject({ runs: 1 });
  expect(valueOf(await keeper.forecast(none))).toEqual({ runs: 0, bytes: 0 });
  await clock.advance(day);
  expect(titles()).toEqual(['new', 'old']);
});

it('removes what is beyond the limits once they are chosen, however many runs there are', async () => {
  for (let number = 0; number < 450; number++) addRun(`old ${number}`, 40);
  addRun('new', 1);
  preferences.change({ history: month });
  await clock.advance(10_000);
  expect(titles()).toEqual(['new']);
  expect(logged).toHaveLength(1);
});

it('keeps to the limits from day to day', async () => {
  addRun('first', 1);
  preferences.change({ history: month });
  await clock.advance(28 * day);
  expect(titles()).toEqual(['first']);
  await clock.advance(3 * day);
  expect(titles()).toEqual([]);
});

it('keeps to limits that were chosen before, soon after the start', async () => {
  preferences.change({ history: month });
  await clock.advance(1_000);
  addRun('old', 40);
  await clock.advance(60_000);
  expect(titles()).toEqual([]);
});

it('leaves a run that is being recorded, whatever its age', async () => {
  addRun('on', 40, false);
  preferences.change({ history: { ...none, keepDays: 1 } });
  await clock.advance(2 * day);
  expect(titles()).toEqual(['on']);
});

it('does nothing when other settings change', async () => {
  addRun('old', 40);
  preferences.change({ history: none });
  await clock.advance(10_000);
  expect(titles()).toEqual(['old']);
});

it('stops amid its work when QuantDeck ends, leaving no timer', async () => {
  for (let number = 0; number < 300; number++) addRun(`old ${number}`, 40);
  preferences.change({ history: month });
  await clock.advance(300);
  keeper.dispose();
  await clock.advance(0);
  expect(clock.pending).toBe(0);
  const left = titles().length;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(300);
});

it('gives the room of a removed run back to the disk, a few pages at a time', async () => {
  const machineId = 'm' as MachineId;
  const at = clock.now();
  const id = runs.begin({ machineId, machineName: 'Machine', title: 'A', sawStart: true, at });
  for (let number = 0; number < 10_000; number++) {
    const event = { kind: 'event', about: 'run', text: 'Stage', raw: 'x'.repeat(400) } as const;
    runs.addFact(id, { ...event, at, machineAt: number });
  }
  runs.end(id, { ending: 'completed', at, reason: '' });
  const { bytes, oldest } = valueOf(runs.usage());
  expect(oldest).toBe(at);
  expect(runs.remove(id).ok).toBe(true);
  keeper.giveBack();
  await clock.advance(20);
  expect(valueOf(runs.usage()).bytes).toBeGreaterThan(bytes / 4);
  await clock.advance(2_000);
  expect(valueOf(runs.usage()).bytes).toBeLessThan(bytes / 20);
});
