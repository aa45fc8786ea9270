import type {
  ExposurePart,
  FilterSet,
  Increment,
  Protocol,
  ProtocolPart,
  ProtocolStage,
  ProtocolStep,
  RampRate,
  UnknownPart,
} from '../../shared/protocol.ts';
import type { Celsius } from '../../shared/units.ts';
import { defaultFramerLimits } from '../scpi/framer.ts';
import { FramingError } from '../scpi/framing-error.ts';
import { parseBody } from '../scpi/parser.ts';
import { TagScanner } from '../scpi/tag-scanner.ts';
import { type Body, findOption, list, optionText, type Value } from '../scpi/value.ts';
import { readNumber } from './run-topic.ts';

/** What is known of a protocol beside its text: `RET ${Protocol} ${SampleVolume} ${RunMode}`. */
export interface ProtocolFacts {
  readonly name: string | null;
  /** µL */
  readonly sampleVolume: number | null;
  readonly runMode: string | null;
}

export type ProtocolReading =
  | { readonly kind: 'protocol'; readonly protocol: Protocol }
  | { readonly kind: 'not-a-protocol'; readonly reason: string };

/** One command with its exact text; its own body keeps its lines. */
interface Line {
  readonly name: string;
  readonly text: string;
  readonly body: Body;
  /** Values without the name and without the tagged body. */
  readonly words: readonly Value[];
  readonly content: string | null;
}

/** More than a run could do in years; a number above is taken for unreadable. */
const mostRepeats = 100_000;

/**
 * Reads a protocol: the text inside the answer to `PROT? ${Protocol}`, that answer with its tag, or a recorded `PROT`
 * command (instrument protocol, section 8). Whatever it does not understand is kept as it was written. Never throws.
 */
export function readProtocol(text: string, facts?: ProtocolFacts): ProtocolReading {
  try {
    return readOuter(text, text, facts);
  } catch (error) {
    if (!(error instanceof FramingError)) throw error;
    return { kind: 'not-a-protocol', reason: `its tags do not match: ${error.message}` };
  }
}

function readOuter(text: string, whole: string, facts?: ProtocolFacts): ProtocolReading {
  const lines = readLines(text);
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) {
    const [value] = only.body.args;
    if (only.body.args.length === 1 && value?.kind === 'tagged')
      return readOuter(value.text, whole, facts);
    if (isNamed(only, 'PROTocol') && only.content !== null) return readCommand(only, whole, facts);
  }
  return readStages(lines, {
    name: facts?.name ?? null,
    coverTarget: null,
    sampleVolume: facts?.sampleVolume ?? null,
    runMode: facts?.runMode ?? null,
    text: whole,
  });
}

/** `PROT -volume=50 -runmode=standard name <multiline.protocol>…`: what the command says wins over `facts`. */
function readCommand(line: Line, whole: string, facts?: ProtocolFacts): ProtocolReading {
  const { options } = line.body;
  const number = (key: string): number | null => readNumber(optionText(options, key));
  return readStages(readLines(line.content ?? ''), {
    name: line.words[0]?.text ?? facts?.name ?? null,
    coverTarget: number('covertemperature') as Celsius | null,
    sampleVolume: number('volume') ?? number('samplevolume') ?? facts?.sampleVolume ?? null,
    runMode: optionText(options, 'runmode') ?? facts?.runMode ?? null,
    text: whole,
  });
}

function readStages(
  lines: readonly Line[],
  facts: Omit<Protocol, 'stages' | 'others'>,
): ProtocolReading {
  const stages: ProtocolStage[] = [];
  const others: UnknownPart[] = [];
  for (const line of lines) {
    if (isNamed(line, 'STAGe') && line.content !== null) stages.push(readStage(line));
    else others.push(unknown(line));
  }
  if (stages.length === 0) return { kind: 'not-a-protocol', reason: 'there is no STAGe in it' };
  return { kind: 'protocol', protocol: { ...facts, stages: numbered(stages), others } };
}

function readStage(line: Line): ProtocolStage {
  const steps: ProtocolStep[] = [];
  const others: UnknownPart[] = [];
  for (const inner of readLines(line.content ?? '')) {
    if (isNamed(inner, 'STEP') && inner.content !== null) steps.push(readStep(inner));
    else others.push(unknown(inner));
  }
  return { ...headOf(line), steps: numbered(steps), others };
}

function readStep(line: Line): ProtocolStep {
  return { ...headOf(line), parts: readLines(line.content ?? '').map(readPart) };
}

/** The number, label and repeat of a `STAGe` or `STEP`; a number that is none is a label, and `numbered` gives one. */
function headOf(line: Line): { number: number; label: string | null; repeat: number | null } {
  const [first, second] = line.words.map(({ text }) => text);
  const number = wholeNumber(first ?? '');
  const label = (number === null ? first : second) ?? null;
  const repeat = optionText(line.body.options, 'repeat');
  return { number: number ?? 0, label, repeat: repeat === null ? 1 : wholeNumber(repeat) };
}

/** Numbers as written if each is there once; otherwise by place, which is how the machine counts then (unverified). */
function numbered<T extends { readonly number: number }>(items: readonly T[]): readonly T[] {
  const numbers = new Set(items.map(({ number }) => number).filter((number) => number > 0));
  if (numbers.size === items.length) return items;
  return items.map((item, index) => ({ ...item, number: index + 1 }));
}

function readPart(line: Line): ProtocolPart {
  const part = readKnownPart(line);
  return part === null ? unknown(line) : part;
}

/** Null for a name not known here, and for values that do not make sense. */
function readKnownPart(line: Line): ProtocolPart | null {
  const { text } = line;
  if (line.content !== null) return null;
  if (isNamed(line, 'RAMP')) return readRamp(line);
  if (isNamed(line, 'HOLD')) {
    const hold = readHold(line);
    return hold && { kind: 'hold', ...hold, text };
  }
  if (isNamed(line, 'HoldAndCollect')) {
    const hold = readHold(line);
    const pcr = readFlag(line, 'pcr', false);
    const quant = readFlag(line, 'quant', true);
    const tiff = readFlag(line, 'tiff', false);
    if (hold === null || pcr === null || quant === null || tiff === null) return null;
    return { kind: 'collect', ...hold, pcr, quant, tiff, text };
  }
  if (isNamed(line, 'HoldAndCollectFILTer')) {
    const filters = line.words.map((word) => readFilter(list(word)));
    if (filters.length === 0 || filters.includes(null)) return null;
    return { kind: 'filters', filters: filters as FilterSet[], text };
  }
  return isNamed(line, 'EXPosure') ? readExposure(line) : null;
}

function readRamp(line: Line): ProtocolPart | null {
  const targets = line.words.flatMap((word) => list(word)).map(readNumber);
  const rate = readRate(optionText(line.body.options, 'rate'));
  const increment = readIncrement(line);
  const cover = readOption(line, 'cover', null);
  if (targets.length === 0 || targets.includes(null)) return null;
  if (rate === undefined || increment === null || cover === undefined) return null;
  const celsius = targets as Celsius[];
  return {
    kind: 'ramp',
    targets: celsius,
    rate,
    cover: cover as Celsius | null,
    increment,
    text: line.text,
  };
}

function readHold(
  line: Line,
): { readonly seconds: number | null; readonly increment: Increment } | null {
  const increment = readIncrement(line);
  const [word] = line.words;
  if (increment === null || line.words.length > 1) return null;
  if (word === undefined || word.text === '') return { seconds: null, increment };
  const seconds = readNumber(word.text);
  return seconds === null || seconds < 0 ? null : { seconds, increment };
}

function readExposure(line: Line): ExposurePart | null {
  const settings = line.words.map((word) => {
    const members = list(word);
    const times = members.findIndex((member) => readNumber(member) !== null);
    const filter = readFilter(times === -1 ? members : members.slice(0, times));
    const exposures = (times === -1 ? [] : members.slice(times)).map(readNumber);
    if (filter === null || exposures.includes(null)) return null;
    return { filter, exposures: exposures as number[] };
  });
  const known = settings.filter((setting) => setting !== null);
  if (known.length === 0 || known.length !== settings.length) return null;
  return { kind: 'exposure', settings: known, text: line.text };
}

/** `m1,x1,quant` in any order. */
function readFilter(members: readonly string[]): FilterSet | null {
  const numberOf = (letter: string): number | null => {
    const found = members.filter((member) => new RegExp(`^${letter}\\d$`, 'i').test(member));
    return found.length === 1 ? Number(found[0]?.slice(1)) : null;
  };
  const emission = numberOf('m');
  const excitation = numberOf('x');
  if (emission === null || excitation === null) return null;
  const quant = members.some((member) => member.toLowerCase() === 'quant');
  return { emission, excitation, quant };
}

function readIncrement(line: Line): Increment | null {
  const by = readOption(line, 'increment', 0);
  const fromCycle = readOption(line, 'incrementcycle', null);
  const fromStep = readOption(line, 'incrementstep', null);
  if (by === undefined || by === null || fromCycle === undefined || fromStep === undefined)
    return null;
  return { by, fromCycle, fromStep };
}

/** The number of an option, `missing` where it is not there, undefined where it is no number. */
function readOption<T extends number | null>(
  line: Line,
  key: string,
  missing: T,
): number | T | undefined {
  const option = findOption(line.body.options, key);
  if (option === undefined) return missing;
  return readNumber(option.value?.text ?? null) ?? undefined;
}

/** `58.477` and `58.477%` are percent, `1.6C/s` is °C per second; undefined for anything else. */
function readRate(text: string | null): RampRate | null | undefined {
  if (text === null) return null;
  const match = /^([\d.]+)\s*(%|°?C\/s)?$/i.exec(text);
  const value = readNumber(match?.[1] ?? null);
  if (match === null || value === null || value <= 0) return undefined;
  const unit = match[2] === undefined || match[2] === '%' ? 'percent' : 'celsius-per-second';
  return { unit, value };
}

function readFlag(line: Line, key: string, missing: boolean): boolean | null {
  const option = findOption(line.body.options, key);
  if (option === undefined) return missing;
  if (option.value === null) return true;
  if (/^true$/i.test(option.value.text)) return true;
  return /^false$/i.test(option.value.text) ? false : null;
}

/** A whole number from 1 up, also as `4.0`. */
function wholeNumber(text: string): number | null {
  const value = readNumber(text);
  return value !== null && Number.isInteger(value) && value >= 1 && value <= mostRepeats
    ? value
    : null;
}

function unknown(line: Line): UnknownPart {
  return { kind: 'unknown', text: line.text };
}

/** Whether a command has this name: capitals mark the short form, the case does not matter (section 3). */
function isNamed(line: Line, name: string): boolean {
  const written = line.name.toLowerCase();
  return written === name.toLowerCase() || written === name.replaceAll(/[a-z]/g, '').toLowerCase();
}

/** Cuts a text into commands at the newlines outside tags. Throws `FramingError` where tags do not match. */
function readLines(text: string): readonly Line[] {
  const bytes = Buffer.from(text, 'utf8');
  const scanner = new TagScanner(defaultFramerLimits.maxDepth);
  const lines: Line[] = [];
  let start = 0;
  const take = (end: number): void => {
    const line = readLine(bytes.toString('utf8', start, end).trim());
    if (line !== null) lines.push(line);
    start = end + 1;
  };
  for (const [at, byte] of bytes.entries()) {
    if (scanner.take(byte, at) === 'line-end') take(at);
  }
  take(bytes.length);
  return lines;
}

/** Null for an empty line, and for one that is only a comment. */
function readLine(text: string): Line | null {
  const body = parseBody(text, { comments: true });
  if (body.args.length === 0 && body.options.length === 0) return null;
  const [name, ...values] = body.args;
  const last = values.at(-1);
  const content = last?.kind === 'tagged' ? last.text : null;
  return {
    name: name?.kind === 'bare' ? name.text : '',
    text,
    body,
    words: content === null ? values : values.slice(0, -1),
    content,
  };
}
