import type { AccessLevel } from '../../../shared/access-level.ts';
import type { Acknowledgement } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { Script } from '../../../shared/script/script.ts';
import { firstLevel, type RunStep, unrollScript } from '../../../shared/script/unroll-script.ts';
import {
  isScriptOver,
  type ScriptLogEntry,
  type ScriptRunProgress,
  type ScriptRunState,
} from '../../../shared/scripts.ts';
import { completionSeconds } from '../../../shared/console.ts';
import type { Instant } from '../../../shared/units.ts';
import { type Clock, delay } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import { leavesOutcomeUnknown } from '../../machine/console/console-command.ts';
import { answersSecret } from '../../machine/console/secret-reply.ts';
import { explain } from '../../machine/failure-words.ts';
import type { Machine } from '../../machine/machine.ts';
import { maskSecrets } from '../../scpi/secrets.ts';
import { testPattern } from './test-pattern.ts';

export interface ScriptRunOptions {
  readonly start: Pick<ScriptRunState, 'id' | 'machineId' | 'name' | 'startedAt' | 'steps'>;
  readonly script: Script;
  /** Codes of reasons that were agreed to for every command of the script. */
  readonly agreed: ReadonlySet<string>;
  readonly typedName: string;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly onChange: (state: ScriptRunState) => void;
  readonly onEntry: (entry: ScriptLogEntry) => void;
}

/** A step could not be done, which ends the script. */
class StepFailed extends Error {
  readonly failure: Failure;
  readonly kind: 'failed' | 'unknown';

  constructor(failure: Failure, kind: 'failed' | 'unknown' = 'failed') {
    super(failure.message);
    this.failure = failure;
    this.kind = kind;
  }
}

const longestReply = 10_000;

/**
 * One run of a script on one machine: step after step, until the end, a stop, or the first thing that goes wrong. Every command
 * goes the console's way, so it is judged again at its turn and its level is given back. Nothing is ever sent twice.
 */
export class ScriptRun implements Disposable {
  readonly #options: ScriptRunOptions;
  /** Fires when the run is to go on, or to end. */
  readonly #nudged = new Emitter<void>();
  #state: ScriptRunState;
  #wish: 'run' | 'pause' | 'stop' = 'run';
  #command: AbortController | null = null;
  #reply = '';

  constructor(options: ScriptRunOptions) {
    this.#options = options;
    this.#state = {
      ...options.start,
      line: 0,
      step: 0,
      level: firstLevel,
      progress: { kind: 'running' },
    };
  }

  get state(): ScriptRunState {
    return this.#state;
  }

  get isOver(): boolean {
    return isScriptOver(this.#state.progress);
  }

  /** Resolves when the run is over. Does not reject. */
  async run(): Promise<void> {
    try {
      await this.#options.machine.during(() => this.#steps());
      const at = this.#options.clock.now();
      this.#end({ kind: this.#wish === 'stop' ? 'stopped' : 'finished', at });
    } catch (error) {
      const at = this.#options.clock.now();
      if (error instanceof StepFailed) this.#end({ kind: error.kind, at, failure: error.failure });
      else this.#end({ kind: 'failed', at, failure: explain(error) });
    }
    this.#nudged.dispose();
  }

  async #steps(): Promise<void> {
    for (const step of unrollScript(this.#options.script)) {
      await this.#turn();
      if (this.#wish === 'stop') return;
      this.#set({ line: step.line, progress: { kind: 'running' } });
      await this.#take(step);
      this.#set({ step: this.#state.step + 1 });
    }
  }

  pause(): void {
    if (this.isOver || this.#wish !== 'run') return;
    this.#wish = 'pause';
    if (this.#state.progress.kind === 'running') this.#set({ progress: { kind: 'pausing' } });
  }

  resume(): void {
    if (this.isOver || this.#wish !== 'pause') return;
    this.#wish = 'run';
    if (this.#state.progress.kind === 'pausing') this.#set({ progress: { kind: 'running' } });
    this.#nudged.fire();
  }

  /** Ends after the command under way; the second time, no longer waits for that command. */
  stop(): void {
    if (this.isOver) return;
    if (this.#wish === 'stop') this.#command?.abort();
    this.#wish = 'stop';
    this.#set({ progress: { kind: 'stopping' } });
    this.#nudged.fire();
  }

  dispose(): void {
    this.stop();
    this.stop();
  }

  /** Waits while the run is paused. */
  async #turn(): Promise<void> {
    if (this.#wish !== 'pause') return;
    this.#set({ progress: { kind: 'paused', since: this.#options.clock.now() } });
    this.#log(this.#state.line, 'step', 'Paused.');
    const resumed = Promise.withResolvers<void>();
    const listening = this.#nudged.event(() => resumed.resolve());
    await resumed.promise;
    listening.dispose();
  }

  async #take(step: RunStep): Promise<void> {
    switch (step.kind) {
      case 'command':
        await this.#send(step.text, step.level, step.line);
        return;
      case 'wait': {
        const until = (this.#options.clock.now() + step.milliseconds) as Instant;
        this.#set({ progress: { kind: 'waiting', until } });
        this.#log(step.line, 'step', `Waiting ${step.milliseconds / 1_000} s.`);
        await this.#wait(until);
        return;
      }
      case 'expect':
        await this.#expect(step);
        return;
      case 'level':
        this.#set({ level: step.level });
        this.#log(step.line, 'step', `Commands now run as ${step.level}.`);
        return;
      case 'set':
        // The value may be half a secret.
        this.#log(step.line, 'step', `${step.name} was set.`);
        return;
      case 'problem':
        throw new StepFailed(problem(step.message, step.line));
      default:
        assertNever(step);
    }
  }

  /** Until the moment comes or the run is to stop; a pause waits for its end. */
  async #wait(until: Instant): Promise<void> {
    const { clock } = this.#options;
    while (this.#wish !== 'stop' && clock.now() < until)
      await delay(clock, until - clock.now(), this.#nudged.event);
  }

  async #send(text: string, level: AccessLevel, line: number): Promise<void> {
    const { machine } = this.#options;
    this.#set({ level });
    const acknowledgement = this.#agreement(text, level, line);
    this.#log(line, 'command', maskSecrets(text));
    const abort = new AbortController();
    this.#command = abort;
    try {
      const reply = await machine.console.send(
        {
          text,
          level,
          wait: 'done',
          acknowledgement,
          // A run started by a script ends with the run.
          completionSeconds: completionSeconds.max,
        },
        abort.signal,
      );
      this.#reply = reply.text;
      const said = maskSecrets(reply.text.slice(0, longestReply));
      this.#log(line, 'reply', answersSecret(text) ? '***' : said);
    } catch (error) {
      throw new StepFailed(explain(error), leavesOutcomeUnknown(error) ? 'unknown' : 'failed');
    } finally {
      this.#command = null;
    }
  }

  /** What was agreed to for the whole script, for this command as it is judged now. Throws where that does not cover it. */
  #agreement(text: string, level: AccessLevel, line: number): Acknowledgement | null {
    const { machine, agreed, typedName } = this.#options;
    const verdict = machine.console.judge({ text, level });
    switch (verdict.kind) {
      case 'allow':
        return null;
      case 'refuse':
        throw new StepFailed({
          kind: 'interlock',
          message: verdict.reason.text,
          remedy: `Nothing was sent. The script stopped before line ${line}.`,
          detail: verdict.reason.code,
        });
      case 'confirm': {
        const further = verdict.reasons.filter(({ code }) => !agreed.has(code));
        if (further.length > 0)
          throw new StepFailed({
            kind: 'situation-changed',
            message: `The situation changed since the script was started, so it stopped before line ${line}.`,
            remedy: further.map((reason) => reason.text).join(' '),
            detail: further.map(({ code }) => code).join(),
          });
        const codes = verdict.reasons.map(({ code }) => code);
        return { situation: verdict.situation, codes, typedName };
      }
      default:
        return assertNever(verdict);
    }
  }

  async #expect({
    pattern,
    ignoresCase,
    line,
  }: Extract<RunStep, { kind: 'expect' }>): Promise<void> {
    const found = await testPattern(pattern, ignoresCase, this.#reply, this.#options.clock);
    if (!found.ok) throw new StepFailed(found.failure);
    if (!found.value)
      throw new StepFailed({
        kind: 'unexpected-reply',
        message: `Line ${line} expected /${pattern}/, and the machine answered something else.`,
        remedy: 'The script stopped there.',
        detail: maskSecrets(this.#reply.slice(0, 500)),
      });
    this.#log(line, 'step', `/${pattern}/ was found.`);
  }

  #end(progress: ScriptRunProgress): void {
    const words = endWords(progress);
    this.#set({ progress });
    this.#log(this.#state.line, 'end', words);
  }

  #set(change: Partial<ScriptRunState>): void {
    const isHalting =
      this.#wish === 'pause' ? 'pausing' : this.#wish === 'stop' ? 'stopping' : null;
    const progress = change.progress ?? this.#state.progress;
    // A wish stays visible while the step under way ends.
    const shown: ScriptRunProgress =
      isHalting !== null && progress.kind === 'running' ? { kind: isHalting } : progress;
    this.#state = { ...this.#state, ...change, progress: shown };
    this.#options.onChange(this.#state);
  }

  #log(line: number, kind: ScriptLogEntry['kind'], text: string): void {
    this.#options.onEntry({ at: this.#options.clock.now(), line, kind, text });
  }
}

/** How a run ended, in a sentence. */
export function endWords(progress: ScriptRunProgress): string {
  switch (progress.kind) {
    case 'finished':
      return 'Finished.';
    case 'stopped':
      return 'Stopped.';
    case 'failed':
      return `Failed: ${progress.failure.message}`;
    case 'unknown':
      return `Ended with an unknown outcome: ${progress.failure.message}`;
    case 'running':
    case 'waiting':
    case 'pausing':
    case 'paused':
    case 'stopping':
      return 'Still under way.';
    default:
      return assertNever(progress);
  }
}

function problem(message: string, line: number): Failure {
  return {
    kind: 'invalid-command',
    message: `Line ${line}: ${message}`,
    remedy: 'Correct the script and run it again.',
    detail: '',
  };
}
