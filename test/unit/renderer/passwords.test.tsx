// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { fail } from '../../../shared/failure.ts';
import type { PasswordKeeping } from '../../../shared/passwords.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import {
  button,
  dialog,
  field,
  hasButton,
  openApp,
  type TestWindow,
  textOf,
  type,
  visit,
} from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

const passphrase = 'four words make sense';

async function openSettings(keeping: PasswordKeeping): Promise<TestWindow> {
  opened = await openApp(accessStates);
  const { host, run } = opened;
  await run(() => visit('#/settings'));
  await run(() => host.emit({ event: 'passwords', payload: keeping }));
  return opened;
}

const panel = (): Element | null => document.querySelector('[aria-labelledby="passwords"]');
const footer = (): ParentNode => dialog()?.querySelector('footer') ?? document;

test.each([
  [{ kind: 'memory', mayBePlain: false }, 'in memory only', ['Keep them in an encrypted file…']],
  [
    { kind: 'memory', mayBePlain: true },
    'no keychain',
    ['Keep them in an encrypted file…', 'Store them without a keychain…'],
  ],
  [{ kind: 'plain-file' }, 'anyone who can read this account’s files', ['Stop storing them']],
  [{ kind: 'vault-locked', count: 2 }, '2 passwords', ['Unlock passwords…', 'Remove the file…']],
  [
    { kind: 'vault-open', count: 1 },
    '1 password',
    ['Lock now', 'Change the passphrase…', 'Remove the file…'],
  ],
  [{ kind: 'keychain' }, 'password store', []],
] as const)('settings say where passwords are: %o', async (keeping, words, names) => {
  await openSettings(keeping);
  expect(textOf(panel())).toContain(words);
  for (const name of names) expect(hasButton(name, panel() ?? document)).toBe(true);
});

test('a vault is made with a passphrase that is long enough and typed twice', async () => {
  const { run, host } = await openSettings({ kind: 'memory', mayBePlain: false });
  await run(() => button('Keep them in an encrypted file…').click());
  await run(() => type(field('New passphrase'), 'short'));
  await run(() => button('Create the file', footer()).click());
  expect(textOf(dialog())).toContain('at least 12 characters');
  await run(() => type(field('New passphrase'), passphrase));
  await run(() => button('Create the file', footer()).click());
  expect(textOf(dialog())).toContain('The two entries differ.');
  await run(() => type(field('The same again'), passphrase));
  await run(() => button('Create the file', footer()).click());
  expect(host.inputsOf('passwords.createVault')).toEqual([{ passphrase }]);
  expect(dialog()).toBeNull();
});

test('a wrong passphrase is said beside its field, which is emptied and has the focus', async () => {
  const { run, host } = await openSettings({ kind: 'vault-locked', count: 1 });
  host.answer('passwords.unlock', () =>
    fail({
      kind: 'wrong-passphrase',
      message: 'That is not the passphrase.',
      remedy: '',
      detail: '',
    }),
  );
  await run(() => button('Unlock passwords…').click());
  await run(() => type(field('Passphrase'), 'not this one'));
  await run(() => button('Unlock', footer()).click());
  expect(textOf(dialog())).toContain('That is not the passphrase.');
  expect([field('Passphrase').value, document.activeElement]).toEqual(['', field('Passphrase')]);
});

test('storing without a keychain is asked, with what it means, and can be withdrawn', async () => {
  const { run, host } = await openSettings({ kind: 'memory', mayBePlain: true });
  await run(() => button('Store them without a keychain…').click());
  expect(textOf(dialog())).toContain('Anyone who can read this account’s files');
  await run(() => button('Keep them in memory', footer()).click());
  expect(host.inputsOf('passwords.storePlainly')).toEqual([]);
  await run(() => button('Store them without a keychain…').click());
  await run(() => button('Store them', footer()).click());
  await run(() => host.emit({ event: 'passwords', payload: { kind: 'plain-file' } }));
  await run(() => button('Stop storing them').click());
  expect(host.inputsOf('passwords.storePlainly')).toEqual([{ allowed: true }, { allowed: false }]);
});

test('the card of a machine that waits for its password unlocks it', async () => {
  opened = await openApp((now) => {
    const [machine] = accessStates(now);
    if (machine === undefined) throw new Error('no machine');
    const last = {
      kind: 'passwords-locked',
      message: 'Its password is locked, so QuantDeck does not connect yet.',
      remedy: 'Press “Unlock passwords…” and give the passphrase.',
      detail: '',
    } as const;
    return [{ ...machine, connection: { kind: 'stopped', last } }];
  });
  const { run, host } = opened;
  expect(textOf(document.querySelector('article'))).toContain('Its password is locked');
  await run(() => button('Unlock passwords…').click());
  await run(() => type(field('Passphrase'), passphrase));
  await run(() => button('Unlock', footer()).click());
  expect(host.inputsOf('passwords.unlock')).toEqual([{ passphrase }]);
});
