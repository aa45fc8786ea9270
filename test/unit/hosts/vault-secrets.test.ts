import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { usualKeyCost } from '../../../electron/hosts/common/passphrase-vault.ts';
import type { PasswordVault, SecretStore } from '../../../electron/panel/secret-store.ts';
import type { MachineId } from '../../../shared/units.ts';
import { vaultSecrets } from '../../support/machine-panel.ts';

const one = 'one' as MachineId;
const two = 'two' as MachineId;
const passphrase = 'four words make sense';
const done = { ok: true, value: null };
const password = (text: string) => ({ kind: 'password', password: text });
let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-vault-'));
  file = join(directory, 'passwords.vault.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (): SecretStore => vaultSecrets(directory);

function vaultOf(store: SecretStore): PasswordVault {
  if (store.vault === null) throw new Error('no vault is offered');
  return store.vault;
}

async function created(): Promise<SecretStore> {
  const store = open();
  store.write(one, 'hunter2');
  expect(await vaultOf(store).create(passphrase)).toEqual(done);
  store.write(two, 'pässwörd');
  return store;
}

test('without a vault passwords are in memory and nothing touches the disk', () => {
  const store = open();
  store.write(one, 'hunter2');
  expect([store.read(one), store.has(two), store.keeping]).toEqual([
    password('hunter2'),
    false,
    { kind: 'memory', mayBePlain: false },
  ]);
  expect(readdirSync(directory)).toEqual([]);
});

test('a vault takes over what was in memory, encrypted, and for this person only', async () => {
  const store = await created();
  expect(store.keeping).toEqual({ kind: 'vault-open', count: 2 });
  expect(readdirSync(directory)).toEqual(['passwords.vault.json']);
  expect(statSync(file).mode & 0o077).toBe(0);
  const text = readFileSync(file, 'utf8');
  for (const secret of ['hunter2', 'pässwörd', passphrase]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, -3));
  }
});

test('after a restart it is locked, says whose passwords it holds, and opens with the passphrase', async () => {
  await created();
  const store = open();
  expect(store.keeping).toEqual({ kind: 'vault-locked', count: 2 });
  expect([store.read(one), store.has(one), store.has('three' as MachineId)]).toEqual([
    { kind: 'locked' },
    true,
    false,
  ]);
  expect(() => store.write(one, 'other')).toThrow('locked');
  expect(await vaultOf(store).unlock(passphrase)).toEqual(done);
  expect([store.read(one), store.read(two)]).toEqual([password('hunter2'), password('pässwörd')]);
});

test('a passphrase is the same however the keyboard composed its letters', async () => {
  await vaultOf(open()).create('Zürich im Winter'.normalize('NFD'));
  expect(await vaultOf(open()).unlock('Zürich im Winter'.normalize('NFC'))).toEqual(done);
});

test('a wrong passphrase is a plain failure and changes nothing', async () => {
  await created();
  const before = readFileSync(file);
  const store = open();
  expect(await vaultOf(store).unlock('four words make none')).toMatchObject({
    ok: false,
    failure: { kind: 'wrong-passphrase', message: 'That is not the passphrase.' },
  });
  expect(store.keeping.kind).toBe('vault-locked');
  expect(readFileSync(file)).toEqual(before);
});

test('attempts go one at a time, so that a hasty window cannot fill the memory', async () => {
  await created();
  const vault = vaultOf(open());
  const first = vault.unlock(passphrase);
  expect(await vault.unlock(passphrase)).toMatchObject({ failure: { kind: 'busy' } });
  expect(await first).toEqual(done);
});

test('an attempt costs 128 MiB', () => {
  expect(128 * usualKeyCost.cost * usualKeyCost.blockSize).toBe(128 * 2 ** 20);
});

test('locking forgets the passwords until the passphrase is given again', async () => {
  const store = await created();
  const told: unknown[] = [];
  store.onChange((keeping) => told.push(keeping));
  vaultOf(store).lock();
  expect(store.read(one)).toEqual({ kind: 'locked' });
  expect(told).toEqual([{ kind: 'vault-locked', count: 2 }]);
  expect(await vaultOf(store).unlock(passphrase)).toEqual(done);
  expect(store.read(one)).toEqual(password('hunter2'));
});

test('a changed passphrase opens, the old one no longer does, and a wrong one changes nothing', async () => {
  const store = await created();
  const next = 'another good sentence';
  expect(await vaultOf(store).changePassphrase('not the one at all', next)).toMatchObject({
    failure: { kind: 'wrong-passphrase' },
  });
  expect(await vaultOf(store).changePassphrase(passphrase, next)).toEqual(done);
  store.write(one, 'newer');
  expect(await vaultOf(open()).unlock(passphrase)).toMatchObject({ ok: false });
  const after = open();
  expect(await vaultOf(after).unlock(next)).toEqual(done);
  expect(after.read(one)).toEqual(password('newer'));
});

test('a machine removed while the vault is locked leaves it for good', async () => {
  await created();
  const store = open();
  store.remove(one);
  expect(store.keeping).toEqual({ kind: 'vault-locked', count: 1 });
  const next = open();
  await vaultOf(next).unlock(passphrase);
  expect([next.has(one), next.read(two)]).toEqual([false, password('pässwörd')]);
});

test('removing an open vault keeps the passwords in memory; a locked one loses them', async () => {
  const store = await created();
  expect(vaultOf(store).remove()).toEqual(done);
  expect([store.read(one), readdirSync(directory)]).toEqual([password('hunter2'), []]);
  await vaultOf(store).create(passphrase);
  const next = open();
  vaultOf(next).remove();
  expect([next.read(one), next.keeping.kind, readdirSync(directory)]).toEqual([
    { kind: 'none' },
    'memory',
    [],
  ]);
});

test('a second vault is never made over the first', async () => {
  await created();
  const before = readFileSync(file);
  expect(await vaultOf(open()).create('something else entirely')).toMatchObject({ ok: false });
  expect(readFileSync(file)).toEqual(before);
});

test.each([
  ['an empty file', () => ''],
  ['half a file', (text: string) => text.slice(0, text.length / 2)],
  ['one changed letter', (text: string) => text.replace(/"data":"./, '"data":"-')],
  ['another version', (text: string) => text.replace('"version":1', '"version":9')],
  [
    'a key that would take all the memory',
    (text: string) => text.replace('"cost":16', '"cost":1099511627776'),
  ],
])('%s is set aside as it is, and said', async (_name, damage) => {
  await created();
  const damaged = damage(readFileSync(file, 'utf8'));
  writeFileSync(file, damaged);
  const store = open();
  expect(store.keeping.kind).toBe('memory');
  expect(store.problems.join()).toContain('set aside');
  const names = readdirSync(directory);
  expect(names).toHaveLength(1);
  expect(readFileSync(join(directory, names[0] ?? ''), 'utf8')).toBe(damaged);
});

test('what a crash left half written beside the file does not matter', async () => {
  await created();
  writeFileSync(`${file}.new`, '{"version":1');
  expect(await vaultOf(open()).unlock(passphrase)).toEqual(done);
  expect(readdirSync(directory)).toEqual(['passwords.vault.json']);
});

test('a disk that refuses leaves the password and the file as they were', async () => {
  const store = await created();
  rmSync(directory, { recursive: true });
  expect(() => store.write(one, 'other')).toThrow();
  expect(store.read(one)).toEqual(password('hunter2'));
  expect(await vaultOf(store).changePassphrase(passphrase, 'another good sentence')).toMatchObject({
    failure: { kind: 'storage' },
  });
});
