import { expect, test } from 'vitest';
import type { ActionState } from '../../../shared/action.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { actionButton, blockOnButton } from '../../../renderer/model/button.ts';
import type { Moment } from '../../../renderer/model/engine.ts';
import { cardButtons } from '../../../renderer/model/machine-buttons.ts';
import {
  actionRecord,
  idleReadings,
  idOf,
  instant,
  networkSettings,
  runProgress,
  snapshotOf,
  withVerdict,
} from '../../support/renderer-fixtures.ts';
import { everyState } from '../../support/renderer-states.ts';

const now = instant(Date.UTC(2026, 0, 1));
const moment: Moment = { now, engine: 'up' };
const settings = networkSettings('qpcr1', 'qpcr1');
const of = (more: Partial<MachineSnapshot> = {}) => snapshotOf(now, settings, more);

test('each state offers its own buttons', () => {
  const names = Object.fromEntries(
    everyState(now).map((machine) => [
      machine.id,
      cardButtons(machine, moment).map((button) => button.name),
    ]),
  );
  expect(names).toEqual({
    qpcr1: ['Pause', 'Stop after cycle', 'Open drawer', 'Abort'],
    qpcr2: ['Lower cover', 'Power off', 'Close drawer'],
    qpcr3: ['Resume', 'Stop after cycle', 'Open drawer', 'Abort'],
    qpcr4: ['Mark as read', 'Power off', 'Open drawer'],
    qpcr5: ['Retry now', 'Open drawer', 'Abort'],
    qpcr6: ['Pause', 'Stop after cycle', 'Open drawer', 'Abort'],
    qpcr7: ['Disconnect', 'Open drawer'],
    qpcr8: ['Edit', 'Retry now'],
    qpcr9: ['Edit', 'Retry now', 'Trust new certificate…'],
    qpcr10: ['Look now', 'Connect', 'Open drawer'],
    qpcr11: ['Lower cover', 'Power off', 'Close drawer'],
    simulated: ['Lower cover', 'Power off', 'Open drawer', 'Start practice run'],
  });
});

test('what the interlocks allow is sent at once, with their note', () => {
  const snapshot = withVerdict(of(), 'close-drawer', { kind: 'allow', note: 'A run is on.' });
  expect(actionButton(snapshot, 'close-drawer', moment).press).toEqual({
    kind: 'perform',
    action: { kind: 'close-drawer' },
    note: 'A run is on.',
  });
});

test('what they want confirmed is asked, and held first where they say so', () => {
  const run = { kind: 'active', progress: runProgress(now) } as const;
  expect(actionButton(of({ run }), 'stop-after-cycle', moment).press).toMatchObject({
    kind: 'ask',
    hold: false,
  });
  expect(actionButton(of({ run }), 'abort', moment).press).toMatchObject({
    kind: 'ask',
    hold: true,
  });
});

test('what they refuse while an image is taken is locked with the reason, and can be waited for', () => {
  const progress = runProgress(now, { activity: { kind: 'acquiring' } });
  const drawer = actionButton(of({ run: { kind: 'active', progress } }), 'open-drawer', moment);
  expect(drawer.press.kind).toBe('wait');
  expect(drawer.press).toHaveProperty(
    'reason',
    expect.stringContaining('imaging, stage 2 cycle 17'),
  );
  expect(drawer.press).toHaveProperty(
    'reason',
    expect.stringContaining('Wait for this image, then confirm.'),
  );
});

test.each<[ActionState, string]>([
  [{ kind: 'preparing' }, 'Preparing…'],
  [{ kind: 'sent', sentAt: now }, 'Sent…'],
  [{ kind: 'accepted', sentAt: now, acceptedAt: now }, 'Accepted, moving…'],
  [{ kind: 'checking', sentAt: now }, 'Checking…'],
])('an action that is $kind shows so on its button and locks the others', (state, words) => {
  const id = idOf('qpcr1');
  const snapshot = of({ actions: [actionRecord('a', id, 'open-drawer', state, now)] });
  expect(actionButton(snapshot, 'open-drawer', moment).press).toMatchObject({
    kind: 'under-way',
    text: words,
  });
  expect(actionButton(snapshot, 'power-off', moment).press).toEqual({
    kind: 'locked',
    reason: 'Waiting for qpcr1 to finish: opening the drawer',
  });
});

test('the drawer’s button keeps its action while the drawer moves', () => {
  const state: ActionState = { kind: 'checking', sentAt: now };
  const snapshot = of({
    actions: [actionRecord('a', idOf('qpcr1'), 'open-drawer', state, now)],
    readings: { ...idleReadings(now), drawer: { value: 'Open', at: now } },
  });
  expect(cardButtons(snapshot, moment).map((button) => button.name)).toContain('Open drawer');
});

test('a machine that was silent for a minute takes nothing, whatever was judged before', () => {
  const snapshot = withVerdict(of({ heardAt: instant(now - 60_000) }), 'open-drawer', {
    kind: 'allow',
    note: null,
  });
  expect(actionButton(snapshot, 'open-drawer', moment).press).toEqual({
    kind: 'locked',
    reason: 'No contact with qpcr1.',
  });
});

const press = (machine: MachineSnapshot) => actionButton(machine, 'open-drawer', moment).press;

test('an on-demand machine at rest can be asked, one that was switched off cannot', () => {
  const connection = { kind: 'off', last: null } as const;
  const onDemand = networkSettings('qpcr1', 'qpcr1', { mode: 'on-demand' });
  expect(press(snapshotOf(now, onDemand, { connection })).kind).toBe('ask');
  expect(press(of({ connection }))).toEqual({
    kind: 'locked',
    reason: 'qpcr1 is not connected. Connect first.',
  });
});

test('while something else is under way, only Abort may come between, and not twice', () => {
  const run = { kind: 'active', progress: runProgress(now) } as const;
  const pausing = actionRecord('a', idOf('qpcr1'), 'pause', { kind: 'sent', sentAt: now }, now);
  const busy = of({ run, actions: [pausing] });
  expect(actionButton(busy, 'abort', moment).press).toMatchObject({ kind: 'ask', hold: true });
  expect(actionButton(busy, 'stop-after-cycle', moment).press).toEqual({
    kind: 'locked',
    reason: 'Waiting for qpcr1 to finish: pausing',
  });
  const aborting = actionRecord('b', idOf('qpcr1'), 'abort', { kind: 'sent', sentAt: now }, now);
  const both = of({ run, actions: [pausing, aborting] });
  expect(actionButton(both, 'abort', moment).press.kind).toBe('under-way');
  expect(actionButton(both, 'pause', moment).press.kind).toBe('under-way');
});

test('a block target is sent as typed, and only where the interlocks allow it', () => {
  expect(blockOnButton(of(), 60.5, moment).press).toMatchObject({
    kind: 'perform',
    action: { kind: 'block-on', target: 60.5 },
  });
  const run = { kind: 'active', progress: runProgress(now) } as const;
  expect(blockOnButton(of({ run }), 60.5, moment).press.kind).toBe('locked');
});
