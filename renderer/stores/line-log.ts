import { assertNever } from '../../shared/assert-never.ts';
import { type ConsoleLine, consoleCapacity } from '../../shared/console.ts';

/** What the filter chips name. */
export const lineGroups = ['commands', 'replies', 'errors', 'messages'] as const;
export type LineGroup = (typeof lineGroups)[number];

/** The group of a line; null for the marks of a connection's beginning and end, which are always shown. */
export function groupOf(line: Pick<ConsoleLine, 'kind'>): LineGroup | null {
  switch (line.kind) {
    case 'command':
      return 'commands';
    case 'next':
    case 'ok':
      return 'replies';
    case 'error':
    case 'unrecognised':
      return 'errors';
    case 'message':
    case 'ready':
      return 'messages';
    case 'opened':
    case 'closed':
      return null;
    default:
      return assertNever(line.kind);
  }
}

const chunkLines = 1024;

/** How many lines of a group there are, QuantDeck's own traffic apart. */
export interface GroupCount {
  readonly others: number;
  readonly own: number;
}

/**
 * One machine's transcript in the window. Lines are found by their number and held in blocks, so that adding some never
 * copies the rest. It changes in place: whoever draws it follows the version beside it.
 */
export class LineLog {
  readonly #capacity: number;
  readonly #chunks = new Map<number, (ConsoleLine | undefined)[]>();
  readonly #counts = new Map<LineGroup, { others: number; own: number }>();
  readonly #topics = new Map<string, number>();
  #first = 1;
  #last = 0;

  constructor(capacity = consoleCapacity) {
    this.#capacity = capacity;
  }

  /** Number of the oldest line held; one more than `last` while there is none. */
  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#last;
  }

  /** Topics heard, in the order in which they first came, with how many of their messages are held. */
  get topics(): ReadonlyMap<string, number> {
    return this.#topics;
  }

  count(group: LineGroup): GroupCount {
    return this.#counts.get(group) ?? { others: 0, own: 0 };
  }

  at(sequence: number): ConsoleLine | undefined {
    return this.#chunks.get(Math.floor(sequence / chunkLines))?.[sequence % chunkLines];
  }

  /** Adds lines that are newer than all held; others are left out. */
  append(lines: readonly ConsoleLine[]): void {
    for (const line of lines) {
      if (line.sequence <= this.#last) continue;
      if (this.#last < this.#first) this.#first = line.sequence;
      this.#last = line.sequence;
      this.#put(line);
    }
    while (this.#last - this.#first + 1 > this.#capacity) this.#dropOldest();
  }

  /** Puts lines in front that are older than all held, as far as there is room. */
  prepend(lines: readonly ConsoleLine[]): void {
    const room = this.#capacity - (this.#last - this.#first + 1);
    const oldest = this.#first - room;
    const older = lines.filter(({ sequence }) => sequence < this.#first && sequence >= oldest);
    const [first] = older;
    if (first === undefined) return;
    for (const line of older) this.#put(line);
    this.#first = first.sequence;
    this.#last = Math.max(this.#last, older.at(-1)?.sequence ?? 0);
  }

  #put(line: ConsoleLine): void {
    const at = Math.floor(line.sequence / chunkLines);
    const chunk = this.#chunks.get(at);
    if (chunk === undefined) {
      const fresh: (ConsoleLine | undefined)[] = [];
      fresh[line.sequence % chunkLines] = line;
      this.#chunks.set(at, fresh);
    } else chunk[line.sequence % chunkLines] = line;
    this.#account(line, 1);
  }

  /** A whole block leaves at once, so that keeping to the limit costs nothing per line. */
  #dropOldest(): void {
    const at = Math.floor(this.#first / chunkLines);
    for (const line of this.#chunks.get(at) ?? []) if (line !== undefined) this.#account(line, -1);
    this.#chunks.delete(at);
    this.#first = (at + 1) * chunkLines;
  }

  #account(line: ConsoleLine, by: 1 | -1): void {
    const { topic } = line;
    if (topic !== null) this.#topics.set(topic, (this.#topics.get(topic) ?? 0) + by);
    const group = groupOf(line);
    if (group === null) return;
    const counts = this.#counts.get(group) ?? { others: 0, own: 0 };
    counts[line.origin === 'panel' ? 'own' : 'others'] += by;
    this.#counts.set(group, counts);
  }
}
