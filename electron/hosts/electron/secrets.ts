import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { machineIdSchema } from '../../../shared/machine-settings.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { SecretStore } from '../../panel/secret-store.ts';
import { createMemorySecrets } from '../common/memory-secrets.ts';

const fileSchema = z.strictObject({
  version: z.literal(1),
  /** Encrypted by the operating system's key, in base64, by machine. */
  passwords: z.record(machineIdSchema, z.base64()),
});

const keptNote = 'Passwords are encrypted with this computer’s password store.';
const memoryNote =
  'This computer offers no password store that encrypts, so passwords are kept only until QuantDeck is closed.';
const damagedNote = `${keptNote} The stored ones could not be read and were set aside: enter them again.`;

export interface SecretParts {
  /** Only after the app is ready: before, Electron does not know which password store there is. */
  readonly safeStorage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
  >;
  readonly platform: NodeJS.Platform;
  readonly file: string;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/**
 * Passwords encrypted by the operating system, or in memory only where it does not really encrypt: Electron's `basic_text` on Linux
 * uses a key that everybody knows.
 */
export function createElectronSecrets(parts: SecretParts): SecretStore {
  const { safeStorage, platform, file, log } = parts;
  const isPlain = platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (isPlain || !safeStorage.isEncryptionAvailable()) return createMemorySecrets(memoryNote);

  const stored = readStored(parts);
  const passwords = stored.passwords;
  const save = (): void => {
    const text = JSON.stringify({ version: 1, passwords: Object.fromEntries(passwords) });
    // Replaced in one step, so that a crash leaves the old file or the new one, never half of one.
    const next = `${file}.new`;
    writeFileSync(next, text, { mode: 0o600, flush: true });
    renameSync(next, file);
  };
  return {
    kept: true,
    note: stored.damaged ? damagedNote : keptNote,
    read(machineId) {
      const encrypted = passwords.get(machineId);
      if (encrypted === undefined) return null;
      try {
        return safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
      } catch (failure) {
        // The person's key changed (another account, a restored backup): the password must be entered again.
        log(`The stored password of ${machineId} could not be decrypted: ${String(failure)}`);
        return null;
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

interface Stored {
  readonly passwords: Map<MachineId, string>;
  readonly damaged: boolean;
}

/** Reads the file; one that makes no sense is set aside under another name, never deleted. */
function readStored({ file, clock, log }: SecretParts): Stored {
  let text;
  try {
    rmSync(`${file}.new`, { force: true });
    text = readFileSync(file, 'utf8');
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT')
      return { passwords: new Map(), damaged: false };
    throw failure;
  }
  try {
    const { passwords } = fileSchema.parse(JSON.parse(text));
    return {
      passwords: new Map(Object.entries(passwords) as [MachineId, string][]),
      damaged: false,
    };
  } catch {
    const aside = `${file}.damaged-${clock.now()}`;
    renameSync(file, aside);
    log(`The file of stored passwords made no sense and was set aside as ${aside}.`);
    return { passwords: new Map(), damaged: true };
  }
}
