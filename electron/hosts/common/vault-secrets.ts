import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import type { PasswordKeeping } from '../../../shared/passwords.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import { OneAtATime } from '../../base/one-at-a-time.ts';
import { Emitter } from '../../base/emitter.ts';
import type { HashCost } from '../../base/slow-hash.ts';
import { FailureError } from '../../machine/failure-error.ts';
import type {
  PasswordVault,
  PlainPasswords,
  SecretReading,
  SecretStore,
} from '../../panel/secret-store.ts';
import {
  keyFor,
  makeKey,
  open,
  readVault,
  sameKey,
  seal,
  type SealedVault,
  usualKeyCost,
  type VaultKey,
  without,
} from './passphrase-vault.ts';
import { readPrivateFile, replacePrivateFile, setFileAside } from './private-file.ts';

/** A file of passwords that nothing but the account’s rights protects. */
export interface PlainPasswordFile {
  /** Empty if there is none. Sets a damaged file aside and says so in `problems`. */
  read(): ReadonlyMap<MachineId, string>;
  /** Throws what the file system throws. */
  write(passwords: ReadonlyMap<MachineId, string>): void;
  remove(): void;
  readonly problems: readonly string[];
}

export interface VaultSecretsOptions {
  /** An existing folder that is this user's own. */
  readonly dataDirectory: string;
  readonly clock: Clock;
  /** Where a person may agree to storing without a keychain; null where that is not offered. */
  readonly plainFile: PlainPasswordFile | null;
  /** What an attempt at the passphrase costs; the usual unless given. */
  readonly keyCost?: HashCost;
}

type Vault =
  | { readonly kind: 'none' }
  | { readonly kind: 'locked'; readonly sealed: SealedVault }
  | { readonly kind: 'open'; readonly key: VaultKey };

/** Passwords where the operating system does not keep them: in memory, or in a file of a person's choice. */
export function createVaultSecrets(options: VaultSecretsOptions): SecretStore {
  return new VaultSecrets(options);
}

class VaultSecrets implements SecretStore {
  readonly #options: VaultSecretsOptions;
  readonly #file: string;
  readonly #changed = new Emitter<PasswordKeeping>();
  readonly #problems: string[] = [];
  /** Set where a vault is there that cannot even be read: nothing may be written over it. */
  #unreadable: string | null = null;
  #vault: Vault = { kind: 'none' };
  #passwords: ReadonlyMap<MachineId, string> = new Map();
  #storesPlainly = false;
  /** One attempt at a time: each takes memory and a core on purpose. */
  readonly #alone = new OneAtATime();

  readonly onChange = this.#changed.event;
  readonly vault: PasswordVault;
  readonly plain: PlainPasswords | null;

  constructor(options: VaultSecretsOptions) {
    this.#options = options;
    this.#file = join(options.dataDirectory, 'passwords.vault.json');
    this.vault = {
      create: (passphrase) => this.#alone.run(() => this.#create(passphrase), fail(busy)),
      unlock: (passphrase) => this.#alone.run(() => this.#unlock(passphrase), fail(busy)),
      lock: () => this.#lock(),
      changePassphrase: (current, next) =>
        this.#alone.run(() => this.#changePassphrase(current, next), fail(busy)),
      remove: () => this.#remove(),
    };
    this.plain =
      options.plainFile === null ? null : { allow: (allowed) => this.#allowPlain(allowed) };
    this.#load();
  }

  get keeping(): PasswordKeeping {
    const vault = this.#vault;
    if (vault.kind === 'locked')
      return { kind: 'vault-locked', count: vault.sealed.machines.length };
    if (vault.kind === 'open') return { kind: 'vault-open', count: this.#passwords.size };
    return this.#storesPlainly
      ? { kind: 'plain-file' }
      : { kind: 'memory', mayBePlain: this.plain !== null };
  }

  get problems(): readonly string[] {
    return [...this.#problems, ...(this.#options.plainFile?.problems ?? [])];
  }

  has(machineId: MachineId): boolean {
    return this.read(machineId).kind !== 'none';
  }

  read(machineId: MachineId): SecretReading {
    const vault = this.#vault;
    if (vault.kind === 'locked')
      return vault.sealed.machines.includes(machineId) ? { kind: 'locked' } : { kind: 'none' };
    const password = this.#passwords.get(machineId);
    return password === undefined ? { kind: 'none' } : { kind: 'password', password };
  }

  write(machineId: MachineId, password: string): void {
    if (this.#vault.kind === 'locked') throw new FailureError(passwordsLocked);
    this.#keep(new Map([...this.#passwords, [machineId, password]]));
  }

  remove(machineId: MachineId): void {
    const vault = this.#vault;
    if (!this.has(machineId)) return;
    if (vault.kind === 'locked') {
      const text = without(vault.sealed, machineId);
      replacePrivateFile(this.#file, text);
      this.#set({ kind: 'locked', sealed: sealedOf(text) });
    } else this.#keep(new Map([...this.#passwords].filter(([id]) => id !== machineId)));
  }

  #load(): void {
    let text: string | null;
    try {
      text = readPrivateFile(this.#file);
      if (text === null) return;
      const sealed = readVault(text);
      if (sealed !== null) {
        this.#vault = { kind: 'locked', sealed };
        return;
      }
      const aside = setFileAside(this.#file, this.#options.clock.now());
      this.#problems.push(
        `The encrypted file of passwords is damaged and was set aside as ${aside}. Enter the passwords again, or put a copy of it back as ${this.#file}.`,
      );
    } catch (failure) {
      this.#unreadable = `${this.#file}: ${wordsOf(failure)}`;
      this.#problems.push(
        `The encrypted file of passwords cannot be read, so passwords are kept only until QuantDeck is closed. ${this.#unreadable}`,
      );
    }
  }

  /** Stores passwords where they are kept now. Throws what the disk throws; nothing changes then. */
  #keep(passwords: ReadonlyMap<MachineId, string>): void {
    if (this.#vault.kind === 'open')
      replacePrivateFile(this.#file, seal(passwords, this.#vault.key));
    else if (this.#storesPlainly) this.#options.plainFile?.write(passwords);
    this.#passwords = passwords;
    this.#changed.fire(this.keeping);
  }

  async #create(passphrase: string): Promise<Result<null>> {
    if (this.#vault.kind !== 'none' || this.#unreadable !== null)
      return fail(vaultExists(this.#unreadable ?? this.#file));
    const key = await makeKey(passphrase, this.#keyCost);
    return this.#stored(() => {
      replacePrivateFile(this.#file, seal(this.#passwords, key));
      // From here on the passwords are in the better place.
      if (this.#storesPlainly) this.#options.plainFile?.remove();
      this.#storesPlainly = false;
      this.#set({ kind: 'open', key });
    });
  }

  async #unlock(passphrase: string): Promise<Result<null>> {
    const before = this.#vault;
    if (before.kind !== 'locked') return before.kind === 'open' ? done : fail(noVault);
    const key = await keyFor(before.sealed, passphrase);
    const now = this.#vault;
    if (now.kind !== 'locked') return fail(overtaken);
    // A machine may have been removed meanwhile, so what counts is the list of now.
    const passwords = open(now.sealed, key);
    if (passwords === null) return fail(wrongPassphrase);
    this.#passwords = passwords;
    this.#set({ kind: 'open', key });
    return done;
  }

  #lock(): void {
    if (this.#vault.kind !== 'open') return;
    const text = readPrivateFile(this.#file);
    const sealed = text === null ? null : readVault(text);
    // The file was taken away under us: write it again rather than lose what is in memory.
    const whole = sealed ?? sealedOf(seal(this.#passwords, this.#vault.key));
    if (sealed === null) replacePrivateFile(this.#file, seal(this.#passwords, this.#vault.key));
    this.#vault.key.bytes.fill(0);
    this.#passwords = new Map();
    this.#set({ kind: 'locked', sealed: whole });
  }

  async #changePassphrase(current: string, next: string): Promise<Result<null>> {
    const before = this.#vault;
    if (before.kind === 'none') return fail(noVault);
    if (before.kind === 'locked') return fail(passwordsLocked);
    const given = await makeKey(current, before.key.cost, before.key.salt);
    if (!sameKey(given, before.key)) return fail(wrongPassphrase);
    const key = await makeKey(next, this.#keyCost);
    if (this.#vault !== before) return fail(overtaken);
    return this.#stored(() => {
      replacePrivateFile(this.#file, seal(this.#passwords, key));
      before.key.bytes.fill(0);
      this.#set({ kind: 'open', key });
    });
  }

  #remove(): Result<null> {
    const vault = this.#vault;
    if (vault.kind === 'none') return fail(noVault);
    return this.#stored(() => {
      rmSync(this.#file, { force: true });
      if (vault.kind === 'open') vault.key.bytes.fill(0);
      this.#set({ kind: 'none' });
    });
  }

  #allowPlain(allowed: boolean): void {
    const { plainFile } = this.#options;
    if (plainFile === null) return;
    if (allowed) {
      if (this.#vault.kind !== 'none') throw new FailureError(vaultExists(this.#file));
      const passwords = new Map([...plainFile.read(), ...this.#passwords]);
      plainFile.write(passwords);
      this.#passwords = passwords;
    } else plainFile.remove();
    this.#storesPlainly = allowed;
    this.#changed.fire(this.keeping);
  }

  get #keyCost(): HashCost {
    return this.#options.keyCost ?? usualKeyCost;
  }

  #set(vault: Vault): void {
    this.#vault = vault;
    this.#changed.fire(this.keeping);
  }

  #stored(write: () => void): Result<null> {
    try {
      write();
      return done;
    } catch (failure) {
      return fail({
        kind: 'storage',
        message: 'The encrypted file of passwords could not be written.',
        remedy: 'Check that the disk is not full and that QuantDeck’s data folder can be written.',
        detail: wordsOf(failure),
      });
    }
  }
}

const done = succeed(null);

/** What was just written is read back, so that memory and disk cannot differ. */
function sealedOf(text: string): SealedVault {
  const sealed = readVault(text);
  if (sealed === null) throw new Error('The vault does not read what it wrote');
  return sealed;
}

function wordsOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

const passwordsLocked: Failure = {
  kind: 'passwords-locked',
  message: 'The stored passwords are locked.',
  remedy: 'Unlock passwords… first.',
  detail: '',
};

const wrongPassphrase: Failure = {
  kind: 'wrong-passphrase',
  message: 'That is not the passphrase.',
  remedy: 'Check Caps Lock and the keyboard’s language, then try again.',
  detail: '',
};

const busy: Failure = {
  kind: 'busy',
  message: 'A passphrase is being checked already.',
  remedy: 'Wait a moment, then try again.',
  detail: '',
};

const overtaken: Failure = {
  kind: 'situation-changed',
  message: 'The passwords were locked or removed meanwhile, so nothing was changed.',
  remedy: 'Look at Settings, then try again.',
  detail: '',
};

const noVault: Failure = {
  kind: 'invalid-input',
  message: 'There is no encrypted file of passwords.',
  remedy: 'Create one in Settings.',
  detail: '',
};

function vaultExists(file: string): Failure {
  return {
    kind: 'invalid-input',
    message: 'There is an encrypted file of passwords already.',
    remedy: 'Unlock it, or remove it first.',
    detail: file,
  };
}
