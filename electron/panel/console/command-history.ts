import { z } from 'zod';
import { historyCapacity } from '../../../shared/console-extras.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { maskSecrets } from '../../scpi/secrets.ts';
import { KeptFile } from '../kept-file.ts';

/** A longer text was pasted, not typed, and is in the transcript. */
const longestCommand = 20_000;
/** Several commands sent together are written together. */
const writeMilliseconds = 1_000;

const fileSchema = z.object({ machines: z.record(z.string(), z.array(z.string())) });

/** What was typed for each machine, in `console-history.json` of the data directory, secrets masked. */
export class CommandHistory implements Disposable {
  readonly #file: KeptFile;
  readonly #clock: Clock;
  readonly #commands = new Map<MachineId, readonly string[]>();
  #timer: Disposable | null = null;

  constructor(dataDirectory: string, clock: Clock) {
    this.#clock = clock;
    this.#file = new KeptFile({
      directory: dataDirectory,
      name: 'console-history',
      holds: 'The history of the console',
      remedy: 'It begins anew.',
      clock,
    });
    if (this.#file.found === null) return;
    const reading = fileSchema.safeParse(this.#file.found);
    if (!reading.success) {
      this.#file.setAside('The history of the console makes no sense and begins anew');
      return;
    }
    for (const [id, commands] of Object.entries(reading.data.machines))
      this.#commands.set(id as MachineId, commands.slice(-historyCapacity));
  }

  get problems(): readonly string[] {
    return this.#file.problems;
  }

  /** Oldest first. */
  of(id: MachineId): readonly string[] {
    return this.#commands.get(id) ?? [];
  }

  /** Adds a command; the same one twice in a row is kept once. */
  add(id: MachineId, text: string): void {
    const masked = maskSecrets(text);
    const known = this.of(id);
    if (masked.length > longestCommand || known.at(-1) === masked) return;
    this.#commands.set(id, [...known, masked].slice(-historyCapacity));
    this.#timer ??= this.#clock.after(writeMilliseconds, () => this.#write());
  }

  /** Throws if the file cannot be written. */
  forget(id: MachineId): void {
    if (this.#commands.delete(id)) this.#save();
  }

  dispose(): void {
    if (this.#timer !== null) this.#write();
  }

  #write(): void {
    this.#timer?.dispose();
    this.#timer = null;
    try {
      this.#save();
    } catch {
      // A history that cannot be kept is no reason to keep anybody from sending.
    }
  }

  #save(): void {
    this.#file.write({ version: 1, machines: Object.fromEntries(this.#commands) });
  }
}
