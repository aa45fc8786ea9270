import { type AccessLevel } from '../access-level.ts';
import { commandFault } from '../command-text.ts';
import type { Script, ScriptStep } from './script.ts';

/** A step at its turn, with variables filled in and at the level that holds there. */
export type RunStep =
  | {
      readonly kind: 'command';
      readonly line: number;
      readonly text: string;
      readonly level: AccessLevel;
    }
  | Extract<ScriptStep, { kind: 'wait' | 'expect' | 'level' | 'set' }>
  /** It cannot be done as it turned out. */
  | { readonly kind: 'problem'; readonly line: number; readonly message: string };

/** The level of a script that names none. */
export const firstLevel: AccessLevel = 'Observer';

const longestValue = 10_000;
const variable = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** The steps of a script in the order they are taken. */
export function* unrollScript({ steps }: Script): Generator<RunStep> {
  yield* unroll(steps, { level: firstLevel, values: new Map() });
}

interface State {
  level: AccessLevel;
  readonly values: Map<string, string>;
}

function* unroll(steps: readonly ScriptStep[], state: State): Generator<RunStep> {
  for (const step of steps) {
    switch (step.kind) {
      case 'repeat':
        for (let turn = 0; turn < step.count; turn++) yield* unroll(step.steps, state);
        break;
      case 'level':
        state.level = step.level;
        yield step;
        break;
      case 'set':
        yield* setValue(step, state);
        break;
      case 'command':
        yield command(step, state);
        break;
      default:
        yield step;
    }
  }
}

function* setValue(
  step: Extract<ScriptStep, { kind: 'set' }>,
  { values }: State,
): Generator<RunStep> {
  const filled = fill(step.value, values);
  if (!filled.ok) yield { kind: 'problem', line: step.line, message: filled.message };
  else {
    values.set(step.name, filled.text);
    yield { ...step, value: filled.text };
  }
}

function command(
  { line, text }: Extract<ScriptStep, { kind: 'command' }>,
  { level, values }: State,
): RunStep {
  const filled = fill(text, values);
  if (!filled.ok) return { kind: 'problem', line, message: filled.message };
  const fault = commandFault(filled.text);
  return fault === null
    ? { kind: 'command', line, text: filled.text, level }
    : { kind: 'problem', line, message: `${fault.message}, once variables are filled in.` };
}

type Filled =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

function fill(text: string, values: ReadonlyMap<string, string>): Filled {
  const missing = Array.from(text.matchAll(variable), ([, name = '']) => name).find(
    (name) => !values.has(name),
  );
  if (missing !== undefined)
    return { ok: false, message: `{{${missing}}} has no value: @set it first.` };
  const filled = text.replaceAll(variable, (_whole, name: string) => values.get(name) ?? '');
  return filled.length - text.length > longestValue
    ? { ok: false, message: 'Filled-in values are too long.' }
    : { ok: true, text: filled };
}
