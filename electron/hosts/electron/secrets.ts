import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import { Emitter } from '../../base/emitter.ts';
import type { SecretStore } from '../../panel/secret-store.ts';
import { readPrivateFile, replacePrivateFile, setFileAside } from '../common/private-file.ts';
import { createVaultSecrets } from '../common/vault-secrets.ts';
import { type Encoding, plainPasswordFile, storedPasswordsSchema } from './plain-password-file.ts';

export interface SecretParts {
  /** Only after the app is ready: before, Electron does not know which password store there is. */
  readonly safeStorage: Encoding &
    Pick<
      SafeStorage,
      'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'setUsePlainTextEncryption'
    >;
  readonly platform: NodeJS.Platform;
  /** An existing folder that is this user's own. */
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/**
 * Passwords encrypted by the operating system. Where it does not really encrypt (Electron's `basic_text` on Linux uses a key that
 * everybody knows) they are in memory, until a person chooses a passphrase or agrees to that key.
 */
export function createElectronSecrets(parts: SecretParts): SecretStore {
  const { safeStorage, platform, dataDirectory, clock } = parts;
  const plainFile = plainPasswordFile(
    join(dataDirectory, 'passwords.plain.json'),
    safeStorage,
    clock,
  );
  const isPlain = platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (isPlain || !safeStorage.isEncryptionAvailable())
    return createVaultSecrets({ dataDirectory, clock, plainFile: isPlain ? plainFile : null });
  const secrets = keychainSecrets(parts);
  const left = existsSync(join(dataDirectory, 'passwords.plain.json'))
    ? plainFile.read()
    : new Map<MachineId, string>();
  // A keychain has come since: what was stored without one belongs into it.
  for (const [id, password] of left) if (!secrets.has(id)) secrets.write(id, password);
  if (left.size > 0) plainFile.remove();
  return secrets;
}

function keychainSecrets({ safeStorage, dataDirectory, clock, log }: SecretParts): SecretStore {
  const file = join(dataDirectory, 'passwords.json');
  const problems: string[] = [];
  const passwords = readStored(file, clock, problems);
  const save = (): void => {
    const stored = { version: 1, passwords: Object.fromEntries(passwords) };
    replacePrivateFile(file, JSON.stringify(stored));
  };
  return {
    keeping: { kind: 'keychain' },
    onChange: new Emitter<never>().event,
    problems,
    vault: null,
    plain: null,
    has: (machineId) => passwords.has(machineId),
    read(machineId) {
      const encrypted = passwords.get(machineId);
      if (encrypted === undefined) return { kind: 'none' };
      try {
        const password = safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
        return { kind: 'password', password };
      } catch (failure) {
        // The person's key changed (another account, a restored backup): the password must be entered again.
        log(`The stored password of ${machineId} could not be decrypted: ${String(failure)}`);
        return { kind: 'none' };
      }
    },
    write(machineId, password) {
      const before = passwords.get(machineId);
      try {
        passwords.set(machineId, safeStorage.encryptString(password).toString('base64'));
        save();
      } catch (cause) {
        if (before === undefined) passwords.delete(machineId);
        else passwords.set(machineId, before);
        throw new Error('The password could not be stored on this computer.', { cause });
      }
    },
    remove(machineId) {
      if (passwords.delete(machineId)) save();
    },
  };
}

/** Reads the file; one that makes no sense is set aside under another name, never deleted. */
function readStored(file: string, clock: Clock, problems: string[]): Map<MachineId, string> {
  const text = readPrivateFile(file);
  if (text === null) return new Map();
  try {
    const { passwords } = storedPasswordsSchema.parse(JSON.parse(text));
    return new Map(Object.entries(passwords) as [MachineId, string][]);
  } catch {
    const aside = setFileAside(file, clock.now());
    problems.push(
      `The stored passwords could not be read and were set aside as ${aside}. Enter them again.`,
    );
    return new Map();
  }
}
