import { type ConsoleLine, type ConsoleLineKind, consoleCapacity } from '../../shared/console.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/units.ts';
import { maskSecrets } from '../scpi/secrets.ts';
import type { WireRecord } from '../scpi/session-types.ts';

/** A console line carries at most this many characters; the rest is counted in `byteLength`. */
const longestText = 200_000;

/** The last lines that crossed one machine's wire, in order, secrets masked. */
export class ConsoleLog {
  readonly #lines: ConsoleLine[] = [];
  readonly #sentAt = new Map<string, Instant>();
  #sequence = 0;

  get lines(): readonly ConsoleLine[] {
    return this.#lines;
  }

  add(record: WireRecord): ConsoleLine {
    const ident = record.ident === null ? null : String(record.ident);
    const kind = lineKind(record.kind);
    const line: ConsoleLine = {
      sequence: ++this.#sequence,
      at: record.at,
      kind,
      origin: originOf(record),
      ident,
      text: textOf(record.bytes, kind, ident),
      byteLength: record.bytes.length,
      durationMilliseconds: this.#duration(record, kind, ident),
    };
    this.#lines.push(line);
    // Trimmed in blocks: shifting an array of thousands at every line would cost more than the line.
    if (this.#lines.length >= consoleCapacity * 1.2)
      this.#lines.splice(0, this.#lines.length - consoleCapacity);
    return line;
  }

  #duration(record: WireRecord, kind: ConsoleLineKind, ident: string | null): number | null {
    if (ident === null) return null;
    if (kind === 'command') {
      this.#sentAt.set(ident, record.at);
      return null;
    }
    const sentAt = this.#sentAt.get(ident);
    if (kind !== 'next') this.#sentAt.delete(ident);
    return sentAt === undefined ? null : record.at - sentAt;
  }

  /** A new session counts its idents anew. */
  forgetPending(): void {
    this.#sentAt.clear();
  }
}

function lineKind(kind: WireRecord['kind']): ConsoleLineKind {
  switch (kind) {
    case 'command':
    case 'next':
    case 'ok':
    case 'error':
    case 'message':
    case 'ready':
      return kind;
    case 'unknown':
    case 'partial':
      return 'unrecognised';
    default:
      return assertNever(kind);
  }
}

function originOf(record: WireRecord): ConsoleLine['origin'] {
  if (record.origin === 'console') return 'console';
  return record.origin === null && record.direction === 'received' && record.ident === null
    ? 'machine'
    : 'panel';
}

const keyword = /^[ \t]*[A-Za-z]+[ \t]*/;

function textOf(bytes: Uint8Array, kind: ConsoleLineKind, ident: string | null): string {
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  text = text.replace(/\r?\n$/, '');
  if (kind !== 'command' && kind !== 'unrecognised') text = text.replace(keyword, '');
  if (ident !== null && text.startsWith(ident)) text = text.slice(ident.length).trimStart();
  return maskSecrets(text).slice(0, longestText);
}
