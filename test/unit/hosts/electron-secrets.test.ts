import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type SecretParts,
  createElectronSecrets,
} from '../../../electron/hosts/electron/secrets.ts';
import type { MachineId } from '../../../shared/units.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const one = 'one' as MachineId;
const two = 'two' as MachineId;
let directory: string;
let file: string;
let log: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-secrets-'));
  file = join(directory, 'passwords.json');
  log = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Not encryption, but reversible and unlike the plain text. */
const mirror = (text: string): string => Array.from(text).toReversed().join('');

const password = (text: string) => ({ kind: 'password', password: text });

function storage(change: Partial<SecretParts['safeStorage']> = {}): SecretParts['safeStorage'] {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    setUsePlainTextEncryption: () => {},
    encryptString: (text) => Buffer.from(mirror(text)),
    decryptString: (bytes) => mirror(bytes.toString()),
    ...change,
  };
}

function open(parts: Partial<SecretParts> = {}) {
  return createElectronSecrets({
    safeStorage: storage(),
    platform: 'linux',
    dataDirectory: directory,
    clock: new FakeClock(),
    log: (text) => log.push(text),
    ...parts,
  });
}

test('passwords survive a restart, encrypted and readable by this person only', () => {
  const first = open();
  first.write(one, 'hunter2');
  first.write(two, 'pässwörd');
  expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
  expect(statSync(file).mode & 0o077).toBe(0);
  const second = open();
  expect([second.keeping, second.read(one), second.read(two)]).toEqual([
    { kind: 'keychain' },
    password('hunter2'),
    password('pässwörd'),
  ]);
});

test('a removed password is gone, from the file too', () => {
  const store = open();
  store.write(one, 'hunter2');
  store.remove(one);
  store.remove(two);
  expect(store.read(one)).toEqual({ kind: 'none' });
  expect(open().read(one)).toEqual({ kind: 'none' });
});

test.each([
  ['Linux without a real password store', 'linux', 'basic_text', true],
  ['a system without encryption', 'darwin', 'unknown', false],
] as const)('on %s nothing touches the disk', (_name, platform, backend, available) => {
  const store = open({
    platform,
    safeStorage: storage({
      isEncryptionAvailable: () => available,
      getSelectedStorageBackend: () => backend,
    }),
  });
  store.write(one, 'hunter2');
  expect(store.keeping).toEqual({ kind: 'memory', mayBePlain: platform === 'linux' });
  expect(store.read(one)).toEqual(password('hunter2'));
  expect(readdirSync(directory)).toEqual([]);
});

test.each(['', '{', '[]', '{"version":2,"passwords":{}}', '{"version":1,"passwords":{"one":5}}'])(
  'a file that holds %s is set aside, and the person is told to enter passwords again',
  (damaged) => {
    writeFileSync(file, damaged);
    const store = open();
    expect(store.read(one)).toEqual({ kind: 'none' });
    expect(store.problems.join()).toContain('set aside');
    const aside = readdirSync(directory);
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(directory, aside[0] ?? ''), 'utf8')).toBe(damaged);
    store.write(one, 'new');
    expect(open().read(one)).toEqual(password('new'));
  },
);

test('a password that the system can no longer decrypt counts as none', () => {
  open().write(one, 'hunter2');
  const store = open({
    safeStorage: storage({
      decryptString: () => {
        throw new Error('bad key');
      },
    }),
  });
  expect(store.read(one)).toEqual({ kind: 'none' });
  expect(log.join()).toContain('bad key');
  expect(log.join()).not.toContain('hunter2');
});

test('a password that cannot be stored is refused, and the one before stays', () => {
  const store = open({ dataDirectory: join(directory, 'nowhere') });
  expect(() => store.write(one, 'hunter2')).toThrow('could not be stored');
  expect(store.read(one)).toEqual({ kind: 'none' });
});

test('half a file of a crash does not matter', () => {
  open().write(one, 'hunter2');
  writeFileSync(`${file}.new`, '{"version":1,"pass');
  expect(open().read(one)).toEqual(password('hunter2'));
  expect(existsSync(`${file}.new`)).toBe(false);
});

const basicText = (): Partial<SecretParts> => ({
  safeStorage: storage({ getSelectedStorageBackend: () => 'basic_text' }),
});

test('without a keychain, passwords are stored once a person agreed, also those entered before', () => {
  const store = open(basicText());
  store.write(one, 'hunter2');
  store.plain?.allow(true);
  store.write(two, 'second');
  expect(store.keeping).toEqual({ kind: 'plain-file' });
  expect(statSync(join(directory, 'passwords.plain.json')).mode & 0o077).toBe(0);
  const next = open(basicText());
  expect(next.read(one)).toEqual({ kind: 'none' });
  next.plain?.allow(true);
  expect([next.read(one), next.read(two)]).toEqual([password('hunter2'), password('second')]);
});

test('withdrawing removes the file and keeps what is in memory until the end', () => {
  const store = open(basicText());
  store.plain?.allow(true);
  store.write(one, 'hunter2');
  store.plain?.allow(false);
  expect(readdirSync(directory)).toEqual([]);
  expect(store.keeping).toEqual({ kind: 'memory', mayBePlain: true });
  expect(store.read(one)).toEqual(password('hunter2'));
});

test('a damaged file without a keychain is set aside and said', () => {
  writeFileSync(join(directory, 'passwords.plain.json'), '{');
  const store = open(basicText());
  store.plain?.allow(true);
  expect(store.problems.join()).toContain('set aside');
  expect(readdirSync(directory).filter((name) => name.includes('damaged'))).toHaveLength(1);
});

test('a keychain that came later takes over what was stored without one', () => {
  const before = open(basicText());
  before.plain?.allow(true);
  before.write(one, 'hunter2');
  expect(open().read(one)).toEqual(password('hunter2'));
  expect(readdirSync(directory)).toEqual(['passwords.json']);
});
