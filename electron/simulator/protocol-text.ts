import { CommandFailure } from './command-failure.ts';
import { parseCommandLine, type Template } from './command-line.ts';
import { zoneCount } from './physics.ts';

/** How a value changes from cycle to cycle and from repeat to repeat of a step. */
export interface Increment {
  readonly by: number;
  /** The first cycle that is changed. */
  readonly fromCycle: number;
  /** The first repeat of the step that is changed. */
  readonly fromStep: number;
}

export interface FilterSet {
  /** `m1` … `m6` */
  readonly emission: string;
  /** `x1` … `x6` */
  readonly excitation: string;
}

export type StepAction =
  | {
      readonly kind: 'ramp';
      /** °C, one for each zone. */
      readonly targets: readonly number[];
      /** Percent of the fastest. */
      readonly ratePercent: number;
      readonly increment: Increment;
    }
  | { readonly kind: 'filters'; readonly filters: readonly FilterSet[] }
  | {
      readonly kind: 'hold';
      readonly seconds: number;
      readonly collect: boolean;
      readonly increment: Increment;
    };

interface ProtocolStep {
  readonly name: string;
  readonly repeat: number;
  readonly actions: readonly StepAction[];
}

interface ProtocolStage {
  readonly name: string;
  readonly repeat: number;
  readonly steps: readonly ProtocolStep[];
}

export interface Protocol {
  readonly name: string;
  readonly stages: readonly ProtocolStage[];
  /** What `PROT?` answers. */
  readonly text: string;
  /** °C */
  readonly coverCelsius: number;
}

interface ProtocolLine {
  readonly name: string;
  readonly line: number;
  readonly options: ReadonlyMap<string, string>;
  readonly words: readonly string[];
  readonly body: string | null;
}

const longestHoldSeconds = 7 * 24 * 3600;
const mostRepeats = 10_000;

/** Reads a `STAGe`/`STEP` tree (instrument protocol, section 8). Throws a ParseError that names the line. */
export function parseProtocol(name: string, text: string, coverCelsius = 105): Protocol {
  const stages = parseLines(text).map((line) => {
    if (!isNamed(line, 'stag', 'stage')) throw fail(line, `'${line.name}' is not a STAGe`);
    const label = line.words[1] ?? line.words[0] ?? '';
    return { name: label, repeat: repeatOf(line), steps: parseSteps(line) };
  });
  if (stages.length === 0) {
    throw new CommandFailure('ParseError', `In macro '${name}' --> No stages`, {
      message: 'No stages',
    });
  }
  return { name, stages, text: text.replaceAll('\r', '').replace(/^\n+|\s+$/g, ''), coverCelsius };
}

function parseSteps(stage: ProtocolLine): readonly ProtocolStep[] {
  if (stage.body === null) throw fail(stage, 'A STAGe needs <multiline.stage>');
  const steps = parseLines(stage.body, stage.line).map((line) => {
    if (!isNamed(line, 'step')) throw fail(line, `'${line.name}' is not a STEP`);
    if (line.body === null) throw fail(line, 'A STEP needs <multiline.step>');
    const actions = parseLines(line.body, line.line).flatMap(parseAction);
    return { name: line.words[0] ?? '', repeat: repeatOf(line), actions };
  });
  if (steps.length === 0) throw fail(stage, 'A STAGe needs at least one STEP');
  return steps;
}

function parseAction(line: ProtocolLine): readonly StepAction[] {
  if (isNamed(line, 'ramp')) return [parseRamp(line)];
  if (isNamed(line, 'hold')) return [parseHold(line, false)];
  if (isNamed(line, 'holdandcollect', 'hac')) return [parseHold(line, true)];
  if (isNamed(line, 'hacfilt', 'hacfilter')) return [parseFilters(line)];
  // Exposure times change the pictures, which are not simulated, so the line is only checked for its name.
  if (isNamed(line, 'exposure', 'exp')) return [];
  throw fail(line, `Unknown command '${line.name}'`);
}

function parseRamp(line: ProtocolLine): StepAction {
  const values = line.words.map((word) => numberAt(line, word, 'temperature', 4, 100));
  if (values.length !== 1 && values.length !== zoneCount) {
    throw fail(line, `RAMP needs 1 or ${zoneCount} temperatures, not ${values.length}`);
  }
  return {
    kind: 'ramp',
    targets:
      values.length === 1 ? Array.from({ length: zoneCount }, () => values[0] ?? 25) : values,
    ratePercent: optionNumber(line, 'rate', 100, 0.1, 1000),
    increment: incrementOf(line),
  };
}

function parseHold(line: ProtocolLine, collect: boolean): StepAction {
  if (line.words.length !== 1) throw fail(line, `${line.name} needs one number of seconds`);
  const seconds = numberAt(line, line.words[0] ?? '', 'hold', 0, longestHoldSeconds);
  return { kind: 'hold', seconds, collect, increment: incrementOf(line) };
}

function parseFilters(line: ProtocolLine): StepAction {
  const filters = line.words.map((word) => {
    const match = /^(m[1-6]),(x[1-6])(?:,\w+)?$/i.exec(word);
    if (!match) throw fail(line, `'${word}' is not a filter such as m1,x1,quant`);
    return {
      emission: (match[1] ?? '').toLowerCase(),
      excitation: (match[2] ?? '').toLowerCase(),
    };
  });
  return { kind: 'filters', filters };
}

function incrementOf(line: ProtocolLine): Increment {
  return {
    by: optionNumber(line, 'increment', 0, -1000, 1000),
    fromCycle: optionNumber(line, 'incrementcycle', 2, 1, mostRepeats),
    fromStep: optionNumber(line, 'incrementstep', 2, 1, mostRepeats),
  };
}

function repeatOf(line: ProtocolLine): number {
  return Math.floor(optionNumber(line, 'repeat', 1, 1, mostRepeats));
}

function optionNumber(
  line: ProtocolLine,
  name: string,
  missing: number,
  least: number,
  most: number,
): number {
  const text = line.options.get(name);
  return text === undefined ? missing : numberAt(line, text, `-${name}`, least, most);
}

function numberAt(
  line: ProtocolLine,
  text: string,
  what: string,
  least: number,
  most: number,
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw fail(line, `${what} must be a number, not '${text}'`);
  if (value < least || value > most) {
    throw fail(line, `${what} must be from ${least} to ${most}, not ${text}`);
  }
  return value;
}

function isNamed(line: ProtocolLine, ...names: readonly string[]): boolean {
  return names.includes(line.name.toLowerCase());
}

function fail(line: ProtocolLine, message: string): CommandFailure {
  return new CommandFailure(
    'ParseError',
    `In macro '${line.name}', line ${line.line} --> ${message}`,
    {
      message,
    },
  );
}

/** Cuts a body into commands; a command's own body keeps its newlines. */
function parseLines(text: string, firstLine = 0): readonly ProtocolLine[] {
  const lines: ProtocolLine[] = [];
  let depth = 0;
  let current = '';
  let start = firstLine + 1;
  for (const [index, row] of text.split('\n').entries()) {
    if (current === '') start = firstLine + index + (firstLine === 0 ? 1 : 0);
    current += current === '' ? row : `\n${row}`;
    for (const [, slash] of row.matchAll(/<(\/?)[A-Za-z0-9_.-]+>/g))
      depth += slash === '/' ? -1 : 1;
    if (depth > 0) continue;
    const line = parseCommandLine(current);
    if (line) lines.push(toLine(line.name, start, line.options, line.words));
    current = '';
  }
  if (current.trim() !== '') {
    throw new CommandFailure('ParseError', `In macro, line ${start} --> A tag is not closed`, {
      message: 'A tag is not closed',
    });
  }
  return lines;
}

function toLine(
  name: string,
  line: number,
  options: readonly { readonly name: string; readonly value: Template }[],
  words: readonly Template[],
): ProtocolLine {
  const bodies = words.flatMap((word) => word.filter((part) => part.kind === 'body'));
  return {
    name,
    line,
    options: new Map(options.map((option) => [option.name, plainText(option.value)])),
    words: words.filter((word) => word.every((part) => part.kind !== 'body')).map(plainText),
    body: bodies[0]?.text ?? null,
  };
}

/** Protocol text is stored, not executed: nothing in it is replaced. */
function plainText(template: Template): string {
  return template.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
