import { z } from 'zod';
import { type MachineSettings, machineSettingsSchema } from '../../shared/machine-settings.ts';
import type { MachineId } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { KeptFile } from './kept-file.ts';

const fileSchema = z.object({ version: z.literal(1), machines: z.array(z.unknown()) });

/**
 * The machines a person set up, in display order, in `machines.json` of the data directory. A file or an entry that cannot be
 * read is set aside under another name, never overwritten.
 */
export class MachineList {
  readonly #file: KeptFile;
  #machines: readonly MachineSettings[];

  constructor(dataDirectory: string, clock: Clock) {
    this.#file = new KeptFile({
      directory: dataDirectory,
      name: 'machines',
      holds: 'The list of machines',
      remedy: 'Add your machines again, or repair that file and put it back.',
      clock,
    });
    this.#machines = this.#file.found === null ? [] : this.#validate(this.#file.found);
  }

  /** True when there was no list before: the very first start. */
  get isNew(): boolean {
    return this.#file.isNew;
  }

  get machines(): readonly MachineSettings[] {
    return this.#machines;
  }

  /** What loading found besides the machines, in plain sentences for the person. */
  get problems(): readonly string[] {
    return this.#file.problems;
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

  #write(machines: readonly MachineSettings[]): void {
    this.#file.write({ version: 1, machines });
    this.#machines = machines;
  }

  #validate(content: unknown): readonly MachineSettings[] {
    const whole = fileSchema.safeParse(content);
    const entries = whole.success ? whole.data.machines : [];
    const machines: MachineSettings[] = [];
    for (const entry of entries) {
      const reading = machineSettingsSchema.safeParse(entry);
      if (reading.success && !machines.some(({ id }) => id === reading.data.id))
        machines.push(reading.data);
    }
    if (!whole.success || machines.length < entries.length) {
      this.#file.setAside(
        whole.success
          ? `${entries.length - machines.length} of ${entries.length} machines in the list could not be read`
          : 'The list of machines could not be read',
      );
      this.#write(machines);
    }
    return machines;
  }
}
