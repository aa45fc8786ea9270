import { randomUUID } from 'node:crypto';
import type { Acknowledgement } from '../../../shared/action.ts';
import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import { isScriptOver, type ScriptCheck, type ScriptRunState } from '../../../shared/scripts.ts';
import type { MachineId, ScriptRunId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Machine } from '../../machine/machine.ts';
import { objectionTo } from '../../machine/objection.ts';
import type { Journal } from '../../store/journal.ts';
import { checkScript, coveredCodes } from './check-script.ts';
import type { ScriptLogFiles } from './script-log-files.ts';
import { endWords, ScriptRun } from './script-run.ts';

export interface ScriptDeskOptions {
  readonly clock: Clock;
  readonly logs: ScriptLogFiles;
  readonly journal: Pick<Journal, 'recordEvent'>;
  readonly onChange: (machineId: MachineId) => void;
}

export interface ScriptWish {
  readonly name: string;
  readonly text: string;
  readonly acknowledgement: Acknowledgement | null;
}

/** Runs scripts, one a machine at a time, and keeps a log of each run. */
export class ScriptDesk implements Disposable {
  readonly #options: ScriptDeskOptions;
  /** The run that is on, or was last. */
  readonly #runs = new Map<MachineId, ScriptRun>();

  constructor(options: ScriptDeskOptions) {
    this.#options = options;
  }

  state(id: MachineId): ScriptRunState | null {
    return this.#runs.get(id)?.state ?? null;
  }

  check(machine: Machine, text: string): ScriptCheck {
    return checkScript(text, (command) => machine.console.judge(command)).check;
  }

  /** Starts a script, if everything risky in it was agreed to. */
  run(machine: Machine, { name, text, acknowledgement }: ScriptWish): Result<ScriptRunState> {
    const { settings } = machine;
    if (this.#isOn(settings.id)) return fail(alreadyOn);
    const checked = checkScript(text, (command) => machine.console.judge(command));
    if (!checked.ok) return fail(mistakes(checked.check));
    const { verdict } = checked.check;
    const objection = objectionTo(verdict, acknowledgement, settings.name);
    if (objection !== null) return fail(objection);
    const { clock, logs, onChange } = this.#options;
    const id = randomUUID() as ScriptRunId;
    const start = {
      id,
      machineId: settings.id,
      name,
      startedAt: clock.now(),
      steps: checked.check.steps,
    };
    const run = new ScriptRun({
      start,
      script: checked.script,
      agreed: coveredCodes(checked.check),
      typedName: acknowledgement?.typedName ?? '',
      machine,
      clock,
      onChange: () => onChange(settings.id),
      onEntry: (entry) => {
        if (entry.kind !== 'end') logs.add(id, entry);
      },
    });
    logs.begin({ ...start, machineName: settings.name });
    this.#note(machine, `Began the script “${name}”.`);
    this.#runs.set(settings.id, run);
    void run.run().then(() => this.#ended(machine, run));
    return succeed(run.state);
  }

  pause(id: MachineId): Result<null> {
    return this.#onRun(id, (run) => run.pause());
  }

  resume(id: MachineId): Result<null> {
    return this.#onRun(id, (run) => run.resume());
  }

  stop(id: MachineId): Result<null> {
    return this.#onRun(id, (run) => run.stop());
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.dispose();
  }

  #isOn(id: MachineId): boolean {
    return this.#runs.get(id)?.isOver === false;
  }

  #onRun(id: MachineId, act: (run: ScriptRun) => void): Result<null> {
    const run = this.#runs.get(id);
    if (run === undefined || run.isOver) return fail(noneOn);
    act(run);
    return succeed(null);
  }

  #ended(machine: Machine, { state }: ScriptRun): void {
    const { id, name, line, progress } = state;
    const text = endWords(progress);
    if (isScriptOver(progress)) {
      const { kind } = progress as Extract<typeof progress, { at: unknown }>;
      const at = this.#options.clock.now();
      this.#options.logs.end(id, { at, line, kind: 'end', text }, kind);
    }
    const where = line === 0 ? '' : ` At line ${line}.`;
    this.#note(machine, `The script “${name}”: ${text}${where}`);
  }

  #note({ settings }: Machine, text: string): void {
    this.#options.journal.recordEvent({
      kind: 'notice',
      machineId: settings.id,
      machineName: settings.name,
      text,
      failure: null,
    });
  }
}

const alreadyOn: Failure = {
  kind: 'busy',
  message: 'A script is already running on this machine.',
  remedy: 'Wait until it has ended, or stop it first.',
  detail: '',
};

const noneOn: Failure = {
  kind: 'invalid-input',
  message: 'No script is running on this machine.',
  remedy: 'Look at the log of the last one.',
  detail: '',
};

function mistakes({ problems }: ScriptCheck): Failure {
  const [first] = problems;
  return {
    kind: 'invalid-input',
    message: 'The script has mistakes, so nothing was sent.',
    remedy:
      first === undefined ? '' : `Line ${first.line}, column ${first.column}: ${first.message}`,
    detail: problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join('\n'),
  };
}
