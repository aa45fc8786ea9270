// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import type { ActionRecord, ActionState, Verdict } from '../../../shared/action.ts';
import { type Result, succeed } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Instant } from '../../../shared/units.ts';
import {
  actionRecord,
  failure,
  idOf,
  instant,
  networkSettings,
  runProgress,
  snapshotOf,
  withVerdict,
} from '../../support/renderer-fixtures.ts';
import { refused } from '../../support/renderer-host.ts';
import {
  button,
  card,
  descriptionOf,
  dialog,
  field,
  openApp,
  type TestWindow,
  textOf,
  type as typeInto,
} from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

function running(now: Instant, more: Partial<MachineSnapshot> = {}): MachineSnapshot {
  return snapshotOf(now, networkSettings('qpcr1', 'qpcr1'), {
    run: { kind: 'active', progress: runProgress(now) },
    ...more,
  });
}

function imaging(now: Instant): MachineSnapshot {
  const progress = runProgress(now, { activity: { kind: 'acquiring' } });
  return running(now, { run: { kind: 'active', progress } });
}

async function openQuestion(name: string): Promise<TestWindow> {
  opened = await openApp((now) => [running(now)]);
  await opened.run(() => button(name, card('qpcr1')).click());
  return opened;
}

const inDialog = (name: string): HTMLButtonElement => {
  const open = dialog();
  if (open === null) throw new Error('no dialog is open');
  return button(name, open);
};

test('nothing is sent until the act is chosen, and then exactly what was shown is acknowledged', async () => {
  const { run, host } = await openQuestion('Stop after cycle');
  expect(textOf(dialog())).toContain('It cannot be resumed.');
  expect(host.inputsOf('action.perform')).toEqual([]);
  await run(() => inDialog('Stop after cycle').click());
  expect(host.inputsOf('action.perform')).toEqual([
    {
      machineId: 'qpcr1',
      action: { kind: 'stop-after-cycle' },
      acknowledgement: {
        situation: expect.stringContaining('2026-11-22 PCR panel A'),
        codes: ['ends-run'],
        typedName: '',
      },
    },
  ]);
});

test('the safe choice closes without sending', async () => {
  const { run, host } = await openQuestion('Stop after cycle');
  await run(() => inDialog('Keep running').click());
  expect(dialog()).toBeNull();
  expect(host.inputsOf('action.perform')).toEqual([]);
});

test('Escape is the safe choice', async () => {
  const { run, host } = await openQuestion('Stop after cycle');
  await run(() =>
    inDialog('Keep running').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true }),
    ),
  );
  expect(dialog()).toBeNull();
  expect(host.inputsOf('action.perform')).toEqual([]);
});

test('the act stays locked until the machine’s name is typed', async () => {
  const { run, host } = await openQuestion('Open drawer');
  expect(descriptionOf(inDialog('Open drawer'))).toBe('Type qpcr1 first');
  const open = dialog();
  if (open === null) throw new Error('no dialog is open');
  await run(() => typeInto(field('Type qpcr1 to continue', open), 'qpcr'));
  await run(() => inDialog('Open drawer').click());
  expect(host.inputsOf('action.perform')).toEqual([]);
  await run(() => typeInto(field('Type qpcr1 to continue', open), 'qpcr1'));
  await run(() => inDialog('Open drawer').click());
  expect(host.inputsOf('action.perform')).toHaveProperty(
    [0, 'acknowledgement', 'typedName'],
    'qpcr1',
  );
});

test('facts follow the machine while the question is open', async () => {
  const { run, host, clock } = await openQuestion('Stop after cycle');
  await run(() =>
    host.publish(
      running(clock.now(), {
        run: { kind: 'active', progress: runProgress(clock.now(), { cycle: 18 }) },
      }),
    ),
  );
  expect(textOf(dialog())).toContain('18/40');
});

test('a changed situation locks the act until it was read again', async () => {
  const { run, host, clock } = await openQuestion('Stop after cycle');
  const verdict: Verdict = {
    kind: 'confirm',
    effort: 'confirm',
    situation: 'another',
    reasons: [{ code: 'new-reason', text: 'Something new.' }],
  };
  await run(() => host.publish(withVerdict(running(clock.now()), 'stop-after-cycle', verdict)));
  expect(textOf(dialog())).toContain('The situation changed');
  await run(() => inDialog('Stop after cycle').click());
  expect(host.inputsOf('action.perform')).toEqual([]);
  await run(() => inDialog('I have read it').click());
  await run(() => inDialog('Stop after cycle').click());
  expect(host.inputsOf('action.perform')).toHaveProperty([0, 'acknowledgement'], {
    situation: 'another',
    codes: ['new-reason'],
    typedName: '',
  });
});

test('when the run ends the act locks and says why', async () => {
  const { run, host, clock } = await openQuestion('Stop after cycle');
  await run(() => host.publish(snapshotOf(clock.now(), networkSettings('qpcr1', 'qpcr1'))));
  expect(textOf(dialog())).toContain('This cannot be done now. There is no run to stop.');
  expect(inDialog('Stop after cycle').getAttribute('aria-disabled')).toBe('true');
});

test('contact lost while open locks the act', async () => {
  const { pass, host } = await openQuestion('Stop after cycle');
  await pass(61_000);
  expect(textOf(dialog())).toContain('No contact with qpcr1.');
  expect(inDialog('Stop after cycle').getAttribute('aria-disabled')).toBe('true');
  expect(host.inputsOf('action.perform')).toEqual([]);
});

test('a question that is not needed any more closes itself to answers', async () => {
  const { run, host, clock } = await openQuestion('Stop after cycle');
  const allow: Verdict = { kind: 'allow', note: null };
  await run(() => host.publish(withVerdict(running(clock.now()), 'stop-after-cycle', allow)));
  expect(textOf(dialog())).toContain('Nothing was sent.');
  expect(dialog()?.querySelector('footer')?.querySelectorAll('button')).toHaveLength(1);
});

test('the dialog follows the action and closes when the machine’s state was read back', async () => {
  const { run, host, clock } = await openQuestion('Stop after cycle');
  const id = idOf('qpcr1');
  const record = (state: ActionState) =>
    actionRecord('a', id, 'stop-after-cycle', state, clock.now());
  const { promise, resolve } = Promise.withResolvers<Result<ActionRecord>>();
  host.answer('action.perform', () => promise);
  await run(() => inDialog('Stop after cycle').click());
  const accepted: ActionState = {
    kind: 'accepted',
    sentAt: clock.now(),
    acceptedAt: clock.now(),
  };
  await run(() => host.publish(running(clock.now(), { actions: [record(accepted)] })));
  expect(textOf(dialog())).toContain('Stop after cycle: accepted, stopping after this cycle…');
  const done: ActionState = { kind: 'confirmed', at: clock.now(), readBack: 'Stop requested' };
  await run(() => resolve(succeed(record(done))));
  expect(dialog()).toBeNull();
});

test('an action that ended badly keeps the dialog open with the reason and the remedy', async () => {
  const { run, host, clock } = await openQuestion('Stop after cycle');
  const lost = failure('connection-lost', 'Contact was lost.', 'Look at its screen.');
  const state: ActionState = { kind: 'unknown', at: clock.now(), failure: lost };
  host.answer('action.perform', () =>
    succeed(actionRecord('a', idOf('qpcr1'), 'stop-after-cycle', state, clock.now())),
  );
  await run(() => inDialog('Stop after cycle').click());
  expect(textOf(dialog())).toContain('Outcome unknown. Contact was lost. Look at its screen.');
});

test('a request main refuses is told in the dialog and on the card', async () => {
  const { run, host } = await openQuestion('Stop after cycle');
  host.answer('action.perform', () => refused('The situation changed.', 'Read it again.'));
  await run(() => inDialog('Stop after cycle').click());
  expect(textOf(dialog())).toContain('Not sent. The situation changed. Read it again.');
  expect(textOf(card('qpcr1'))).toContain('Stop after cycle: The situation changed.');
});

test('an answer that comes after the dialog was closed does not close the next one', async () => {
  const { run, host, clock } = await openQuestion('Stop after cycle');
  const { promise, resolve } = Promise.withResolvers<Result<ActionRecord>>();
  const state: ActionState = { kind: 'confirmed', at: clock.now(), readBack: '' };
  const record = actionRecord('a', idOf('qpcr1'), 'stop-after-cycle', state, instant(clock.now()));
  host.answer('action.perform', () => promise);
  await run(() => inDialog('Stop after cycle').click());
  await run(() => button('Close', dialog()?.querySelector('footer') ?? document).click());
  await run(() => button('Add machine').click());
  await run(() => resolve(succeed(record)));
  expect(textOf(dialog())).toContain('Add machine');
});

test('abort asks after it was held, and offers the gentler end', async () => {
  opened = await openApp((now) => [running(now)]);
  const { run, pass, host } = opened;
  await run(() =>
    button('Abort', card('qpcr1')).dispatchEvent(
      new PointerEvent('pointerdown', { bubbles: true, button: 0 }),
    ),
  );
  expect(dialog()).toBeNull();
  await pass(1_200);
  expect(textOf(dialog())).toContain('Abort the run on qpcr1?');
  expect(host.inputsOf('action.perform')).toEqual([]);
  await run(() => inDialog('Stop after cycle').click());
  expect(textOf(dialog())).toContain('Stop the run on qpcr1 after this cycle?');
  expect(host.inputsOf('action.perform')).toEqual([]);
});

test('while an image is taken the drawer can be waited for, and is opened only by a person who then confirms', async () => {
  opened = await openApp((now) => [imaging(now)]);
  const { run, host, clock, pass } = opened;
  await run(() => button('Open drawer', card('qpcr1')).click());
  expect(textOf(dialog())).toContain('would spoil this image');
  await run(() => inDialog('Wait for this image').click());
  expect(document.activeElement).toBe(inDialog('Keep closed'));
  await pass(12_000);
  expect(textOf(dialog())).toContain('0:12 so far. Nothing is sent by itself.');
  expect(descriptionOf(inDialog('Open drawer'))).toBe('Waiting for this image.');

  await run(() => host.publish(running(clock.now())));
  expect(textOf(dialog())).toContain('The image was taken. Nothing was sent');
  expect(document.getElementById('qd-live')?.textContent).toContain('The image was taken.');
  expect(host.inputsOf('action.perform')).toEqual([]);
  expect(inDialog('Open drawer').getAttribute('aria-disabled')).toBe('true');
  await run(() => typeInto(field('Type qpcr1 to continue'), 'qpcr1'));

  // The next image begins before the person confirmed: they wait again, and what they typed stays.
  await run(() => host.publish(imaging(clock.now())));
  expect(textOf(dialog())).toContain('Waiting for this image.');
  await run(() => host.publish(running(clock.now())));
  await run(() => inDialog('Open drawer').click());
  expect(host.inputsOf('action.perform')).toEqual([
    {
      machineId: 'qpcr1',
      action: { kind: 'open-drawer' },
      acknowledgement: expect.objectContaining({ codes: ['run-active'], typedName: 'qpcr1' }),
    },
  ]);
});
