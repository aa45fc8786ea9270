import { expect, test } from 'vitest';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { nameHint, questionNow, questionWords } from '../../../renderer/model/confirm.ts';
import type { Moment } from '../../../renderer/model/engine.ts';
import {
  actionRecord,
  idOf,
  instant,
  networkSettings,
  runProgress,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';

const now = instant(Date.UTC(2026, 0, 1));
const moment: Moment = { now, engine: 'up' };
const running = snapshotOf(now, networkSettings('qpcr1', 'qpcr1'), {
  run: { kind: 'active', progress: runProgress(now) },
});

function situationOf(snapshot: MachineSnapshot): string {
  const verdict = snapshot.interlocks['stop-after-cycle'];
  if (verdict.kind !== 'confirm') throw new Error('the fixture is not asked about');
  return verdict.situation;
}

test('an unchanged situation can be answered with exactly the reasons shown', () => {
  const question = questionNow(running, { kind: 'stop-after-cycle' }, situationOf(running), moment);
  expect(question).toMatchObject({ kind: 'open', situation: situationOf(running) });
  expect(question).toHaveProperty(['reasons', 0, 'code'], 'ends-run');
});

test('a cycle that goes by does not change the question', () => {
  const later = snapshotOf(now, running.settings, {
    run: { kind: 'active', progress: runProgress(now, { cycle: 18 }) },
  });
  const question = questionNow(later, { kind: 'stop-after-cycle' }, situationOf(running), moment);
  expect(question.kind).toBe('open');
});

test('another situation must be read first', () => {
  const other = snapshotOf(now, running.settings, {
    run: { kind: 'active', progress: runProgress(now, { title: 'another run' }) },
  });
  expect(
    questionNow(other, { kind: 'stop-after-cycle' }, situationOf(running), moment),
  ).toMatchObject({
    kind: 'changed',
    situation: situationOf(other),
  });
});

test('a run that ended locks the question with the reason', () => {
  const idle = snapshotOf(now, running.settings);
  expect(questionNow(idle, { kind: 'stop-after-cycle' }, situationOf(running), moment)).toEqual({
    kind: 'locked',
    reason: 'There is no run to stop.',
  });
});

test('a question that is not needed any more is over', () => {
  const idle = snapshotOf(now, running.settings);
  expect(questionNow(idle, { kind: 'open-drawer' }, 'whatever', moment)).toEqual({ kind: 'over' });
});

test('lost contact, a stopped engine and another action lock the question', () => {
  const situation = situationOf(running);
  const silent = { ...running, heardAt: instant(now - 60_000) };
  expect(questionNow(silent, { kind: 'stop-after-cycle' }, situation, moment)).toEqual({
    kind: 'locked',
    reason: 'No contact with qpcr1.',
  });
  const down: Moment = { now, engine: 'down' };
  expect(questionNow(running, { kind: 'stop-after-cycle' }, situation, down).kind).toBe('locked');
  const busy = {
    ...running,
    actions: [actionRecord('a', idOf('qpcr1'), 'pause', { kind: 'preparing' }, now)],
  };
  expect(questionNow(busy, { kind: 'stop-after-cycle' }, situation, moment)).toEqual({
    kind: 'locked',
    reason: 'Waiting for qpcr1 to finish: pausing',
  });
});

test('the act is named by what it does and the safe choice by what it keeps', () => {
  expect(questionWords('abort', 'qpcr1', true)).toEqual({
    title: 'Abort the run on qpcr1?',
    act: 'Abort run',
    safe: 'Keep running',
  });
  expect(questionWords('open-drawer', 'qpcr1', true).title).toBe('Open the drawer during a run?');
});

test.each([
  ['', 'Type qpcr1 first'],
  ['qpc', '2 letters to go'],
  ['qpcr', '1 letter to go'],
  ['qpcr2', 'This is not its name'],
  [' qpcr1 ', null],
])('while the name is typed, “%s” is told: %s', (typed, hint) => {
  expect(nameHint(typed, 'qpcr1')).toBe(hint);
});
