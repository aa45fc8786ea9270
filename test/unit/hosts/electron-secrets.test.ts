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

function open(parts: Partial<SecretParts> = {}) {
  return createElectronSecrets({
    safeStorage: {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: (text) => Buffer.from(mirror(text)),
      decryptString: (bytes) => mirror(bytes.toString()),
    },
    platform: 'linux',
    file,
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
  expect([second.kept, second.read(one), second.read(two)]).toEqual([true, 'hunter2', 'pässwörd']);
});

test('a removed password is gone, from the file too', () => {
  const store = open();
  store.write(one, 'hunter2');
  store.remove(one);
  store.remove(two);
  expect(store.read(one)).toBeNull();
  expect(open().read(one)).toBeNull();
});

test.each([
  ['Linux without a real password store', 'linux', 'basic_text', true],
  ['a system without encryption', 'darwin', 'unknown', false],
] as const)('on %s nothing touches the disk', (_name, platform, backend, available) => {
  const store = open({
    platform,
    safeStorage: {
      isEncryptionAvailable: () => available,
      getSelectedStorageBackend: () => backend,
      encryptString: () => Buffer.from('x'),
      decryptString: () => 'x',
    },
  });
  store.write(one, 'hunter2');
  expect(store.kept).toBe(false);
  expect(store.note).toContain('kept only until QuantDeck is closed');
  expect(store.read(one)).toBe('hunter2');
  expect(readdirSync(directory)).toEqual([]);
});

test.each(['', '{', '[]', '{"version":2,"passwords":{}}', '{"version":1,"passwords":{"one":5}}'])(
  'a file that holds %s is set aside, and the person is told to enter passwords again',
  (damaged) => {
    writeFileSync(file, damaged);
    const store = open();
    expect(store.read(one)).toBeNull();
    expect(store.note).toContain('set aside');
    const aside = readdirSync(directory);
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(directory, aside[0] ?? ''), 'utf8')).toBe(damaged);
    store.write(one, 'new');
    expect(open().read(one)).toBe('new');
  },
);

test('a password that the system can no longer decrypt counts as none', () => {
  open().write(one, 'hunter2');
  const store = open({
    safeStorage: {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptString: () => Buffer.from('x'),
      decryptString: () => {
        throw new Error('bad key');
      },
    },
  });
  expect(store.read(one)).toBeNull();
  expect(log.join()).toContain('bad key');
  expect(log.join()).not.toContain('hunter2');
});

test('a password that cannot be stored is refused, and the one before stays', () => {
  const store = open({ file: join(directory, 'nowhere', 'passwords.json') });
  expect(() => store.write(one, 'hunter2')).toThrow('could not be stored');
  expect(store.read(one)).toBeNull();
});

test('half a file of a crash does not matter', () => {
  open().write(one, 'hunter2');
  writeFileSync(`${file}.new`, '{"version":1,"pass');
  expect(open().read(one)).toBe('hunter2');
  expect(existsSync(`${file}.new`)).toBe(false);
});
