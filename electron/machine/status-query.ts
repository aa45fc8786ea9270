import type {
  Controlled,
  CoverPosition,
  DrawerPosition,
  HeaterSetting,
  InstrumentState,
  OnOff,
  Reading,
  Readings,
  SetPoints,
} from '../../shared/readings.ts';
import { atLeast, readAccessLevel } from '../../shared/access-level.ts';
import type { Celsius, Instant } from '../../shared/units.ts';
import { MachineError } from '../scpi/errors.ts';
import { parseBody } from '../scpi/parser.ts';
import type { Body } from '../scpi/value.ts';
import { blockQuery } from './commands/block.ts';
import type { InstrumentCommand } from './commands/command.ts';
import { coverHeaterQuery, coverQuery } from './commands/cover.ts';
import { drawerQuery } from './commands/drawer.ts';
import { instrumentStateQuery } from './commands/instrument-state.ts';
import { powerQuery } from './commands/power.ts';
import {
  blockTemperaturesQuery,
  controlledQuery,
  coverTemperatureQuery,
  lampTemperatureQuery,
  sampleTemperaturesQuery,
  setPointsQuery,
} from './commands/temperatures.ts';
import type { RunStatusReading } from './run-monitor.ts';
import { readCount, readNumber, readStage } from './run-topic.ts';
import { UnexpectedReplyError } from './unexpected-reply.ts';

/** Asks one question on the machine's session; `Session.execute` narrowed to what is needed here. */
export type Query = (text: string) => Promise<{ readonly body: Body; readonly at: Instant }>;

/** What one look at the whole machine found; a part that could not be read is missing and named in `problems`. */
export interface StatusReading {
  readonly readings: Partial<Readings>;
  readonly run: RunStatusReading | null;
  readonly at: Instant;
  readonly problems: readonly string[];
}

interface Values {
  power: OnOff;
  drawer: DrawerPosition;
  coverHeater: HeaterSetting;
  block: HeaterSetting;
  setPoints: SetPoints;
  controlled: Controlled;
  sample: readonly Celsius[];
  blockZones: readonly Celsius[];
  coverTemperature: Celsius;
  lampTemperature: Celsius;
  instrument: InstrumentState;
  title: string;
  stage: string;
  cycle: string;
  step: string;
  point: string;
  startTime: string;
  cover: CoverPosition;
}

type Part<Name extends keyof Values> = {
  readonly name: Name;
  /** How the part is written inside `RET`. */
  readonly substitution: string;
  readonly read: (text: string) => Values[Name];
};

function answerOf<Name extends keyof Values>(
  name: Name,
  command: InstrumentCommand<Values[Name]>,
): Part<Name> {
  return {
    name,
    substitution: `$(${command.text})`,
    read: (text) => command.read(parseBody(text, { comments: false })),
  };
}

function variable<Name extends 'title' | 'stage' | 'cycle' | 'step' | 'point'>(
  name: Name,
  substitution: string,
): Part<Name> {
  return { name, substitution, read: (text) => text };
}

/** Unix seconds, or `-` for none. */
function timeVariable(name: 'startTime', substitution: string): Part<'startTime'> {
  return {
    name,
    substitution,
    read(text) {
      if (/^(-1?|)$/.test(text) || readNumber(text) !== null) return text;
      throw new UnexpectedReplyError(substitution, text, 'a time or “-”');
    },
  };
}

/**
 * The parts in the order they are asked. The cover comes last: it alone may answer nothing at all, and at the end a
 * missing value cannot shift the others (instrument protocol, section 6).
 */
const parts: readonly Part<keyof Values>[] = [
  answerOf('power', powerQuery),
  answerOf('drawer', drawerQuery),
  answerOf('coverHeater', coverHeaterQuery),
  answerOf('block', blockQuery),
  answerOf('setPoints', setPointsQuery),
  answerOf('controlled', controlledQuery),
  answerOf('sample', sampleTemperaturesQuery),
  answerOf('blockZones', blockTemperaturesQuery),
  answerOf('coverTemperature', coverTemperatureQuery),
  answerOf('lampTemperature', lampTemperatureQuery),
  answerOf('instrument', instrumentStateQuery),
  variable('title', '${RunTitle:--}'),
  variable('stage', '${Stage:--1}'),
  variable('cycle', '${Cycle:--1}'),
  variable('step', '${Step:--1}'),
  variable('point', '${Point:--1}'),
  timeVariable('startTime', '${RunStartTime:--}'),
  answerOf('cover', coverQuery),
] as Part<keyof Values>[];

const combined = `RET ${parts.map((part) => part.substitution).join(' ')}`;

/**
 * Reads a machine's whole status: in one round trip where the machine can, part by part where its one reply is an error
 * or has another shape. A part this machine refuses is not asked again on this session. One per session.
 */
export class StatusQuery {
  #separately = false;
  readonly #refused = new Set<keyof Values>();

  /** Rejects only when the session ended or fell silent; what the machine refuses is a problem in the answer. */
  async read(query: Query): Promise<StatusReading> {
    if (!this.#separately) {
      try {
        const { body, at } = await query(combined);
        const reading = this.#readCombined(body, at);
        if (reading !== null) return reading;
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
      this.#separately = true;
    }
    return this.#readSeparately(query);
  }

  /** Null when the values cannot be told apart for certain. */
  #readCombined(body: Body, at: Instant): StatusReading | null {
    const missing = parts.length - body.args.length;
    // An unquoted value such as a title “-x” reads as an option, and would shift all the others.
    if (body.options.length > 0 || missing < 0 || missing > 1) return null;
    const texts = parts.map((_, index) => body.args[index]?.text ?? '');
    const reading = this.#collect(texts, at);
    // One value fewer is a cover that answered nothing, provided that everything before it is in its place.
    return missing === 1 && reading.problems.length > 0 ? null : reading;
  }

  async #readSeparately(query: Query): Promise<StatusReading> {
    const answers = await Promise.all(
      parts.map(async (part) => {
        if (this.#refused.has(part.name)) return null;
        try {
          const { body, at } = await query(`RET ${part.substitution}`);
          const [value] = body.args;
          const single = body.args.length === 1 && body.options.length === 0;
          return { text: single && value ? value.text : body.raw, at };
        } catch (error) {
          if (!isRefusal(error)) throw error;
          this.#refused.add(part.name);
          return null;
        }
      }),
    );
    const times = answers.flatMap((answer) => (answer === null ? [] : [answer.at]));
    if (times.length === 0)
      throw new UnexpectedReplyError('status', '', 'an answer to at least one status query');
    // The oldest answer dates them all: an age must never be understated.
    const at = Math.min(...times) as Instant;
    return this.#collect(
      answers.map((answer) => answer?.text ?? null),
      at,
    );
  }

  #collect(texts: readonly (string | null)[], at: Instant): StatusReading {
    const values: Partial<Record<keyof Values, unknown>> = {};
    const problems: string[] = [];
    for (const [index, part] of parts.entries()) {
      const text = texts[index] ?? null;
      if (text === null) {
        problems.push(`${part.substitution}: the machine refused it`);
        continue;
      }
      try {
        values[part.name] = part.read(text);
      } catch (error) {
        if (!(error instanceof UnexpectedReplyError)) throw error;
        problems.push(error.message);
      }
    }
    return interpret(values as Partial<Values>, at, problems);
  }
}

/** What the machine will refuse again. Too low a level is not: it was given up for a moment only. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof MachineError)) return false;
  const level = readAccessLevel(error.field('currentAccess') ?? '');
  return error.errorKind !== 'InsufficientAccess' || level === null || atLeast(level, 'Observer');
}

function interpret(
  values: Partial<Values>,
  at: Instant,
  problems: readonly string[],
): StatusReading {
  const of = <T>(value: T | undefined): Reading<T> | undefined =>
    value === undefined ? undefined : { value, at };
  const { sample, blockZones, coverTemperature } = values;
  const temperatures =
    sample === undefined || blockZones === undefined || coverTemperature === undefined
      ? undefined
      : { sample, block: blockZones, cover: coverTemperature, heatsink: null };
  const readings = {
    power: of(values.power),
    drawer: of(values.drawer),
    cover: of(values.cover),
    coverHeater: of(values.coverHeater),
    block: of(values.block),
    instrument: of(values.instrument),
    temperatures: of(temperatures),
    setPoints: of(values.setPoints),
    controlled: of(values.controlled),
    lampTemperature: of(values.lampTemperature),
  };
  const found = Object.fromEntries(
    Object.entries(readings).filter(([, reading]) => reading !== undefined),
  ) as Partial<Readings>;
  return { readings: found, run: interpretRun(values), at, problems };
}

function interpretRun(values: Partial<Values>): RunStatusReading | null {
  const { instrument, title, stage, cycle, step, point, startTime } = values;
  if (
    instrument === undefined ||
    title === undefined ||
    stage === undefined ||
    cycle === undefined ||
    step === undefined ||
    point === undefined
  )
    return null;
  const seconds = readNumber(startTime ?? null);
  return {
    title: title === '-' || title === '' ? null : title,
    stage: readStage(stage),
    cycle: readCount(cycle),
    step: readCount(step),
    point: readCount(point),
    instrument,
    startedAt: seconds === null ? null : (Math.round(seconds * 1000) as Instant),
  };
}
