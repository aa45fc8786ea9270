import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDirectory } from '../common/data-directory.ts';

/** The folder to keep everything in: the one named by `--data`, or this user's usual one. */
export function chooseDataDirectory(words: readonly string[]): string {
  // Chromium's own switches come along, so unknown words are no mistake here.
  const { values } = parseArgs({
    args: [...words],
    options: { data: { type: 'string' } },
    strict: false,
  });
  return typeof values['data'] === 'string' && values['data'] !== ''
    ? resolve(values['data'])
    : defaultDataDirectory({
        platform: process.platform,
        home: homedir(),
        environment: process.env,
      });
}
