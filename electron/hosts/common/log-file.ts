import {
  appendFileSync,
  closeSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { redact } from '../../panel/redact.ts';

/** Bytes after which the log starts anew; two older files are kept. */
export const maxLogBytes = 2 * 1024 * 1024;
/** Characters of one entry, at most: a bug's stack fits, a window's garbage does not. */
export const maxEntryLength = 12_000;

/** The local log of one QuantDeck. It never leaves this computer by itself. */
export interface Log {
  readonly file: string;
  /**
   * Appends one line, with secrets hidden. A log that cannot be written (a full disk) must not take the panel down with it, so
   * failures go unreported here; the store reports a full disk where it matters.
   */
  readonly write: (text: string) => void;
  /** The last whole lines, at most `maxBytes`; what is left of them if the log cannot be read. */
  readonly tail: (maxBytes: number) => string;
}

/** Opens `quantdeck.log` in the data directory. */
export function openLogFile(dataDirectory: string, clock: Pick<Clock, 'now'>): Log {
  const file = join(dataDirectory, 'quantdeck.log');
  return {
    file,
    write(text) {
      const entry = redact(text)
        .slice(0, maxEntryLength)
        .replaceAll(/\s*\n\s*/g, ' | ');
      try {
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) rotate(file);
        appendFileSync(file, `${new Date(clock.now()).toISOString()} ${entry}\n`, { mode: 0o600 });
      } catch {
        // See above.
      }
    },
    tail(maxBytes) {
      const newest = readEnd(file, maxBytes);
      const room = maxBytes - Buffer.byteLength(newest);
      return room > 0 ? readEnd(`${file}.1`, room) + newest : newest;
    },
  };
}

function rotate(file: string): void {
  if (statSync(`${file}.1`, { throwIfNoEntry: false })) renameSync(`${file}.1`, `${file}.2`);
  renameSync(file, `${file}.1`);
}

/** The end of a file, from the first line that is whole. Empty if it cannot be read. */
function readEnd(file: string, maxBytes: number): string {
  try {
    const handle = openSync(file, 'r');
    try {
      const { size } = fstatSync(handle);
      const length = Math.min(size, maxBytes);
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes, 0, length, size - length);
      const text = bytes.toString('utf8');
      return length === size ? text : text.slice(text.indexOf('\n') + 1);
    } finally {
      closeSync(handle);
    }
  } catch {
    return '';
  }
}
