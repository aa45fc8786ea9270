import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';

/** Bytes after which the log starts anew; one older file is kept. */
export const maxLogBytes = 2 * 1024 * 1024;

/**
 * Appends one line of text to `quantdeck.log` in the data directory. A log that cannot be written (a full disk) must not take the
 * panel down with it, so failures go unreported here; the store reports a full disk where it matters.
 */
export function openLogFile(dataDirectory: string, clock: Clock): (text: string) => void {
  const file = join(dataDirectory, 'quantdeck.log');
  return (text) => {
    const line = `${new Date(clock.now()).toISOString()} ${text.replaceAll(/\s*\n\s*/g, ' | ')}\n`;
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes)
        renameSync(file, `${file}.1`);
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // See above.
    }
  };
}
