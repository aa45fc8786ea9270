import { expect, test } from 'vitest';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { RunEnding } from '../../../shared/run.ts';
import type { Moment } from '../../../renderer/model/engine.ts';
import { machineStatus } from '../../../renderer/model/status.ts';
import {
  failure,
  idleReadings,
  instant,
  networkSettings,
  readyConnection,
  runProgress,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';
import { everyState } from '../../support/renderer-states.ts';

const now = instant(Date.UTC(2026, 0, 1));
const moment: Moment = { now, engine: 'up' };
const settings = networkSettings('qpcr1', 'qpcr1');
const of = (more: Partial<MachineSnapshot> = {}) => snapshotOf(now, settings, more);
const last = failure('timed-out', 'No answer.', 'Wait.');

test('every state has its one word', () => {
  const words = everyState(now).map(
    (machine) => `${machine.id}: ${machineStatus(machine, moment).word}`,
  );
  expect(words).toEqual([
    'qpcr1: Running',
    'qpcr2: Idle',
    'qpcr3: Paused',
    'qpcr4: Finished',
    'qpcr5: Lost contact',
    'qpcr6: Running',
    'qpcr7: Connecting',
    'qpcr8: Needs you',
    'qpcr9: Needs you',
    'qpcr10: Not connected',
    'qpcr11: Idle',
    'simulated: Idle',
  ]);
});

test.each<[RunEnding, string]>([
  ['completed', 'Finished'],
  ['stopped', 'Stopped'],
  ['aborted', 'Aborted'],
  ['failed', 'Failed'],
  ['unknown', 'Ended'],
])('a run that ended as %s is shown as %s', (ending, word) => {
  const run = { kind: 'ended', ending, title: '', endedAt: now, last: null, reason: '' } as const;
  expect(machineStatus(of({ run }), moment).word).toBe(word);
});

test('an instrument in error is shown as such even while a run is known', () => {
  const at = instant(now - 1_000);
  const readings = {
    ...idleReadings(at),
    instrument: { value: { kind: 'error' }, at },
  } as const;
  const run = { kind: 'active', progress: runProgress(at) } as const;
  expect(machineStatus(of({ readings, run }), moment).word).toBe('Error');
});

test('a word the machine used and nobody knows is shown as it came, made visible', () => {
  const at = instant(now - 1_000);
  const readings = {
    ...idleReadings(at),
    instrument: { value: { kind: 'other', word: 'Calib\u202Erating' }, at },
  } as const;
  expect(machineStatus(of({ readings }), moment).word).toBe('Calib⟨U+202E⟩rating');
});

const heard = (seconds: number) =>
  machineStatus(of({ heardAt: instant(now - seconds * 1000) }), moment);

test('silence makes a state stale after ten seconds and lost after sixty', () => {
  expect(heard(9.9)).toMatchObject({ word: 'Idle', freshness: 'fresh' });
  expect(heard(10)).toMatchObject({ word: 'Idle', freshness: 'stale' });
  expect(heard(59.9)).toMatchObject({ word: 'Idle', freshness: 'stale' });
  expect(heard(60)).toMatchObject({ word: 'Lost contact', freshness: 'lost' });
});

test('nothing stays fresh while the engine is down', () => {
  expect(machineStatus(of(), { now, engine: 'down' })).toMatchObject({
    word: 'Idle',
    freshness: 'stale',
  });
});

test('contact that never was is not called lost', () => {
  const waiting = { kind: 'waiting', retryAt: now, attempt: 1, last } as const;
  expect(machineStatus(of({ connection: waiting, heardAt: null }), moment).word).toBe(
    'Not connected',
  );
  expect(machineStatus(of({ connection: waiting }), moment).word).toBe('Lost contact');
});

test('a fresh session whose state was not read yet is still connecting', () => {
  const snapshot = of({
    connection: readyConnection(now),
    run: { kind: 'unknown' },
    readings: { ...idleReadings(now), instrument: null },
  });
  expect(machineStatus(snapshot, moment).word).toBe('Connecting');
});

const activity = (more: Parameters<typeof runProgress>[1]) =>
  machineStatus(of({ run: { kind: 'active', progress: runProgress(now, more) } }), moment).activity;

test('a running machine says what it is doing', () => {
  expect(activity({ activity: { kind: 'acquiring' } })).toBe('Acquiring');
  expect(activity({ activity: { kind: 'ramping', cover: false, target: 95 } })).toBe(
    'Ramping to 95 °C',
  );
  expect(activity({ activity: { kind: 'unknown' } })).toBeNull();
  expect(activity({ stage: { kind: 'prerun' } })).toBe('Heating the cover');
});
