/** One line of a recorded messages.log: `Topic timestamp body`, or several where the body is quoted. */
export interface RecordedMessage {
  readonly topic: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** As it stands in the file, its quote tags included. */
  readonly body: string;
}

/** The file is not a messages.log; the message says where. */
export class RecordingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecordingError';
  }
}

const longestMessage = 16 * 1024 * 1024;
const firstLine = /^([A-Za-z][\w.]*) (\d+(?:\.\d+)?)(?: (.*))?$/;
const openQuote = '<quote.message>';
const closeQuote = '</quote.message>';

/** Reads messages one by one, holding no more than one in memory. Throws RecordingError. */
export async function* readRecording(
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<RecordedMessage> {
  let number = 0;
  let open: { topic: string; at: number; rows: string[]; length: number; line: number } | null =
    null;
  for await (const text of lines) {
    number++;
    const row = text.replace(/\r$/, '');
    if (open) {
      open.rows.push(row);
      open.length += row.length;
      if (open.length > longestMessage) {
        throw new RecordingError(`Line ${open.line}: a message of more than 16 MiB`);
      }
    } else {
      if (row.trim() === '') continue;
      const match = firstLine.exec(row);
      if (!match) throw new RecordingError(`Line ${number} is not "Topic timestamp text"`);
      const at = Number(match[2]) * 1000;
      open = {
        topic: match[1] ?? '',
        at,
        rows: [match[3] ?? ''],
        length: row.length,
        line: number,
      };
    }
    const first = open.rows[0] ?? '';
    if (first.startsWith(openQuote) && !row.endsWith(closeQuote)) continue;
    yield { topic: open.topic, at: open.at, body: open.rows.join('\n') };
    open = null;
  }
  if (open) throw new RecordingError(`Line ${open.line}: the message has no end`);
}

/** The text inside the quote tags, or the whole body where there are none. */
export function unquoted(body: string): string {
  return body.startsWith(openQuote) && body.endsWith(closeQuote)
    ? body.slice(openQuote.length, -closeQuote.length)
    : body;
}

/** Whether every tag in a text is closed in order: only then may it be sent on. */
export function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [, slash, name] of text.matchAll(/<(\/?)([A-Za-z0-9_.-]+)>/g)) {
    if (slash !== '/') open.push(name ?? '');
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}
