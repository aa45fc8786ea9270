// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { everyState } from '../../support/renderer-states.ts';
import { instant, networkSettings, snapshotOf } from '../../support/renderer-fixtures.ts';
import { refused } from '../../support/renderer-host.ts';
import {
  button,
  card,
  descriptionOf,
  dialog,
  hasButton,
  openApp,
  type TestWindow,
  textOf,
} from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

async function openOverview(machines = everyState): Promise<TestWindow> {
  opened = await openApp(machines);
  return opened;
}

test('every machine has a card that bears its name, and its state in words', async () => {
  await openOverview();
  expect(document.querySelectorAll('article')).toHaveLength(12);
  expect(textOf(card('qpcr1'))).toContain('Running');
  expect(textOf(card('qpcr5'))).toContain('Lost contact');
  expect(textOf(card('Simulated machine'))).toContain('simulated');
});

test('an allowed action is sent at once, without an acknowledgement', async () => {
  const { run, host } = await openOverview();
  await run(() => button('Lower cover', card('qpcr2')).click());
  expect(host.inputsOf('action.perform')).toEqual([
    { machineId: 'qpcr2', action: { kind: 'lower-cover' }, acknowledgement: null },
  ]);
});

test('a button locked while an image is taken is reachable, says why, offers to wait, and sends nothing', async () => {
  const { run, host } = await openOverview();
  const drawer = button('Open drawer', card('qpcr1'));
  expect(drawer.disabled).toBe(false);
  expect(drawer.getAttribute('aria-disabled')).toBe('true');
  expect(descriptionOf(drawer)).toContain('imaging, stage 2 cycle 17');
  await run(() => drawer.click());
  expect(document.querySelector('[role="tooltip"]')?.textContent).toContain('imaging');
  expect(textOf(dialog())).toContain('imaging, stage 2 cycle 17');
  expect(hasButton('Wait for this image', dialog() ?? document)).toBe(true);
  expect(host.inputsOf('action.perform')).toEqual([]);
});

test('an action under way shows how far it is, and the machine’s other buttons wait', async () => {
  await openOverview();
  const moving = button('Close drawer', card('qpcr11'));
  expect(textOf(moving)).toContain('Accepted, moving…');
  expect(descriptionOf(moving)).toBe('Close drawer: accepted, closing the drawer…');
  expect(descriptionOf(button('Power off', card('qpcr11')))).toBe(
    'Waiting for qpcr11 to finish: closing the drawer',
  );
});

test('ages grow with the ticker and turn stale without any news', async () => {
  const { pass } = await openOverview((now) => [
    snapshotOf(now, networkSettings('qpcr1', 'qpcr1'), { heardAt: now }),
  ]);
  expect(textOf(card('qpcr1'))).toContain('1 s ago');
  await pass(5_000);
  expect(textOf(card('qpcr1'))).toContain('5 s ago');
  expect(textOf(card('qpcr1'))).not.toContain('stale');
  await pass(5_000);
  expect(textOf(card('qpcr1'))).toContain('stale, last heard 10 s ago');
  await pass(50_000);
  expect(textOf(card('qpcr1'))).toContain('Lost contact');
});

test('when the engine stops, everything says so and every button locks', async () => {
  const { run, host, clock } = await openOverview();
  await run(() => host.setLink({ kind: 'down', since: clock.now() }));
  expect(textOf(document.querySelector('[role="alert"]'))).toContain('engine stopped');
  expect(button('Pause', card('qpcr1')).getAttribute('aria-disabled')).toBe('true');
  expect(descriptionOf(button('Add machine'))).toContain('engine stopped');
  expect(textOf(card('qpcr2'))).toContain('stale');
  await run(() => host.setLink({ kind: 'up' }));
  expect(button('Pause', card('qpcr1')).getAttribute('aria-disabled')).toBeNull();
  expect(host.inputsOf('panel.view')).toHaveLength(2);
});

test('a request main refuses is explained on the card until it is dismissed', async () => {
  const { run, host } = await openOverview();
  host.answer('machine.markRead', () => refused('The store is full.', 'Free some space.'));
  await run(() => button('Mark as read', card('qpcr4')).click());
  expect(textOf(card('qpcr4'))).toContain('Mark as read: The store is full. Free some space.');
  await run(() => button('Dismiss', card('qpcr4')).click());
  expect(textOf(card('qpcr4'))).not.toContain('The store is full.');
});

test('an unknown outcome stays until it is dismissed, and its details tell what is known', async () => {
  const { run } = await openOverview();
  expect(textOf(card('qpcr5'))).toContain('Outcome unknown: Stop after cycle.');
  await run(() => button('Details', card('qpcr5')).click());
  const details = textOf(document.querySelector('[role="dialog"]'));
  expect(details).toContain('What we do not know');
  expect(details).toContain('4 tries to reconnect, next in 8 s');
  await run(() => button('Close', document.querySelector('footer') ?? document).click());
  await run(() => button('Dismiss', card('qpcr5')).click());
  expect(textOf(card('qpcr5'))).not.toContain('Outcome unknown');
});

const live = (): string => textOf(document.getElementById('qd-live'));

test('a new state is spoken once', async () => {
  const { run, host, clock } = await openOverview((now) => [
    snapshotOf(now, networkSettings('qpcr1', 'qpcr1')),
  ]);
  expect(live()).toBe('');
  const finished = snapshotOf(clock.now(), networkSettings('qpcr1', 'qpcr1'), {
    run: {
      kind: 'ended',
      ending: 'completed',
      title: 'x',
      endedAt: instant(clock.now()),
      last: null,
      reason: '',
    },
  });
  await run(() => host.publish(finished));
  expect(live()).toBe('qpcr1: Finished');
});

test('without machines the page offers to add one, or the practice machine', async () => {
  const { run, host } = await openOverview(() => []);
  await run(() => button('Add the practice machine').click());
  expect(host.inputsOf('machines.addSimulated')).toEqual([{}]);
  expect(hasButton('Add a machine')).toBe(true);
});

test('the practice machine starts a practice run', async () => {
  const { run, host } = await openOverview();
  await run(() => button('Start practice run', card('Simulated machine')).click());
  expect(host.inputsOf('practice.startRun')).toEqual([{ machineId: 'simulated' }]);
});

test('closing the window leaves no timer and no listener', async () => {
  const window = await openOverview();
  await window.close();
  opened = null;
  expect(window.clock.pending).toBe(0);
  expect(window.host.listeners).toBe(0);
});
