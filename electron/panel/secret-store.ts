import type { MachineId } from '../../shared/units.ts';

/** Keeps machine passwords where the host can: in the OS keychain, or in memory only. */
export interface SecretStore {
  /** Whether a password survives a restart of QuantDeck. */
  readonly kept: boolean;
  /** One plain sentence about where passwords are, for the add-machine dialog. */
  readonly note: string;
  read(machineId: MachineId): string | null;
  /** Throws with a plain sentence if the host cannot store it. */
  write(machineId: MachineId, password: string): void;
  remove(machineId: MachineId): void;
}
