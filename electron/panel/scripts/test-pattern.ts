import { createContext, Script } from 'node:vm';
import type { Result } from '../../../shared/failure.ts';
import { fail, succeed } from '../../../shared/failure.ts';

/** How much of an answer is looked at, in characters. */
const longestText = 64 * 1_024;
const patienceMilliseconds = 200;

const matching = new Script('new RegExp(pattern, flags).test(text)');

/**
 * Whether a pattern occurs in what a machine answered. Patterns were checked when the script was read; one that still takes
 * too long is broken off, so that it cannot hold up every other machine.
 */
export function testPattern(pattern: string, ignoresCase: boolean, text: string): Result<boolean> {
  const context = createContext({
    pattern,
    flags: ignoresCase ? 'iu' : 'u',
    text: text.slice(0, longestText),
  });
  try {
    return succeed(matching.runInContext(context, { timeout: patienceMilliseconds }) === true);
  } catch (error) {
    return fail({
      kind: 'invalid-input',
      message: 'The pattern took too long on this answer.',
      remedy: 'Write a simpler pattern.',
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}
