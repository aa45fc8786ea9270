import { commandFault } from '../command-text.ts';
import { type DirectiveReading, readDirective } from './directive.ts';
import {
  longestScript,
  mostSteps,
  type ScriptProblem,
  type ScriptReading,
  type ScriptStep,
} from './script.ts';
import { unrollScript } from './unroll-script.ts';

/** Problems reported at once. */
const mostProblems = 100;
/** Sent in one run, repeats counted. */
const mostCharacters = 20_000_000;
/** Repeats inside repeats. */
const deepestRepeat = 10;

interface Frame {
  readonly line: number;
  readonly count: number;
  readonly steps: ScriptStep[];
}

/**
 * Reads a `.scpi` script: one command a line, with bodies in tags over as many lines as they need, `#` comments, and the
 * directives `@wait`, `@expect`, `@repeat … @end`, `@level` and `@set`. Says everything that is wrong, with its place.
 */
export function parseScript(text: string): ScriptReading {
  if (text.length > longestScript)
    return failed([
      { line: 1, column: 1, message: `A script may have ${longestScript} characters.` },
    ]);
  const parser = new ScriptParser(text.split(/\r?\n/));
  const steps = parser.read();
  if (parser.problems.length > 0) return failed(parser.problems);
  const script = { steps };
  const problems = problemsWhenRun(steps);
  return problems.length > 0 ? failed(problems) : { ok: true, script };
}

function failed(problems: readonly ScriptProblem[]): ScriptReading {
  const ordered = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { ok: false, problems: ordered.slice(0, mostProblems) };
}

/** Walks the script as it would run, to find variables that are not set and commands that cannot be sent once filled in. */
function problemsWhenRun(steps: readonly ScriptStep[]): readonly ScriptProblem[] {
  if (countSteps(steps) > mostSteps)
    return [
      {
        line: steps.find(({ kind }) => kind === 'repeat')?.line ?? 1,
        column: 1,
        message: `This script takes more than ${mostSteps} steps.`,
      },
    ];
  const found = new Map<string, ScriptProblem>();
  let answered = false;
  let characters = 0;
  for (const step of unrollScript({ steps })) {
    if (step.kind === 'command') characters += step.text.length;
    if (characters > mostCharacters)
      return [{ line: step.line, column: 1, message: 'This script sends too much in one run.' }];
    if (step.kind === 'problem') found.set(`${step.line} ${step.message}`, { ...step, column: 1 });
    if (step.kind === 'command') answered = true;
    if (step.kind === 'expect' && !answered)
      found.set(`${step.line}`, {
        line: step.line,
        column: 1,
        message: '@expect looks at the answer of a command, and there is none before it.',
      });
  }
  return [...found.values()].map(({ line, column, message }) => ({ line, column, message }));
}

/** How many steps a run takes. */
export function countSteps(steps: readonly ScriptStep[]): number {
  return steps.reduce(
    (sum, step) => sum + (step.kind === 'repeat' ? step.count * countSteps(step.steps) : 1),
    0,
  );
}

class ScriptParser {
  readonly problems: ScriptProblem[] = [];
  readonly #lines: readonly string[];
  readonly #frames: Frame[] = [{ line: 0, count: 1, steps: [] }];
  #next = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  read(): readonly ScriptStep[] {
    while (this.#next < this.#lines.length) this.#readOne();
    while (this.#frames.length > 1) {
      const open = this.#frames.pop() as Frame;
      this.#complain(open.line, 1, 'This @repeat has no @end.');
    }
    return this.#frames[0]?.steps ?? [];
  }

  #readOne(): void {
    const line = this.#next + 1;
    const text = this.#lines[this.#next] as string;
    const trimmed = text.trim();
    if (trimmed === '' || trimmed.startsWith('#')) this.#next++;
    else if (trimmed.startsWith('@')) {
      this.#next++;
      this.#take(readDirective(trimmed, line), text.indexOf('@') + 1, line);
    } else this.#readCommand(line);
  }

  #take(reading: DirectiveReading, column: number, line: number): void {
    switch (reading.kind) {
      case 'step':
        this.#add(reading.step);
        return;
      case 'repeat':
        if (this.#frames.length > deepestRepeat)
          this.#complain(line, column, `Repeats may be nested ${deepestRepeat} deep.`);
        this.#frames.push({ line, count: reading.count, steps: [] });
        return;
      case 'end': {
        const frame = this.#frames.length > 1 ? this.#frames.pop() : undefined;
        if (frame === undefined) this.#complain(line, column, 'This @end has no @repeat.');
        else this.#add({ kind: 'repeat', ...frame });
        return;
      }
      default:
        this.#complain(line, column + reading.offset, reading.message);
    }
  }

  /** A command ends with its line, or with the line on which the last of its tags is closed. */
  #readCommand(line: number): void {
    const open: string[] = [];
    const from = this.#next;
    do {
      followTags(this.#lines[this.#next] as string, open);
      this.#next++;
    } while (open.length > 0 && this.#next < this.#lines.length);
    const text = this.#lines.slice(from, this.#next).join('\n').trim();
    const fault = commandFault(text);
    if (fault === null) {
      this.#add({ kind: 'command', line, text });
      return;
    }
    const indent = (this.#lines[from] as string).search(/\S/);
    const column = fault.line === 1 ? fault.column + indent : fault.column;
    this.#complain(line + fault.line - 1, column, `${fault.message}.`);
    // What follows an unclosed tag may be meant as commands: it is read as such to find more problems.
    if (fault.kind === 'unclosed-tag') this.#next = from + 1;
  }

  #add(step: ScriptStep): void {
    this.#frames.at(-1)?.steps.push(step);
  }

  #complain(line: number, column: number, message: string): void {
    this.problems.push({ line, column, message });
  }
}

function followTags(line: string, open: string[]): void {
  for (const [, close, name = ''] of line.matchAll(/<(\/?)([A-Za-z_][\w.-]*)>/g)) {
    if (close === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
  }
}
