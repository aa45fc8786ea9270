import { z } from 'zod';
import { alertChannels, alertSchema } from '../../../shared/alert.ts';
import { machineIdSchema } from '../../../shared/machine-settings.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import { KeptFile } from '../kept-file.ts';
import { type KeptWatch, keptWatchSchema } from './watch.ts';

/** An alert that was not dismissed, and how it was told beside the window. */
export const openAlertSchema = z.strictObject({
  alert: alertSchema,
  used: z.array(z.enum(alertChannels)).readonly(),
});
export type OpenAlert = Readonly<z.infer<typeof openAlertSchema>>;

export interface AlertMemory {
  readonly machines: ReadonlyMap<MachineId, KeptWatch>;
  readonly open: readonly OpenAlert[];
}

/** Most alerts that wait for a person; Activity has the older ones too. */
export const mostOpen = 100;

/**
 * What must outlast a restart: what is known of each machine's events, and the alerts nobody dismissed. Both are in one file, written
 * in one step, so that no end of the program makes an event told twice or never.
 */
export class AlertFile {
  readonly #file: KeptFile;
  readonly loaded: AlertMemory;

  constructor(dataDirectory: string, clock: Clock) {
    this.#file = new KeptFile({
      directory: dataDirectory,
      name: 'alerts',
      holds: 'The file of alerts',
      remedy: 'Look at your machines: an alert may be missing, or come a second time.',
      clock,
    });
    this.loaded = this.#read(this.#file.found);
  }

  get problems(): readonly string[] {
    return this.#file.problems;
  }

  /** Throws if the file cannot be written. */
  write({ machines, open }: AlertMemory): void {
    this.#file.write({ version: 1, machines: Object.fromEntries(machines), open: [...open] });
  }

  /** Takes over each entry that makes sense. */
  #read(found: unknown): AlertMemory {
    const machines = new Map<MachineId, KeptWatch>();
    const open: OpenAlert[] = [];
    if (found === null) return { machines, open };
    const file = fileSchema.safeParse(found);
    let unreadable = !file.success;
    for (const [id, entry] of Object.entries(file.data?.machines ?? {})) {
      const machineId = machineIdSchema.safeParse(id);
      const watch = keptWatchSchema.safeParse(entry);
      if (machineId.success && watch.success) machines.set(machineId.data, watch.data);
      else unreadable = true;
    }
    for (const entry of file.data?.open ?? []) {
      const alert = openAlertSchema.safeParse(entry);
      if (alert.success) open.push(alert.data);
      else unreadable = true;
    }
    if (unreadable)
      this.#file.setAside('Some of what QuantDeck remembers of alerts could not be read');
    return { machines, open: open.slice(-mostOpen) };
  }
}

const fileSchema = z.object({
  machines: z.record(z.string(), z.unknown()),
  open: z.array(z.unknown()),
});
