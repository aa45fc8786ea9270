import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Disposable, toDisposable } from '../../base/disposable.ts';

export interface EntranceFile extends Disposable {
  /** What the browser is started with. */
  readonly url: string;
}

/**
 * Puts an address with a token into a page that only this user can read and that leads there. On a browser's command line every
 * user of the computer could read the token (`/proc`, `ps`, the task manager) and be faster than the browser.
 */
export function writeEntranceFile(directory: string, address: string): EntranceFile {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'open.html');
  // Made anew and exclusively: whatever stood there, a link perhaps, is not written to.
  rmSync(file, { force: true });
  writeFileSync(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${address}"><title>QuantDeck</title></html>\n`,
    { mode: 0o600, flag: 'wx' },
  );
  return { url: pathToFileURL(file).href, ...toDisposable(() => rmSync(file, { force: true })) };
}
