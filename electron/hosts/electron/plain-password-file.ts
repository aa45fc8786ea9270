import { rmSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { machineIdSchema } from '../../../shared/machine-settings.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import { readPrivateFile, replacePrivateFile, setFileAside } from '../common/private-file.ts';
import type { PlainPasswordFile } from '../common/vault-secrets.ts';

export const storedPasswordsSchema = z.strictObject({
  version: z.literal(1),
  /** As `safeStorage` gave them, in base64, by machine. */
  passwords: z.record(machineIdSchema, z.base64()),
});

export type Encoding = Pick<SafeStorage, 'encryptString' | 'decryptString'>;

/**
 * Passwords as Electron’s `basic_text` writes them: with a key that everybody knows, so only the account’s rights protect them.
 * A keychain that is found later can still read them.
 */
export function plainPasswordFile(
  file: string,
  storage: Encoding & Pick<SafeStorage, 'setUsePlainTextEncryption'>,
  clock: Clock,
): PlainPasswordFile {
  const problems: string[] = [];
  return {
    problems,
    read() {
      const text = readPrivateFile(file);
      if (text === null) return new Map();
      try {
        storage.setUsePlainTextEncryption(true);
        const { passwords } = storedPasswordsSchema.parse(JSON.parse(text));
        return new Map(
          Object.entries(passwords).map(([id, stored]) => [
            id as MachineId,
            storage.decryptString(Buffer.from(stored, 'base64')),
          ]),
        );
      } catch {
        const aside = setFileAside(file, clock.now());
        problems.push(
          `The file of passwords could not be read and was set aside as ${aside}. Enter the passwords again.`,
        );
        return new Map();
      }
    },
    write(passwords) {
      storage.setUsePlainTextEncryption(true);
      const stored = [...passwords].map(([id, password]) => [
        id,
        storage.encryptString(password).toString('base64'),
      ]);
      replacePrivateFile(
        file,
        JSON.stringify({ version: 1, passwords: Object.fromEntries(stored) }),
      );
    },
    remove: () => rmSync(file, { force: true }),
  };
}
