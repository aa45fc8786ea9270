import { type ConsoleLine, consolePreviewCharacters } from '../../../shared/console.ts';
import type { StoredLine } from './line-store.ts';

const keyword = /^[ \t]*[A-Za-z]+[ \t]*/;
const topicWord = /^\S*/;

/** The longest thing before a line's text on the wire: keyword, ident and blanks, in bytes. */
const longestLead = 64;

/** A line as windows see it, with the beginning of its text. */
export function previewOf(line: StoredLine): ConsoleLine {
  // A character is at most four bytes; a reply of megabytes is not decoded for its first lines.
  const head = line.bytes.subarray(0, consolePreviewCharacters * 4 + longestLead);
  const text = textOf({ ...line, bytes: head });
  const clipped = head.length < line.bytes.length || text.length > consolePreviewCharacters;
  return {
    sequence: line.sequence,
    at: line.at,
    kind: line.kind,
    origin: line.origin,
    session: line.session,
    ident: line.ident === null ? null : String(line.ident),
    topic: line.kind === 'message' ? (topicWord.exec(text)?.[0] ?? '') : null,
    text: clipped ? withoutHalfPair(text.slice(0, consolePreviewCharacters)) : text,
    clipped,
    byteLength: line.wireBytes,
    durationMilliseconds: line.durationMilliseconds,
  };
}

/** The whole text of a line without keyword, ident and line end. */
export function textOf({ bytes, kind, ident }: StoredLine): string {
  let text = decode(bytes).replace(/\r?\n$/, '');
  if (kind === 'opened' || kind === 'closed') return text;
  if (kind !== 'command' && kind !== 'unrecognised') text = text.replace(keyword, '');
  if (ident !== null && text.startsWith(String(ident)))
    text = text.slice(String(ident).length).trimStart();
  return text;
}

/** The topic of a message, without decoding all of it. */
export function topicOf(line: StoredLine): string {
  const text = textOf({ ...line, bytes: line.bytes.subarray(0, 300) });
  return topicWord.exec(text)?.[0] ?? '';
}

export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function withoutHalfPair(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}
