import { assertNever } from '../../../shared/assert-never.ts';
import type { ConsoleLineKind } from '../../../shared/console.ts';
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

/** Writes transcript lines as a text to read, or as one JSON object a line with every fact and exact content. */
export function writeTranscript(lines: Iterable<StoredLine>, format: 'text' | 'jsonl'): string {
  const parts: string[] = [];
  for (const line of lines) {
    switch (format) {
      case 'text':
        parts.push(textLine(line));
        break;
      case 'jsonl':
        parts.push(`${JSON.stringify(facts(line))}\n`);
        break;
      default:
        assertNever(format);
    }
  }
  return parts.join('');
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
