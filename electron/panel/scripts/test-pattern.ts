import { createContext, Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { type Failure, fail, type Result, succeed } from '../../../shared/failure.ts';
import type { Clock } from '../../base/clock.ts';

/** How much of an answer is looked at, in characters. */
const longestText = 64 * 1_024;
/** Main may be kept from the machines for so long; a usual pattern takes far less. */
const atOnceMilliseconds = 20;
/** A thread of its own may take so long. */
const patienceMilliseconds = 2_000;

const matching = new Script('new RegExp(pattern, flags).test(text)');

const thread = `
  const { parentPort, workerData: { pattern, flags, text } } = require('node:worker_threads');
  parentPort.postMessage(new RegExp(pattern, flags).test(text));
`;

interface Match {
  readonly pattern: string;
  readonly flags: string;
  readonly text: string;
}

/**
 * Whether a pattern occurs in what a machine answered. Patterns were checked when the script was read; one that still takes
 * long goes on in a thread, so that it cannot hold up the machines, and is broken off in the end. A busy computer makes a
 * harmless pattern look slow, so being slow alone is no failure.
 */
export async function testPattern(
  pattern: string,
  ignoresCase: boolean,
  text: string,
  clock: Clock,
): Promise<Result<boolean>> {
  const match = { pattern, flags: ignoresCase ? 'iu' : 'u', text: text.slice(0, longestText) };
  try {
    const found: unknown = matching.runInContext(createContext(match), {
      timeout: atOnceMilliseconds,
    });
    return succeed(found === true);
  } catch (error) {
    if (!tookTooLong(error)) return fail(tooSlow(String(error)));
    return await inThread(match, clock);
  }
}

async function inThread(match: Match, clock: Clock): Promise<Result<boolean>> {
  const worker = new Worker(thread, { eval: true, workerData: match });
  const answer = Promise.withResolvers<Result<boolean>>();
  worker.once('message', (found) => answer.resolve(succeed(found === true)));
  worker.once('error', (error) => answer.resolve(fail(tooSlow(String(error)))));
  const deadline = clock.after(patienceMilliseconds, () =>
    answer.resolve(fail(tooSlow(`Not done after ${patienceMilliseconds} ms`))),
  );
  const result = await answer.promise;
  deadline.dispose();
  await worker.terminate();
  return result;
}

/** The error may come from the pattern's own context, whose `Error` is another one. */
function tookTooLong(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

function tooSlow(detail: string): Failure {
  return {
    kind: 'invalid-input',
    message: 'The pattern took too long on this answer.',
    remedy: 'Write a simpler pattern.',
    detail,
  };
}
