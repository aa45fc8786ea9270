// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { fail, succeed } from '../../../shared/failure.ts';
import type { HostFacts } from '../../../shared/host.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import {
  button,
  dialog,
  field,
  hasButton,
  openApp,
  type TestWindow,
  textOf,
  visit,
} from './open-window.tsx';

let open: TestWindow;
afterEach(() => open.close());

const desktop: HostFacts = {
  noFileChoice: null,
  openAtLogin: { kind: 'off' },
  logFile: '/data/quantdeck.log',
};
const browser: HostFacts = {
  noFileChoice: 'Type the path here.',
  openAtLogin: { kind: 'unavailable', reason: 'Only the desktop app can.' },
  logFile: '/data/quantdeck.log',
};

async function openSettings(facts: HostFacts): Promise<void> {
  open = await openApp(accessStates);
  open.host.answer('host.facts', () => succeed(facts));
  await open.run(() => visit('#/settings'));
  await open.pass(0);
}

function atLogin(): HTMLInputElement {
  const section = document.querySelector('[aria-labelledby="computer"]');
  const control = section?.querySelector<HTMLInputElement>('[role="switch"]');
  if (!control) throw new Error('no switch');
  return control;
}

test('opening at login is changed through the host, and shows what the host then says', async () => {
  await openSettings(desktop);
  open.host.answer('host.setOpenAtLogin', () =>
    succeed({ ...desktop, openAtLogin: { kind: 'on' } }),
  );
  expect(atLogin().checked).toBe(false);
  await open.run(() => atLogin().click());
  expect(open.host.inputsOf('host.setOpenAtLogin')).toEqual([{ on: true }]);
  expect(atLogin().checked).toBe(true);
});

test('where the host cannot open at login, it says why and asks for nothing', async () => {
  await openSettings(browser);
  await open.run(() => atLogin().click());
  expect(textOf(document.body)).toContain('Only the desktop app can.');
  expect(atLogin().getAttribute('aria-disabled')).toBe('true');
  expect(open.host.inputsOf('host.setOpenAtLogin')).toEqual([]);
});

test('a support bundle is copied, without addresses unless they are ticked', async () => {
  await openSettings(desktop);
  const copied: string[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    copied.push(text);
  });
  open.host.answer('support.bundle', (input) =>
    succeed({ fileName: 'x.txt', text: JSON.stringify(input) }),
  );
  await open.run(() => button('Copy support bundle').click());
  expect(textOf(document.body)).toContain('Copied.');
  await open.run(() => field('With the addresses of the machines').click());
  await open.run(() => button('Copy support bundle').click());
  expect(copied).toEqual(['{"withAddresses":false}', '{"withAddresses":true}']);
  open.host.answer('support.bundle', () =>
    fail({ kind: 'internal', message: 'It broke.', remedy: 'Try again.', detail: '' }),
  );
  await open.run(() => button('Copy support bundle').click());
  expect(textOf(document.body)).toContain('It broke. Try again.');
});

async function openCertificates(facts: HostFacts): Promise<HTMLElement> {
  open = await openApp(accessStates);
  open.host.answer('host.facts', () => succeed(facts));
  await open.run(() => button('Add machine').click());
  const form = dialog();
  if (form === null) throw new Error('no dialog');
  await open.run(() => button('Certificates', form).click());
  await open.pass(0);
  return form;
}

test('a certificate’s file is picked in the system’s dialog and stands in its field', async () => {
  const form = await openCertificates(desktop);
  open.host.answer('host.chooseFile', () => succeed('/etc/ca.pem'));
  await open.run(() => button('Choose the file for CA file', form).click());
  expect(open.host.inputsOf('host.chooseFile')).toEqual([{ wish: 'ca-file' }]);
  expect(field('CA file', form).value).toBe('/etc/ca.pem');
  open.host.answer('host.chooseFile', () => succeed(null));
  await open.run(() => button('Choose the file for CA file', form).click());
  expect(field('CA file', form).value).toBe('/etc/ca.pem');
});

test('where no file can be picked, the form says why and offers no button', async () => {
  const form = await openCertificates(browser);
  expect(textOf(form)).toContain('Type the path here.');
  expect(hasButton('Choose the file for CA file', form)).toBe(false);
});

const press = (key: string, more: KeyboardEventInit = {}): boolean =>
  window.dispatchEvent(
    new KeyboardEvent('keydown', { key, ctrlKey: true, cancelable: true, bubbles: true, ...more }),
  );

test('keys and menu entries lead to the same places, and an open dialog keeps the window', async () => {
  open = await openApp(accessStates);
  await open.run(() => open.host.emit({ event: 'command', payload: { id: 'go-settings' } }));
  expect(window.location.hash).toBe('#/settings');
  await open.run(() => open.host.emit({ event: 'command', payload: { id: 'add-machine' } }));
  expect(dialog()).not.toBeNull();
  await open.run(() => open.host.emit({ event: 'command', payload: { id: 'go-machines' } }));
  expect(window.location.hash).toBe('#/settings');
});

test('in a browser window the keys are heard here; other keys pass through', async () => {
  open = await openApp(accessStates);
  await open.run(() => expect(press(',')).toBe(false));
  expect(window.location.hash).toBe('#/settings');
  await open.run(() => expect(press('9')).toBe(true));
  expect(window.location.hash).toBe('#/settings');
});
