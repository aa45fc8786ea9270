import type { RunEnding, RunStage } from '../../shared/run.ts';
import { type Body, findOption, list, optionText } from '../scpi/value.ts';

/** One line of the `Run` topic, understood (instrument protocol, section 7). Lines not known here are `other`. */
export type RunEvent =
  | { readonly kind: 'starting'; readonly title: string }
  | { readonly kind: 'stage'; readonly stage: RunStage }
  | { readonly kind: 'cycle'; readonly cycle: number }
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'ramping'; readonly cover: boolean; readonly target: number | null }
  | { readonly kind: 'ramped'; readonly cover: boolean }
  | { readonly kind: 'holding'; readonly holdSeconds: number | null; readonly collecting: boolean }
  | { readonly kind: 'acquiring'; readonly point: number | null }
  | { readonly kind: 'collected' }
  /** How the run is about to end; the end itself is `ended`. */
  | { readonly kind: 'ending'; readonly ending: RunEnding; readonly reason: string }
  | { readonly kind: 'ended'; readonly title: string }
  /** A remark that changes nothing, such as `Lamp is warmed up`. */
  | { readonly kind: 'remark'; readonly text: string }
  | { readonly kind: 'other' };

/** Seen in the log of a real QuantStudio 5. */
const remarks = /^(Lamp is |Setting sample volume )/i;

const endings: ReadonlyMap<string, RunEnding> = new Map([
  ['completed', 'completed'],
  ['stopped', 'stopped'],
  ['aborted', 'aborted'],
  ['error', 'failed'],
]);

/** Reads a `Run` message's body. Never fails: what is not understood is `other`, and its text is in the transcript. */
export function readRunEvent(body: Body): RunEvent {
  const [first, second] = body.args;
  const word = (first?.text ?? '').toLowerCase().replace(/:$/, '');
  const argument = second?.text ?? '';
  switch (word) {
    case 'starting':
      return { kind: 'starting', title: argument };
    case 'stage':
      return { kind: 'stage', stage: readStage(argument) };
    case 'cycle':
      return numbered(argument, (cycle) => ({ kind: 'cycle', cycle }));
    case 'step':
      return numbered(argument, (step) => ({ kind: 'step', step }));
    case 'ramping':
    case 'ramped': {
      const cover = /^cover$/i.test(optionText(body.options, 'zones') ?? '');
      if (word === 'ramped') return { kind: 'ramped', cover };
      return { kind: 'ramping', cover, target: meanOf(body, 'targets') };
    }
    case 'holding':
      return {
        kind: 'holding',
        holdSeconds: readNumber(optionText(body.options, 'time')),
        collecting: /^true$/i.test(optionText(body.options, 'collecting') ?? ''),
      };
    case 'acquiring':
      return { kind: 'acquiring', point: readCount(optionText(body.options, 'point') ?? '') };
    case 'collected':
      return { kind: 'collected' };
    case 'ended':
      return { kind: 'ended', title: argument };
    default: {
      const ending = endings.get(word);
      if (ending === undefined)
        return remarks.test(body.raw) ? { kind: 'remark', text: body.raw } : { kind: 'other' };
      const reason = ending === 'failed' ? body.raw.replace(/^\S+\s*/, '') : '';
      return { kind: 'ending', ending, reason };
    }
  }
}

/**
 * Whether a `Run` line says that the run turned: then more has changed than the line tells. Lines not known here may be
 * such a turn, as a pause is.
 */
export function turnsTheRun({ kind }: RunEvent): boolean {
  return ['starting', 'stage', 'ending', 'ended', 'other'].includes(kind);
}

/** Reads a stage as the machine writes it: a number, `PRERUN`, `POSTRun`, or `-`/`-1` before any. */
export function readStage(text: string): RunStage {
  const number = readCount(text);
  if (number !== null) return { kind: 'stage', number };
  if (/^prerun$/i.test(text)) return { kind: 'prerun' };
  if (/^postrun$/i.test(text)) return { kind: 'postrun' };
  return { kind: 'starting' };
}

/** A whole number from 0 up; null for `-`, `-1` and anything else, which mean “not there”. */
export function readCount(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** A finite number; null for anything else. */
export function readNumber(text: string | null): number | null {
  if (text === null || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  return Number(text);
}

function numbered(text: string, make: (value: number) => RunEvent): RunEvent {
  const value = readCount(text);
  return value === null ? { kind: 'other' } : make(value);
}

function meanOf(body: Body, key: string): number | null {
  const value = findOption(body.options, key)?.value;
  if (!value) return null;
  const numbers = list(value).map(readNumber);
  const known = numbers.filter((number) => number !== null);
  if (known.length === 0 || known.length !== numbers.length) return null;
  return known.reduce((sum, number) => sum + number, 0) / known.length;
}
