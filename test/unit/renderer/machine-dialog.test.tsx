// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import type { ConnectionReport } from '../../../shared/connection-test.ts';
import { succeed } from '../../../shared/failure.ts';
import { everyState } from '../../support/renderer-states.ts';
import {
  failure,
  fingerprintA,
  fingerprintB,
  instant,
  networkSettings,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';
import { refused } from '../../support/renderer-host.ts';
import {
  button,
  card,
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

const frame = (): HTMLElement => {
  const open = dialog();
  if (open === null) throw new Error('no dialog is open');
  return open;
};

async function openAdd(): Promise<TestWindow> {
  opened = await openApp(() => [snapshotOf(instant(0), networkSettings('qpcr1', 'qpcr1'))]);
  await opened.run(() => button('Add machine').click());
  return opened;
}

async function fill(window: TestWindow, name: string, address: string): Promise<void> {
  await window.run(() => {
    typeInto(field('Name', frame()), name);
    typeInto(field('Address', frame()), address);
  });
}

const report: ConnectionReport = {
  steps: [
    { step: 'dns', found: 'qpcr6.lab.local is 192.0.2.26', milliseconds: 4, failure: null },
    {
      step: 'tls',
      found: '',
      milliseconds: 21,
      failure: failure('certificate-untrusted', 'It is not trusted yet.', 'Compare it.'),
    },
  ],
  certificate: {
    fingerprint: fingerprintA,
    subject: 'CN=qpcr6.lab.local',
    previousFingerprint: null,
  },
  succeeded: false,
};

test('a machine is added without a test, with its password travelling beside the draft', async () => {
  const window = await openAdd();
  await fill(window, 'qpcr6', '[2001:db8::7]:7000');
  await window.run(() => typeInto(field('Password', frame()), 'secret'));
  await window.run(() => button('Add machine', frame()).click());
  expect(window.host.inputsOf('machines.add')).toEqual([
    {
      draft: expect.objectContaining({ name: 'qpcr6', address: '[2001:db8::7]:7000' }),
      password: { kind: 'set', password: 'secret' },
    },
  ]);
  expect(dialog()).toBeNull();
});

test('what is wrong stands beside its field, and nothing is sent', async () => {
  const window = await openAdd();
  await window.run(() => button('Add machine', frame()).click());
  expect(textOf(frame())).toContain('Give the machine a name.');
  expect(textOf(frame())).toContain('Enter the machine’s name or IP address.');
  await fill(window, 'qpcr6', 'qpcr6:99999');
  expect(textOf(frame())).toContain('“99999” is not a port: use a number from 1 to 65535.');
  expect(window.host.inputsOf('machines.add')).toEqual([]);
  expect(window.host.inputsOf('machines.test')).toEqual([]);
});

test('a test shows every step, and an offered certificate is trusted only when ticked', async () => {
  const window = await openAdd();
  window.host.answer('machines.test', () => succeed(report));
  await fill(window, 'qpcr6', 'qpcr6.lab.local');
  await window.run(() => button('Test connection', frame()).click());
  expect(window.host.inputsOf('machines.test')).toHaveProperty([0, 'machineId'], null);
  expect(textOf(frame())).toContain('qpcr6.lab.local is 192.0.2.26');
  expect(textOf(frame())).toContain('It is not trusted yet. Compare it.');
  const trust = frame().querySelector<HTMLInputElement>('input[type="checkbox"]');
  expect(trust?.checked).toBe(false);
  await window.run(() => trust?.click());
  await window.run(() => button('Add machine', frame()).click());
  expect(window.host.inputsOf('machines.add')).toHaveProperty(
    [0, 'draft', 'tls', 'pinnedFingerprint'],
    fingerprintA,
  );
});

test('an add that main refuses keeps the dialog and what was typed', async () => {
  const window = await openAdd();
  window.host.answer('machines.add', () => refused('The store is full.', 'Free some space.'));
  await fill(window, 'qpcr6', 'qpcr6.lab.local');
  await window.run(() => button('Add machine', frame()).click());
  expect(textOf(frame())).toContain('The store is full. Free some space.');
  expect(field('Name', frame()).value).toBe('qpcr6');
});

test('an edit keeps the stored password unless another choice is made', async () => {
  opened = await openApp((now) => everyState(now).filter(({ id }) => /qpcr[89]$/.test(id)));
  const { run, host } = opened;
  await run(() => button('Edit', card('qpcr8')).click());
  expect(field('Name', frame()).value).toBe('qpcr8');
  await run(() => button('Save', frame()).click());
  expect(host.inputsOf('machines.update')).toEqual([
    {
      machineId: 'qpcr8',
      draft: expect.objectContaining({ name: 'qpcr8' }),
      password: { kind: 'keep' },
    },
  ]);
});

test('a changed certificate is shown beside the trusted one and pinned as shown', async () => {
  opened = await openApp((now) => everyState(now).filter(({ id }) => /qpcr[89]$/.test(id)));
  const { run, host } = opened;
  await run(() => button('Trust new certificate…', card('qpcr9')).click());
  const shown = textOf(frame()).replaceAll(' ', '');
  expect(shown).toContain(fingerprintB.slice(0, 47));
  expect(shown).toContain(fingerprintA.slice(0, 47));
  await run(() => button('Trust new certificate', frame()).click());
  expect(host.inputsOf('connection.trust')).toEqual([
    { machineId: 'qpcr9', fingerprint: fingerprintB },
  ]);
});

test('a certificate that changed again while it was read cannot be trusted by that dialog', async () => {
  opened = await openApp((now) => everyState(now).filter(({ id }) => /qpcr[89]$/.test(id)));
  const { run, host } = opened;
  await run(() => button('Trust new certificate…', card('qpcr9')).click());
  const machine = opened.services.panel
    .getState()
    .replica?.order.map((id) => opened?.services.panel.getState().replica?.machines[id])
    .find((candidate) => candidate?.id === 'qpcr9');
  if (machine === undefined) throw new Error('the fixture is gone');
  await run(() =>
    host.publish({
      ...machine,
      offeredCertificate: {
        fingerprint: fingerprintA,
        subject: 'CN=else',
        previousFingerprint: fingerprintA,
      },
    }),
  );
  expect(textOf(frame())).toContain('no longer offers this certificate');
  await run(() => button('Trust new certificate', frame()).click());
  expect(host.inputsOf('connection.trust')).toEqual([]);
});
