import { assertNever } from '../../../shared/assert-never.ts';
import {
  consoleCapacity,
  type ConsoleFilter,
  type ConsoleLine,
  type ConsoleLineKind,
  type ConsolePage,
} from '../../../shared/console.ts';
import type { Instant, SessionId } from '../../../shared/units.ts';
import { maskSecrets, secretsIn } from '../../scpi/secrets.ts';
import type { WireRecord } from '../../scpi/session-types.ts';
import { parseMessage } from '../../scpi/parser.ts';
import { consoleOriginPrefix } from './console-command.ts';
import { LineStore, type StoredLine } from './line-store.ts';
import { decode, previewOf, topicOf } from './line-text.ts';

export interface ConsoleLogOptions {
  /** Memory that a machine's lines may take now, in bytes. */
  readonly budgetBytes: () => number;
  readonly onLine: (line: ConsoleLine) => void;
}

export interface PageWish {
  readonly before: number | null;
  readonly after: number | null;
  readonly limit: number;
  readonly filter: ConsoleFilter;
}

/** A frame longer than this is searched only for the secrets of its session: prose that names `AUTH` is short. */
const longestProse = 16_384;

/** The last lines that crossed one machine's wire, in order, exactly as they were but for secrets. */
export class ConsoleLog {
  readonly #onLine: (line: ConsoleLine) => void;
  readonly #lines: LineStore;
  readonly #sentAt = new Map<number, Instant>();
  /** Answers to challenges given on this session, which a machine might repeat. */
  #secrets: readonly string[] = [];
  #session: SessionId | null = null;

  constructor({ budgetBytes, onLine }: ConsoleLogOptions) {
    this.#onLine = onLine;
    this.#lines = new LineStore({ lines: consoleCapacity, bytes: budgetBytes });
  }

  get range(): Omit<ConsolePage, 'lines'> {
    const { first, last, dropped } = this.#lines;
    return { first, last, dropped };
  }

  /** A line with all its bytes; null where it is not kept any more. */
  get(sequence: number): StoredLine | null {
    return this.#lines.get(sequence);
  }

  page({ before, after, limit, filter }: PageWish): ConsolePage {
    const lines: ConsoleLine[] = [];
    const { first, last } = this.#lines;
    const wanted = this.#matcher(filter);
    if (first !== null && after !== null) {
      const end = before === null ? last : Math.min(before - 1, last);
      for (let at = Math.max(after + 1, first); at <= end && lines.length < limit; at++)
        take(wanted(at), lines);
    } else if (first !== null) {
      const from = before === null ? last : Math.min(before - 1, last);
      for (let at = from; at >= first && lines.length < limit; at--) take(wanted(at), lines);
      lines.reverse();
    }
    return { lines, ...this.range };
  }

  /** Every line that matches, oldest first. */
  *stored(from: number, to: number, filter: ConsoleFilter): Generator<StoredLine> {
    const wanted = this.#matcher(filter);
    const end = Math.min(to, this.#lines.last);
    for (let at = Math.max(from, this.#lines.first ?? 1); at <= end; at++) {
      const line = wanted(at);
      if (line !== null) yield line;
    }
  }

  add(record: WireRecord): void {
    const kind = lineKind(record.kind);
    if (kind === 'ready' && this.#session === null) this.#begin(record);
    const { at, ident } = record;
    this.#keep({
      at,
      kind,
      origin: originOf(record),
      session: this.#session,
      ident,
      wireBytes: record.bytes.length,
      durationMilliseconds: this.#duration(record, kind),
      bytes: this.#masked(record),
    });
  }

  /** Marks the end of the session; `text` is a plain sentence. Nothing is marked where none began. */
  end(at: Instant, text: string): void {
    if (this.#session !== null) this.#mark('closed', at, text);
    this.#session = null;
    this.#secrets = [];
    // A new session counts its idents anew.
    this.#sentAt.clear();
  }

  #begin({ at, bytes }: WireRecord): void {
    const message = parseMessage(bytes);
    const session = message.kind === 'ready' ? message.greeting.session : null;
    this.#session = session ?? ('' as SessionId);
    this.#mark('opened', at, session === null ? 'A session began.' : `Session ${session} began.`);
  }

  #mark(kind: 'opened' | 'closed', at: Instant, text: string): void {
    this.#keep({
      at,
      kind,
      origin: 'panel',
      session: this.#session,
      ident: null,
      wireBytes: 0,
      durationMilliseconds: null,
      bytes: Buffer.from(text, 'utf8'),
    });
  }

  #keep(line: Omit<StoredLine, 'sequence'>): void {
    const sequence = this.#lines.add(line);
    this.#onLine(previewOf({ ...line, sequence }));
  }

  /** Answers a line by its sequence number if the filter lets it pass, else null. */
  #matcher({ kinds, origins, topics }: ConsoleFilter): (sequence: number) => StoredLine | null {
    const chosen =
      topics === undefined ? null : new Set(topics.map((topic) => topic.toLowerCase()));
    return (sequence) => {
      if (!this.#lines.is(sequence, kinds, origins)) return null;
      const line = this.#lines.get(sequence);
      if (line === null || chosen === null || line.kind !== 'message') return line;
      return chosen.has(topicOf(line).toLowerCase()) ? line : null;
    };
  }

  #duration({ ident, at }: WireRecord, kind: ConsoleLineKind): number | null {
    if (ident === null) return null;
    if (kind === 'command') {
      this.#sentAt.set(ident, at);
      return null;
    }
    const sentAt = this.#sentAt.get(ident);
    if (kind !== 'next') this.#sentAt.delete(ident);
    return sentAt === undefined ? null : at - sentAt;
  }

  /** The bytes to keep: those of the wire unless they hold a secret. */
  #masked({ bytes, direction }: WireRecord): Uint8Array {
    if (direction === 'sent') {
      const command = decode(bytes);
      this.#secrets = [...new Set([...this.#secrets, ...secretsIn(command)])];
      return changed(bytes, command, maskSecrets(command, this.#secrets));
    }
    if (bytes.length > longestProse && this.#secrets.length === 0) return bytes;
    // Byte by byte, so that what is not UTF-8 stays as it is.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    const secrets = this.#secrets.map((secret) => Buffer.from(secret, 'utf8').toString('latin1'));
    const masked =
      bytes.length <= longestProse
        ? maskSecrets(text, secrets)
        : secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    return changed(bytes, text, masked, 'latin1');
  }
}

function changed(
  bytes: Uint8Array,
  before: string,
  after: string,
  encoding: 'utf8' | 'latin1' = 'utf8',
): Uint8Array {
  return before === after ? bytes : Buffer.from(after, encoding);
}

function take(line: StoredLine | null, into: ConsoleLine[]): void {
  if (line !== null) into.push(previewOf(line));
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
  if (record.origin?.startsWith(consoleOriginPrefix)) return 'console';
  return record.origin === null && record.direction === 'received' && record.ident === null
    ? 'machine'
    : 'panel';
}
