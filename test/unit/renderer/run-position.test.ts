import { expect, test } from 'vitest';
import { prerunSecondsOf } from '../../../renderer/features/timeline/run-marks.ts';
import { runPosition } from '../../../renderer/features/timeline/run-position.ts';
import { instant, runProgress } from '../../support/renderer-fixtures.ts';
import { runRecord, runSummary } from '../../support/renderer-runs.ts';

const noon = instant(1_780_000_000_000);
const progress = runProgress(noon);
const place = { stage: { kind: 'stage', number: 2 }, cycle: 17, step: 2 } as const;

test('a run that is on or paused is where the machine told', () => {
  const here = { kind: 'at', ...place, stepSeconds: null };
  expect(runPosition({ kind: 'active', progress }, noon)).toEqual(here);
  expect(runPosition({ kind: 'paused', progress, pausedAt: noon }, noon)).toEqual(here);
});

test('a run that is over is where it was last, and done only if it was completed', () => {
  const ended = { kind: 'ended', title: '', endedAt: noon, reason: '' } as const;
  expect(runPosition({ ...ended, ending: 'aborted', last: progress }, noon)).toEqual({
    kind: 'over',
    completed: false,
    ...place,
  });
  expect(runPosition({ ...ended, ending: 'completed', last: null }, noon)).toMatchObject({
    kind: 'over',
    completed: true,
  });
  expect(runPosition({ ...ended, ending: 'unknown', last: null }, noon)).toEqual({ kind: 'none' });
});

test('without a run there is no place', () => {
  expect(runPosition({ kind: 'none' }, noon)).toEqual({ kind: 'none' });
  expect(runPosition({ kind: 'unknown' }, noon)).toEqual({ kind: 'none' });
});

test('the heating before the first stage is as long as it was seen', () => {
  const record = runRecord(runSummary('run-1', noon));
  expect(prerunSecondsOf(record, noon + 90_000)).toBe(20);
  const on = { ...record, stages: record.stages.slice(0, 1).map((s) => ({ ...s, to: null })) };
  expect(prerunSecondsOf(on, noon + 90_000)).toBe(90);
});

test('heating that was on before this workstation came is of unknown length', () => {
  const record = runRecord(runSummary('run-1', noon, { sawStart: false }));
  expect(prerunSecondsOf(record, noon + 90_000)).toBeNull();
});

test('how far it is in a hold is told only of one that was seen to begin', () => {
  const held = runProgress(noon, { holdSince: instant(noon - 24_900) });
  expect(runPosition({ kind: 'active', progress: held }, noon)).toMatchObject({ stepSeconds: 24 });
  expect(runPosition({ kind: 'active', progress: held }, instant(noon - 30_000))).toMatchObject({
    stepSeconds: 0,
  });
});
