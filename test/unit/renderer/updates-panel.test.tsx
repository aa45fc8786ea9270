// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { fail, succeed } from '../../../shared/failure.ts';
import type { UpdateState } from '../../../shared/updates.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import { button, hasButton, openApp, type TestWindow, textOf, visit } from './open-window.tsx';

let open: TestWindow;
afterEach(() => open.close());

async function openSettings(state: UpdateState): Promise<void> {
  open = await openApp(accessStates);
  open.host.answer('updates.state', () => succeed(state));
  await open.run(() => visit('#/settings'));
  await open.pass(0);
}
const words = (): string => textOf(document.querySelector('[aria-labelledby="updates"]'));

test('looking once a day is off at first and is kept for the workstation', async () => {
  await openSettings({ kind: 'unknown' });
  const section = document.querySelector('[aria-labelledby="updates"]');
  const control = section?.querySelector<HTMLInputElement>('[role="switch"]');
  expect(control?.checked).toBe(false);
  await open.run(() => control?.click());
  expect(open.host.inputsOf('preferences.change')).toEqual([
    { updates: { look: true, channel: 'stable' } },
  ]);
});

test('each step is a press of its own, with the notes of the release, and a refusal says why', async () => {
  const offer = { version: '2.0.0', notes: '• Better' };
  await openSettings({ kind: 'offered', offer });
  expect(words()).toContain('Version 2.0.0 is out.• Better');
  await open.run(() => button('Fetch 2.0.0').click());
  expect(open.host.inputsOf('updates.download')).toHaveLength(1);
  await open.run(() =>
    open.host.emit({ event: 'updates', payload: { kind: 'downloading', offer, percent: 7 } }),
  );
  expect(words()).toContain('Fetching version 2.0.0: 7 %');
  await open.run(() => open.host.emit({ event: 'updates', payload: { kind: 'ready', offer } }));
  open.host.answer('updates.install', () =>
    fail({ kind: 'busy', message: 'Not now.', remedy: 'A run is on.', detail: '' }),
  );
  await open.run(() => button('Close and install').click());
  expect(words()).toContain('Not now. A run is on.');
});

test('a file is named with what its check said', async () => {
  await openSettings({ kind: 'unknown' });
  open.host.answer('updates.checkFile', () =>
    succeed({ name: 'q.deb', sha256: 'ab', verdict: 'different' }),
  );
  await open.run(() => button('Check a file…').click());
  expect(words()).toContain('q.deb is not what was published. Do not open it: fetch it again.');
});

test('a host that cannot be updated says how it is, and offers nothing', async () => {
  await openSettings({ kind: 'unavailable', reason: 'Fetch the source anew.' });
  expect(words()).toContain('Fetch the source anew.');
  expect(hasButton('Look now')).toBe(false);
});
