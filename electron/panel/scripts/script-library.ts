import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import {
  mostStoredScripts,
  type StoredScript,
  storedScriptSchema,
} from '../../../shared/scripts.ts';
import type { Clock } from '../../base/clock.ts';
import { KeptFile } from '../kept-file.ts';

const fileSchema = z.object({ scripts: z.array(storedScriptSchema).max(mostStoredScripts) });

/** Scripts kept under names, in `scripts.json` of the data directory. */
export class ScriptLibrary {
  readonly #file: KeptFile;
  readonly #clock: Clock;
  #scripts: readonly StoredScript[] = [];

  constructor(dataDirectory: string, clock: Clock) {
    this.#clock = clock;
    this.#file = new KeptFile({
      directory: dataDirectory,
      name: 'scripts',
      holds: 'The file of your scripts',
      remedy: 'Repair that file and put it back, or save your scripts again.',
      clock,
    });
    if (this.#file.found === null) return;
    const reading = fileSchema.safeParse(this.#file.found);
    if (reading.success) this.#scripts = reading.data.scripts;
    else this.#file.setAside('The file of your scripts makes no sense and was begun anew');
  }

  get problems(): readonly string[] {
    return this.#file.problems;
  }

  get all(): readonly StoredScript[] {
    return this.#scripts;
  }

  /** Adds one, or changes the one with this id. Throws if the file cannot be written; nothing changes then. */
  save(id: string | null, name: string, text: string): Result<StoredScript> {
    const known = this.#scripts.findIndex((script) => script.id === id);
    if (id !== null && known === -1) return fail(gone);
    if (id === null && this.#scripts.length >= mostStoredScripts) return fail(tooMany);
    const script = { id: id ?? randomUUID(), name, text, savedAt: this.#clock.now() };
    this.#write(known === -1 ? [...this.#scripts, script] : this.#scripts.with(known, script));
    return succeed(script);
  }

  /** Throws if the file cannot be written; nothing changes then. */
  remove(id: string): void {
    this.#write(this.#scripts.filter((script) => script.id !== id));
  }

  #write(scripts: readonly StoredScript[]): void {
    this.#file.write({ version: 1, scripts });
    this.#scripts = scripts;
  }
}

const gone: Failure = {
  kind: 'invalid-input',
  message: 'This script is no longer in the library.',
  remedy: 'Save it as a new one.',
  detail: '',
};

const tooMany: Failure = {
  kind: 'invalid-input',
  message: `The library holds ${mostStoredScripts} scripts at most.`,
  remedy: 'Remove some first.',
  detail: '',
};
