import { expect, test } from 'vitest';
import { formatTime } from '../../../renderer/format/time.ts';
import { estimateModel } from '../../../renderer/model/estimate.ts';
import { progressModel } from '../../../renderer/model/progress.ts';
import type { NextStep, Remaining, RunEstimate } from '../../../shared/run-estimate.ts';
import { instant, runProgress } from '../../support/renderer-fixtures.ts';

const made = instant(Date.UTC(2026, 0, 1, 12));
const later = (seconds: number) => instant(made + seconds * 1000);
const clock = (seconds: number) => formatTime(later(seconds));

const known = (seconds: number): Remaining => ({
  kind: 'known',
  seconds,
  finishAt: later(seconds),
  source: 'learnt',
  explanation: 'Why.',
});
const nextIn = (seconds: number): NextStep => ({
  kind: 'step',
  at: { stage: 2, cycle: 3, step: 1 },
  description: '95.0 °C, hold 15 s',
  begins: { seconds, at: later(seconds), source: 'computed' },
  explanation: 'Because.',
});
const estimate = (more: Partial<RunEstimate>): RunEstimate => ({
  basis: 'running',
  remaining: known(600),
  next: nextIn(60),
  progress: { overall: { kind: 'unknown', explanation: '' }, stages: [] },
  ...more,
});

const stage = (number: number, plannedSeconds: number | null, fraction: number) => ({
  number,
  label: null,
  cycles: 1,
  plannedSeconds,
  fraction,
});

test('what is left counts on from when main made it, and the finish stays', () => {
  const model = estimateModel(estimate({}), later(90));
  expect(model.left).toEqual({
    seconds: 510,
    caption: 'left',
    explanation: 'Learnt from this run’s own pace. Why.',
  });
  expect(model.finish).toEqual({
    text: `done ≈ ${clock(600)}`,
    explanation: 'Learnt from this run’s own pace. Why.',
  });
  expect(estimateModel(estimate({}), later(900)).left?.seconds).toBe(0);
});

test('the next step says what it is, in how long and when', () => {
  const { next } = estimateModel(estimate({}), later(20));
  expect(next).toEqual({
    text: '95.0 °C, hold 15 s',
    when: `in 0:40, ≈ ${clock(60)}`,
    explanation: 'Next is stage 2, cycle 3, step 1. Because.',
  });
  expect(estimateModel(estimate({}), later(60)).next?.when).toBe('any moment');
});

test('a step whose time nobody knows has no time, and no next step is none', () => {
  const untimed = { ...nextIn(0), begins: null } as NextStep;
  expect(estimateModel(estimate({ next: untimed }), made).next?.when).toBe('');
  const none: NextStep = { kind: 'none', explanation: 'The last.' };
  expect(estimateModel(estimate({ next: none }), made).next).toBeNull();
});

test('in a pause the times stand still and the clock moves on', () => {
  const model = estimateModel(estimate({ basis: 'if-resumed-now' }), later(300));
  expect(model.left?.seconds).toBe(600);
  expect(model.finish.text).toBe(`if resumed now ≈ ${clock(900)}`);
  expect(model.next?.when).toBe('in 1:00, if resumed now');
});

test('a run that lasts at least so long says so', () => {
  const remaining: Remaining = {
    kind: 'at-least',
    seconds: 600,
    notBefore: later(600),
    source: 'computed',
    explanation: 'Why.',
  };
  const model = estimateModel(estimate({ remaining }), made);
  expect(model.left).toMatchObject({ seconds: 600, caption: 'or more left' });
  expect(model.finish.text).toBe(`done after ${clock(600)}`);
  const over = estimateModel(estimate({ remaining }), later(700));
  expect(over).toMatchObject({ left: null, finish: { text: 'done soon' } });
});

test('a run with an endless hold promises no end', () => {
  const remaining: Remaining = {
    kind: 'endless',
    holdInSeconds: 600,
    holdAt: later(600),
    source: 'computed',
    explanation: 'Why.',
  };
  expect(estimateModel(estimate({ remaining }), made)).toMatchObject({
    left: { seconds: 600, caption: 'to the last hold' },
    finish: { text: `holds from ≈ ${clock(600)}` },
  });
  expect(estimateModel(estimate({ remaining }), later(600))).toMatchObject({
    left: null,
    finish: { text: 'holds until ended by hand' },
  });
});

test('what nobody knows is said to be not known, and why', () => {
  const remaining: Remaining = { kind: 'unknown', explanation: 'No protocol.' };
  expect(estimateModel(estimate({ remaining }), made)).toMatchObject({
    left: null,
    finish: { text: 'finish not known', explanation: 'No protocol.' },
  });
});

test('the sections of the bar are as wide as the stages are long', () => {
  const overall = { kind: 'known', fraction: 0.4, source: 'computed', explanation: 'So.' } as const;
  const bar = (...stages: ReturnType<typeof stage>[]) =>
    progressModel(runProgress(made), estimate({ progress: { overall, stages } }));
  expect(bar(stage(1, 60, 1), stage(2, 540, 0.25))).toMatchObject({
    sections: [
      { weight: 60, filled: 1 },
      { weight: 540, filled: 0.25 },
    ],
    percent: 40,
    explanation: 'So.',
  });
  expect(bar(stage(1, 60, 1), stage(2, null, 0))?.sections.map(({ weight }) => weight)).toEqual([
    1, 1,
  ]);
  expect(bar()?.sections).toEqual([{ weight: 1, filled: 0.4 }]);
});
