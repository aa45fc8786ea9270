import type { MachineId } from '../../../shared/units.ts';
import type { SecretStore } from '../../panel/secret-store.ts';

/** Passwords for as long as QuantDeck runs; nothing of them touches the disk. */
export function createMemorySecrets(note: string): SecretStore {
  const passwords = new Map<MachineId, string>();
  return {
    kept: false,
    note,
    read: (machineId) => passwords.get(machineId) ?? null,
    write: (machineId, password) => {
      passwords.set(machineId, password);
    },
    remove: (machineId) => {
      passwords.delete(machineId);
    },
  };
}

export const browserWindowSecretNote =
  'Passwords are kept only until QuantDeck is closed: without the desktop app there is no access to this computer’s password store.';
