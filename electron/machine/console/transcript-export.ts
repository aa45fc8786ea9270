import { assertNever } from '../../../shared/assert-never.ts';
import type { ConsoleFilter, ConsoleLineKind } from '../../../shared/console.ts';
import type { ConsoleLog } from './console-log.ts';
import type { StoredLine } from './line-store.ts';
import { decode, textOf } from './line-text.ts';

const signs: Readonly<Record<ConsoleLineKind, string>> = {
  command: '>',
  next: '<',
  ok: '<',
  error: '<',
  message: '*',
  ready: '<',
  unrecognised: '?',
  opened: '=',
  closed: '=',
};

/** What a piece takes at most: main is to be kept from the machines for a few milliseconds only. */
const linesAtOnce = 2_000;
const charactersAtOnce = 500_000;

export interface TranscriptWish {
  readonly format: 'text' | 'jsonl';
  readonly from: number;
  readonly to: number;
  readonly filter: ConsoleFilter;
}

export interface TranscriptPiece {
  readonly text: string;
  readonly lines: number;
  /** Where the next piece begins; null at the end. */
  readonly next: number | null;
}

/** The first lines of a wish, as many as are written in a few milliseconds; at least one, however long it is. */
export function transcriptPiece(
  log: Pick<ConsoleLog, 'range' | 'stored'>,
  { format, from, to, filter }: TranscriptWish,
): TranscriptPiece {
  const { first, last } = log.range;
  const begin = Math.max(from, first ?? 1);
  const end = Math.min(to, last);
  const border = Math.min(end, begin + linesAtOnce - 1);
  const parts: string[] = [];
  let length = 0;
  for (const line of log.stored(begin, border, filter)) {
    const part = writeLine(line, format);
    parts.push(part);
    length += part.length;
    if (length < charactersAtOnce) continue;
    const next = line.sequence < end ? line.sequence + 1 : null;
    return { text: parts.join(''), lines: parts.length, next };
  }
  return { text: parts.join(''), lines: parts.length, next: border < end ? border + 1 : null };
}

/** A line of a text to read, or one JSON object with every fact and exact content. */
export function writeLine(line: StoredLine, format: TranscriptWish['format']): string {
  switch (format) {
    case 'text':
      return textLine(line);
    case 'jsonl':
      return `${JSON.stringify(facts(line))}\n`;
    default:
      return assertNever(format);
  }
}

function textLine(line: StoredLine): string {
  const { at, kind, origin, session, durationMilliseconds, bytes } = line;
  const took = durationMilliseconds === null ? '' : ` (${durationMilliseconds} ms)`;
  const wire = decode(bytes).replace(/\r?\n$/, '');
  return `${new Date(at).toISOString()} ${session ?? '-'} ${origin.padEnd(7)} ${signs[kind]} ${wire}${took}\n`;
}

function facts(line: StoredLine): Readonly<Record<string, unknown>> {
  const { sequence, at, session, kind, origin, ident, wireBytes, durationMilliseconds } = line;
  const content = isUtf8Text(line.bytes)
    ? { text: textOf(line) }
    : { base64: Buffer.from(line.bytes).toString('base64') };
  return {
    sequence,
    at: new Date(at).toISOString(),
    session,
    kind,
    origin,
    ident,
    bytes: wireBytes,
    durationMilliseconds,
    ...content,
  };
}

/** Whether the bytes are UTF-8, so that a text can stand for all of them. */
export function isUtf8Text(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
