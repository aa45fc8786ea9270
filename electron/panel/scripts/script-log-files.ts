import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import { machineIdSchema } from '../../../shared/machine-settings.ts';
import {
  scriptEnds,
  type ScriptLog,
  type ScriptLogEntry,
  type ScriptLogSummary,
  scriptRunIdSchema,
} from '../../../shared/scripts.ts';
import type { Instant, ScriptRunId } from '../../../shared/units.ts';

/** Logs kept; the oldest go. */
const mostLogs = 200;
/** A log that grew beyond this takes only its end. */
const longestLogBytes = 20 * 1_024 * 1_024;
/** The first and the last line of a log fit into this. */
const edgeBytes = 8 * 1_024;

const instant = z.number().transform((at) => at as Instant);

const startSchema = z.object({
  id: scriptRunIdSchema,
  machineId: machineIdSchema,
  machineName: z.string(),
  name: z.string(),
  startedAt: instant,
});

const entrySchema = z.object({
  at: instant,
  line: z.number(),
  kind: z.enum(['command', 'reply', 'step', 'end']),
  text: z.string(),
  end: z.enum(scriptEnds).optional(),
});

type LogStart = Omit<ScriptLogSummary, 'endedAt' | 'end'>;

/** One file of JSON lines for each script run, in `script-logs` of the data directory: written as the run goes, so that a crash costs nothing. */
export class ScriptLogFiles {
  readonly #directory: string;
  readonly #onProblem: (text: string) => void;
  readonly #sizes = new Map<ScriptRunId, number>();

  constructor(dataDirectory: string, onProblem: (text: string) => void) {
    this.#directory = join(dataDirectory, 'script-logs');
    this.#onProblem = onProblem;
  }

  begin(start: LogStart): void {
    this.#sizes.set(start.id, 0);
    this.#append(start.id, start);
    this.#forgetOldest();
  }

  add(id: ScriptRunId, entry: ScriptLogEntry): void {
    this.#append(id, entry);
  }

  end(id: ScriptRunId, entry: ScriptLogEntry, end: ScriptLogSummary['end']): void {
    // However long the log is, its end is told.
    this.#sizes.set(id, 0);
    this.#append(id, { ...entry, text: entry.text.slice(0, 1_000), end });
    this.#sizes.delete(id);
  }

  /** Newest first. A file that makes no sense is left out. */
  list(): readonly ScriptLogSummary[] {
    return this.#ids()
      .map((id) => this.#summary(id))
      .filter((summary) => summary !== null)
      .toSorted((a, b) => b.startedAt - a.startedAt);
  }

  read(id: ScriptRunId): Result<ScriptLog> {
    const summary = this.#summary(id);
    if (summary === null) return fail(noSuchLog);
    const entries: ScriptLogEntry[] = [];
    let damaged = 0;
    for (const line of readFileSync(this.#file(id), 'utf8').split('\n').slice(1)) {
      if (line === '') continue;
      const entry = entrySchema.safeParse(parsed(line));
      if (!entry.success) damaged++;
      else {
        const { at, line: number, kind, text } = entry.data;
        entries.push({ at, line: number, kind, text });
      }
    }
    return succeed({ summary, entries, damaged });
  }

  #summary(id: ScriptRunId): ScriptLogSummary | null {
    const edges = edgesOf(this.#file(id));
    if (edges === null) return null;
    const start = startSchema.safeParse(parsed(edges.first));
    if (!start.success || start.data.id !== id) return null;
    const last = entrySchema.safeParse(parsed(edges.last));
    const end = last.success ? (last.data.end ?? null) : null;
    return {
      ...start.data,
      endedAt: last.success && end !== null ? last.data.at : null,
      end: end ?? 'interrupted',
    };
  }

  #append(id: ScriptRunId, content: object): void {
    const size = this.#sizes.get(id);
    if (size === undefined || size > longestLogBytes) return;
    const line = `${JSON.stringify(content)}\n`;
    try {
      mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
      appendFileSync(this.#file(id), line, { mode: 0o600 });
      this.#sizes.set(id, size + line.length);
    } catch (error) {
      this.#sizes.delete(id);
      const why = error instanceof Error ? error.message : String(error);
      this.#onProblem(`The log of a script cannot be written any more: ${why}`);
    }
  }

  #forgetOldest(): void {
    const summaries = this.list();
    for (const { id } of summaries.slice(mostLogs)) rmSync(this.#file(id), { force: true });
  }

  #ids(): readonly ScriptRunId[] {
    if (!existsSync(this.#directory)) return [];
    return readdirSync(this.#directory)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => scriptRunIdSchema.safeParse(name.slice(0, -'.jsonl'.length)))
      .filter((reading) => reading.success)
      .map(({ data }) => data);
  }

  #file(id: ScriptRunId): string {
    return join(this.#directory, `${id}.jsonl`);
  }
}

/** The first and the last whole line of a file, without reading what is between; null where there is none. */
function edgesOf(file: string): { readonly first: string; readonly last: string } | null {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(handle);
    const read = (from: number): string => {
      const buffer = Buffer.alloc(Math.min(edgeBytes, size));
      return buffer.toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, from));
    };
    const first = read(0).split('\n', 1)[0] ?? '';
    const last =
      read(Math.max(0, size - edgeBytes))
        .trimEnd()
        .split('\n')
        .at(-1) ?? '';
    return { first, last };
  } finally {
    closeSync(handle);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

const noSuchLog: Failure = {
  kind: 'invalid-input',
  message: 'This log is no longer there.',
  remedy: 'Choose another one.',
  detail: '',
};
