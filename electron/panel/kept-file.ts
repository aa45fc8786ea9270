import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import type { Clock } from '../base/clock.ts';

export interface KeptFileOptions {
  /** An existing folder that is this user's own. */
  readonly directory: string;
  /** Without `.json`. */
  readonly name: string;
  /** What it holds, to complete “… could not be read”, such as “The list of machines”. */
  readonly holds: string;
  /** What a person does about a file that was set aside whole. */
  readonly remedy: string;
  readonly clock: Clock;
}

/**
 * One JSON file of the data directory that a person's choices are kept in. Written whole and atomically at each change. One that
 * makes no sense is set aside under another name, never overwritten, and a plain sentence says so.
 */
export class KeptFile {
  readonly #options: KeptFileOptions;
  readonly #file: string;
  readonly #aside: string;
  readonly #problems: string[] = [];
  /** Null where the folder cannot be used. */
  readonly #store: Conf | null;
  readonly #found: unknown;
  /** True when there was no such file before. */
  readonly isNew: boolean;

  constructor(options: KeptFileOptions) {
    const { directory, name, clock } = options;
    this.#options = options;
    this.#file = join(directory, `${name}.json`);
    this.#aside = join(directory, `${name}.damaged-${clock.now()}.json`);
    this.isNew = !existsSync(this.#file);
    let found: unknown = null;
    let store: Conf | null = null;
    try {
      store = this.#open();
      found = this.isNew ? null : store.store;
    } catch (damage) {
      store = this.#reopen(damage);
    }
    this.#store = store;
    this.#found = found;
  }

  /** What the file held when it was opened, to be checked by whoever knows its shape; null if there was nothing to read. */
  get found(): unknown {
    return this.#found;
  }

  /** Plain sentences for the person, each naming the file that was set aside. */
  get problems(): readonly string[] {
    return this.#problems;
  }

  /** Replaces the content. Throws if the file cannot be written; it then stays as it was. */
  write(content: Record<string, unknown>): void {
    if (this.#store === null) throw new Error(`${this.#file} cannot be written`);
    this.#store.store = content;
  }

  /** Keeps a copy of the file as it is, because what follows drops some of it. `what` is a plain clause without a full stop. */
  setAside(what: string): void {
    copyFileSync(this.#file, this.#aside);
    this.#problems.push(`${what}. The file as it was is kept as ${this.#aside}.`);
  }

  #open(): Conf {
    const { directory, name } = this.#options;
    return new Conf({
      cwd: directory,
      configName: name,
      projectVersion: '1',
      configFileMode: 0o600,
    });
  }

  /** Sets the damaged file aside and begins a new one; null where the folder does not allow even that. */
  #reopen(damage: unknown): Conf | null {
    const { holds, remedy } = this.#options;
    try {
      if (!this.isNew) renameSync(this.#file, this.#aside);
      const store = this.#open();
      this.#problems.push(
        `${holds} could not be read and was set aside as ${this.#aside}. ${remedy}`,
      );
      return store;
    } catch {
      const why = damage instanceof Error ? damage.message : String(damage);
      const subject = holds.charAt(0).toLowerCase() + holds.slice(1);
      this.#problems.push(
        `QuantDeck can neither read nor save ${subject} in ${this.#file}, so nothing you change of it will be kept: ${why}`,
      );
      return null;
    }
  }
}
