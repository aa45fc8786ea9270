import { assertNever } from '../../shared/assert-never.ts';
import type { RunId } from '../../shared/run-history.ts';
import type { MachineId } from '../../shared/units.ts';
import type { Disposable } from '../base/disposable.ts';
import type { RunStore } from '../store/runs/run-store.ts';
import { record } from './run-recording.ts';
import {
  noRecording,
  type RecorderInput,
  type Recording,
  resumeRecording,
  type RunWrite,
} from './run-recording-state.ts';

/** The machine whose runs are recorded. */
export interface RecordedMachine {
  readonly id: MachineId;
  /** As a run that begins now is to be filed under. */
  readonly name: string;
}

/**
 * Turns what one machine says into stored runs. Goes on with the run that was on when it was last recorded, once the machine
 * confirms it. Does not throw for what the disk says.
 */
export class RunRecorder implements Disposable {
  readonly #store: RunStore;
  readonly #machine: RecordedMachine;
  #recording: Recording;
  #run: RunId | null;
  #disposed = false;

  constructor(store: RunStore, machine: RecordedMachine) {
    this.#store = store;
    this.#machine = machine;
    const unfinished = store.unfinished(machine.id);
    this.#run = unfinished?.summary.id ?? null;
    this.#recording = unfinished
      ? resumeRecording(unfinished.summary, unfinished.facts)
      : noRecording;
  }

  /** The run that is being recorded, or that waits for the machine to confirm it; null if none is. */
  get run(): RunId | null {
    return this.#run;
  }

  hear(input: RecorderInput): void {
    if (this.#disposed) return;
    const { recording, writes } = record(this.#recording, input);
    this.#recording = recording;
    for (const write of writes) this.#write(write);
    // A run is on disk with its first words, however soon a crash comes.
    if (writes.some(({ kind }) => kind === 'begin')) this.#store.flush();
  }

  /** Writes what is not on disk. A run that is on stays open, to be gone on with. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.#run !== null) this.#store.leave(this.#run);
  }

  #write(write: RunWrite): void {
    if (write.kind === 'begin') {
      const { id: machineId, name: machineName } = this.#machine;
      const { at, title, sawStart } = write;
      this.#run = this.#store.begin({ machineId, machineName, title, sawStart, at });
      return;
    }
    const run = this.#run;
    if (run === null) throw new Error(`“${write.kind}” belongs to no run`);
    switch (write.kind) {
      case 'fact':
        return this.#store.addFact(run, write.fact);
      case 'sample':
        return this.#store.addSample(run, write.sample);
      case 'started':
        return this.#store.started(run, write.startedAt);
      case 'observed':
        return this.#store.observed(run, write.at);
      case 'end':
        this.#run = null;
        return this.#store.end(run, write.end);
      default:
        return assertNever(write);
    }
  }
}
