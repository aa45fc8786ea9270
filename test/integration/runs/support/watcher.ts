import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../../electron/base/clock.ts';
import { type Disposable, DisposableStore } from '../../../../electron/base/disposable.ts';
import { RunRecorder } from '../../../../electron/panel/run-recorder.ts';
import { openRunStore } from '../../../../electron/store/runs/open-run-store.ts';
import type { RunStore } from '../../../../electron/store/runs/run-store.ts';
import type { Result } from '../../../../shared/failure.ts';
import type { LiveRun, RunId, RunRecord, RunTelemetry } from '../../../../shared/run-history.ts';
import type { MachineId } from '../../../../shared/units.ts';
import type { RunSource } from './run-source.ts';

export const machine = { id: 'm-1' as MachineId, name: 'Left machine' };

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.message} ${result.failure.detail}`);
  return result.value;
}

/** What the recorder of one machine does in one life of the panel. */
export class Watcher implements Disposable {
  readonly runs: RunStore;
  readonly recorder: RunRecorder;
  readonly notices: readonly string[];
  readonly directory: string;
  readonly #scope = new DisposableStore();

  constructor(source: RunSource, directory: string) {
    this.directory = directory;
    let ids = 0;
    const { clock } = source;
    const newId = (): string => `${clock.now()}-${ids++}`;
    const { runs, notices } = openRunStore({ dataDirectory: directory, clock, newId });
    this.notices = notices;
    this.runs = this.#scope.add(runs);
    this.recorder = this.#scope.add(new RunRecorder(runs, machine));
    this.recorder.hear({ kind: 'contact', at: clock.now(), contact: 'found' });
    this.#scope.add(source.onInput((input) => this.recorder.hear(input)));
  }

  /** The only stored run, whole. */
  only(): { readonly record: RunRecord; readonly telemetry: RunTelemetry } {
    const { runs } = valueOf(this.runs.list({ limit: 10 }));
    const [summary] = runs;
    if (summary === undefined || runs.length !== 1) throw new Error(`${runs.length} runs`);
    return this.whole(summary.id);
  }

  whole(id: RunId): { readonly record: RunRecord; readonly telemetry: RunTelemetry } {
    return { record: valueOf(this.runs.get(id)), telemetry: valueOf(this.runs.telemetry(id)) };
  }

  live(): LiveRun | null {
    return valueOf(this.runs.live(machine.id));
  }

  /** A folder with what a kill at this moment would leave on disk. */
  imageOfKill(): string {
    return copyOfRuns(this.directory);
  }

  dispose(): void {
    this.#scope.dispose();
  }
}

/** A folder with the run database as it is on disk now, whoever has it open. */
function copyOfRuns(directory: string): string {
  const copy = newDirectory();
  for (const name of ['runs.db', 'runs.db-wal'])
    if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(copy, name));
  return copy;
}

export function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'quantdeck-runs-'));
}

/** A database that a test fills by hand. */
export function openRuns(directory: string, clock: Clock): RunStore {
  const { runs, notices } = openRunStore({ dataDirectory: directory, clock });
  if (notices.length > 0) throw new Error(notices.join(' '));
  return runs;
}
