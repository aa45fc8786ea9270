import type { Result } from '../../shared/failure.ts';
import type { PasswordKeeping } from '../../shared/passwords.ts';
import type { MachineId } from '../../shared/units.ts';
import type { Event } from '../base/emitter.ts';

/** What looking for a machine's password finds. */
export type SecretReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly password: string }
  /** There is one, but not before a person gives the passphrase. */
  | { readonly kind: 'locked' };

/** Keeps machine passwords where the host can. */
export interface SecretStore {
  readonly keeping: PasswordKeeping;
  readonly onChange: Event<PasswordKeeping>;
  /** What loading found, in plain sentences for the person. */
  readonly problems: readonly string[];
  has(machineId: MachineId): boolean;
  read(machineId: MachineId): SecretReading;
  /** Throws with a plain sentence, or a `FailureError`, if the host cannot store it. */
  write(machineId: MachineId, password: string): void;
  remove(machineId: MachineId): void;
  /** The encrypted file a person may keep passwords in; null where the operating system does that. */
  readonly vault: PasswordVault | null;
  /** Null where storing without a keychain is not offered. */
  readonly plain: PlainPasswords | null;
}

/** An encrypted file of passwords, opened with a passphrase. Nothing here throws for a wrong passphrase or a bad disk. */
export interface PasswordVault {
  /** Takes over the passwords in memory. */
  create(passphrase: string): Promise<Result<null>>;
  unlock(passphrase: string): Promise<Result<null>>;
  /** Forgets the passwords and the key until the passphrase is given again. */
  lock(): void;
  changePassphrase(current: string, next: string): Promise<Result<null>>;
  /** Deletes the file. Passwords that were unlocked stay in memory; locked ones are lost. */
  remove(): Result<null>;
}

/** The file of passwords without a keychain. */
export interface PlainPasswords {
  /** Stores what is in memory, or removes the file. Throws if the disk refuses; nothing changes then. */
  allow(allowed: boolean): void;
}

/** Lets passwords be stored without a keychain, where a person agreed to that; answers what went wrong, in plain sentences. */
export function allowPlainFile(secrets: SecretStore, allowed: boolean): readonly string[] {
  try {
    if (secrets.keeping.kind === 'memory') secrets.plain?.allow(allowed);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`Passwords cannot be stored, and are kept only until QuantDeck is closed: ${why}`];
  }
}
