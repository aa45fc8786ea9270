import type { MachineSnapshot } from '../../shared/machine.ts';
import type { MachineSettings } from '../../shared/machine-settings.ts';
import type { MachineId } from '../../shared/units.ts';
import type { Machine } from '../machine/machine.ts';
import type { WiredMachine } from './machine-wiring.ts';

export interface MachineFleetOptions {
  readonly wire: (settings: MachineSettings) => WiredMachine;
  /** How a machine is set up by now; null if it is not in the list any more. */
  readonly settings: (id: MachineId) => MachineSettings | null;
  /** A machine began, or its state may have changed. */
  readonly onChange: (id: MachineId) => void;
  /** A machine is being left because it was changed or removed. */
  readonly onLeaving: (id: MachineId) => void;
}

const leaveSeconds = 5;

/** The machines that are running, and those that are being left because they were changed or removed. */
export class MachineFleet {
  readonly #options: MachineFleetOptions;
  readonly #running = new Map<MachineId, WiredMachine>();
  readonly #ending = new Map<MachineId, WiredMachine>();
  #closed = false;

  constructor(options: MachineFleetOptions) {
    this.#options = options;
  }

  get machines(): readonly Machine[] {
    return [...this.#running.values()].map(({ machine }) => machine);
  }

  get(id: MachineId): Machine | null {
    return this.#running.get(id)?.machine ?? null;
  }

  /** A machine that is being changed shows how it was until it begins anew. */
  snapshot(id: MachineId): MachineSnapshot | null {
    const wired = this.#running.get(id) ?? this.#ending.get(id);
    return wired?.machine.snapshot() ?? null;
  }

  begin(settings: MachineSettings): void {
    const wired = this.#options.wire(settings);
    this.#running.set(settings.id, wired);
    this.#options.onChange(settings.id);
    wired.machine.start();
  }

  /**
   * Ends a machine and begins it as the list has it by then, if it still does. Of several changes at once the first to
   * come here after the end begins it, for all of them.
   */
  async startAnew(id: MachineId): Promise<void> {
    const wired = this.#running.get(id) ?? this.#ending.get(id);
    if (wired) {
      this.#running.delete(id);
      this.#ending.set(id, wired);
      this.#options.onLeaving(id);
      await wired.machine.leave(leaveSeconds);
      wired.scope.dispose();
      this.#ending.delete(id);
    }
    const settings = this.#options.settings(id);
    if (settings !== null && !this.#closed && !this.#running.has(id)) this.begin(settings);
  }

  /** Begins nothing any more and leaves every machine within `maxSeconds`. Never rejects. */
  async leave(maxSeconds: number): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#all.map(({ machine }) => machine.leave(maxSeconds)));
  }

  /** Ends what is left at once. */
  dispose(): void {
    for (const { scope } of this.#all) scope.dispose();
    this.#running.clear();
  }

  get #all(): readonly WiredMachine[] {
    return [...this.#running.values(), ...this.#ending.values()];
  }
}
