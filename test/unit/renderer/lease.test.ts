import { expect, test } from 'vitest';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Moment } from '../../../renderer/model/engine.ts';
import { holdersOf, leaseEndsSoon, leaseLeft, takePress } from '../../../renderer/model/lease.ts';
import { accessStates, heldLease } from '../../support/renderer-failures.ts';
import { instant, networkSettings, snapshotOf } from '../../support/renderer-fixtures.ts';

const now = instant(Date.UTC(2026, 0, 1));
const moment: Moment = { now, engine: 'up' };
const machine = (id: string): MachineSnapshot => {
  const found = accessStates(now).find((snapshot) => snapshot.id === id);
  if (found === undefined) throw new Error(`no fixture ${id}`);
  return found;
};

test('the time left counts down, never below zero, and its end is announced a minute before', () => {
  const held = snapshotOf(now, networkSettings('a', 'a'), { lease: heldLease(now) });
  expect(leaseLeft(held, moment)).toBe('4:52');
  expect(leaseEndsSoon(held, moment)).toBe(false);
  const late: Moment = { now: instant(now + 240_000), engine: 'up' };
  expect(leaseLeft(held, late)).toBe('0:52');
  expect(leaseEndsSoon(held, late)).toBe(true);
  const over: Moment = { now: instant(now + 400_000), engine: 'up' };
  expect(leaseLeft(held, over)).toBe('0:00');
});

test('Controller is asked for where it may be had', () => {
  expect(takePress(machine('above-limit'), moment)).toEqual({
    kind: 'command',
    command: 'lease-ask',
  });
});

test('above the highest level set for a machine it is locked with the reason and the remedy', () => {
  expect(takePress(machine('capped'), moment)).toEqual({
    kind: 'locked',
    reason:
      'The highest level set for capped is Observer. Raise it in its settings if you need Controller.',
  });
});

test('without contact, a running engine or open controls it is locked', () => {
  expect(takePress(machine('mid-action'), moment)).toMatchObject({
    reason: 'No contact with mid-action.',
  });
  expect(takePress(machine('above-limit'), { now, engine: 'down' }).kind).toBe('locked');
  expect(takePress(machine('above-limit'), { now, engine: 'up', controls: 'locked' }).kind).toBe(
    'locked',
  );
  const onDemand = snapshotOf(now, networkSettings('b', 'b', { mode: 'on-demand' }), {
    connection: { kind: 'off', last: null },
  });
  expect(takePress(onDemand, moment)).toMatchObject({
    reason: 'b is not connected. Connect first.',
  });
});

test('others who hold Controller are named with what they block', () => {
  expect(holdersOf(machine('exclusive'))).toMatchObject([
    { exclusive: true, text: 'Session 534 holds Controller exclusively' },
  ]);
  expect(holdersOf(machine('held'))).toMatchObject([
    { exclusive: false, text: 'Session 534 also holds Controller' },
  ]);
  expect(holdersOf(machine('above-limit'))).toEqual([]);
});
