import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import { z } from 'zod';
import { type MachineSettings, machineSettingsSchema } from '../../shared/machine-settings.ts';
import type { MachineId } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';

const fileSchema = z.object({ version: z.literal(1), machines: z.array(z.unknown()) });

interface FileShape extends Record<string, unknown> {
  version: 1;
  machines: unknown[];
}

/** What loading found besides the machines: a plain sentence for the person, naming the file that was set aside. */
export interface MachineListProblem {
  readonly text: string;
}

/**
 * The machines a person set up, in display order, in `machines.json` of the data directory. Written whole and atomically
 * at each change. A file or an entry that cannot be read is set aside under another name, never overwritten.
 */
export class MachineList {
  readonly #file: string;
  /** Null where the folder cannot be used. */
  readonly #store: Conf<FileShape> | null;
  readonly #problems: MachineListProblem[] = [];
  /** True when there was no list before: the very first start. */
  readonly isNew: boolean;
  #machines: readonly MachineSettings[];

  constructor(dataDirectory: string, clock: Clock) {
    const file = join(dataDirectory, 'machines.json');
    const aside = join(dataDirectory, `machines.damaged-${clock.now()}.json`);
    this.#file = file;
    this.isNew = !existsSync(file);
    const open = (): Conf<FileShape> =>
      new Conf<FileShape>({
        cwd: dataDirectory,
        configName: 'machines',
        projectVersion: '1',
        configFileMode: 0o600,
      });
    let store: Conf<FileShape> | null = null;
    let content: unknown = { version: 1, machines: [] };
    try {
      store = open();
      content = store.store;
    } catch (damage) {
      store = this.#reopen(open, file, aside, damage);
    }
    this.#store = store;
    this.#machines = this.isNew ? [] : this.#validate(content, file, aside);
  }

  get machines(): readonly MachineSettings[] {
    return this.#machines;
  }

  get problems(): readonly MachineListProblem[] {
    return this.#problems;
  }

  /** Throws if the file cannot be written; the list then stays as it was. */
  put(settings: MachineSettings): void {
    const known = this.#machines.some(({ id }) => id === settings.id);
    this.#write(
      known
        ? this.#machines.map((machine) => (machine.id === settings.id ? settings : machine))
        : [...this.#machines, settings],
    );
  }

  /** Throws if the file cannot be written. */
  remove(id: MachineId): void {
    this.#write(this.#machines.filter((machine) => machine.id !== id));
  }

  /** Sets the damaged file aside and begins a new one; null where the folder does not allow even that. */
  #reopen(
    open: () => Conf<FileShape>,
    file: string,
    aside: string,
    damage: unknown,
  ): Conf<FileShape> | null {
    try {
      if (!this.isNew) renameSync(file, aside);
      const store = open();
      this.#problems.push({
        text: `The list of machines could not be read and was set aside as ${aside}. Add your machines again, or repair that file and put it back.`,
      });
      return store;
    } catch {
      const why = damage instanceof Error ? damage.message : String(damage);
      this.#problems.push({
        text: `The list of machines ${file} can neither be read nor saved, so nothing you change will be kept: ${why}`,
      });
      return null;
    }
  }

  #write(machines: readonly MachineSettings[]): void {
    if (this.#store === null) throw new Error(`${this.#file} cannot be written`);
    this.#store.store = { version: 1, machines: [...machines] };
    this.#machines = machines;
  }

  #validate(content: unknown, file: string, aside: string): readonly MachineSettings[] {
    const whole = fileSchema.safeParse(content);
    const entries = whole.success ? whole.data.machines : [];
    const machines: MachineSettings[] = [];
    for (const entry of entries) {
      const reading = machineSettingsSchema.safeParse(entry);
      if (reading.success && !machines.some(({ id }) => id === reading.data.id))
        machines.push(reading.data);
    }
    if (!whole.success || machines.length < entries.length) {
      copyFileSync(file, aside);
      const lost = whole.success
        ? `${entries.length - machines.length} of ${entries.length} machines in the list could not be read`
        : 'The list of machines could not be read';
      this.#problems.push({ text: `${lost}. The file as it was is kept as ${aside}.` });
      this.#write(machines);
    }
    return machines;
  }
}
