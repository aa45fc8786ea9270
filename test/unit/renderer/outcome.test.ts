import { expect, test } from 'vitest';
import type { ActionState } from '../../../shared/action.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { announcements } from '../../../renderer/model/announcements.ts';
import type { Moment } from '../../../renderer/model/engine.ts';
import { confirmedMilliseconds, outcomeModel } from '../../../renderer/model/outcome.ts';
import {
  actionRecord,
  failure,
  idOf,
  instant,
  networkSettings,
  runProgress,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';

const now = instant(Date.UTC(2026, 0, 1));
const moment: Moment = { now, engine: 'up' };
const settings = networkSettings('qpcr1', 'qpcr1');
const nothing: ReadonlySet<string> = new Set();
const lost = failure('connection-lost', 'Contact was lost.', 'Look at its screen.');

function withActions(...states: readonly ActionState[]): MachineSnapshot {
  return snapshotOf(now, settings, {
    actions: states.map((state, index) =>
      actionRecord(`a${index}`, idOf('qpcr1'), 'open-drawer', state, instant(now - 10_000)),
    ),
  });
}

const confirmed = (at: number): ActionState => ({
  kind: 'confirmed',
  at: instant(at),
  readBack: 'Drawer open',
});
const unknown = (at: number): ActionState => ({ kind: 'unknown', at: instant(at), failure: lost });

test('a confirmed action shows what was read back, and leaves by itself', () => {
  const snapshot = withActions(confirmed(now - 1_000));
  expect(outcomeModel(snapshot, null, nothing, moment)).toMatchObject({
    tone: 'ok',
    text: 'Open drawer: confirmed. Drawer open',
  });
  const later: Moment = { now: instant(now + confirmedMilliseconds), engine: 'up' };
  expect(outcomeModel(snapshot, null, nothing, later)).toBeNull();
});

test('an unknown outcome stays through later actions until it is dismissed', () => {
  const snapshot = withActions(unknown(now - 500_000), confirmed(now - 1_000));
  expect(outcomeModel(snapshot, null, nothing, moment)).toMatchObject({
    tone: 'warn',
    text: 'Outcome unknown: Open drawer. Contact was lost.',
    remedy: 'Look at its screen.',
    dismissId: 'a0',
    detailsOf: 'a0',
  });
  expect(outcomeModel(snapshot, null, new Set(['a0']), moment)).toMatchObject({ tone: 'ok' });
});

test('a refusal and an action that was not sent say so with the remedy', () => {
  const refused = withActions({ kind: 'refused', at: now, failure: lost });
  expect(outcomeModel(refused, null, nothing, moment)).toMatchObject({
    text: 'Open drawer was refused: Contact was lost.',
    remedy: 'Look at its screen.',
  });
  const notSent = withActions({ kind: 'not-sent', at: now, failure: lost });
  expect(outcomeModel(notSent, null, nothing, moment)?.text).toBe(
    'Open drawer was not sent: Contact was lost.',
  );
});

test('an old refusal gives way to a later success', () => {
  const snapshot = withActions(
    { kind: 'refused', at: instant(now - 9_000), failure: lost },
    confirmed(now - 40_000),
  );
  expect(outcomeModel(snapshot, null, nothing, moment)).toBeNull();
});

test('a request main did not take is shown until dismissed', () => {
  const request = { id: 'r', name: 'Connect', at: now, failure: lost };
  const snapshot = withActions();
  expect(outcomeModel(snapshot, request, nothing, moment)).toMatchObject({
    text: 'Connect: Contact was lost.',
    dismissId: 'r',
  });
  expect(outcomeModel(snapshot, request, new Set(['r']), moment)).toBeNull();
});

test('while an action is under way its progress is the line', () => {
  const snapshot = withActions(unknown(now - 1_000), {
    kind: 'accepted',
    sentAt: now,
    acceptedAt: now,
  });
  expect(outcomeModel(snapshot, null, nothing, moment)).toMatchObject({
    tone: 'working',
    text: 'Open drawer: accepted, opening the drawer…',
    dismissId: null,
  });
});

test('new states and ended actions are spoken, values and retries are not', () => {
  const idle = withActions();
  const running = snapshotOf(now, settings, {
    run: { kind: 'active', progress: runProgress(now) },
  });
  const warmer = { ...idle, heardAt: now };
  const connecting = snapshotOf(now, settings, {
    connection: { kind: 'connecting', step: 'tcp', since: now, attempt: 2 },
  });
  expect(announcements([idle], [running], moment)).toEqual(['qpcr1: Running']);
  expect(announcements([idle], [warmer], moment)).toEqual([]);
  expect(announcements([idle], [connecting], moment)).toEqual([]);
  expect(announcements([], [idle], moment)).toEqual([]);
  expect(announcements([idle], [withActions(confirmed(now))], moment)).toEqual([
    'qpcr1: Drawer open',
  ]);
  expect(announcements([idle], [withActions(unknown(now))], moment)).toEqual([
    'qpcr1: Open drawer, outcome unknown',
  ]);
});
