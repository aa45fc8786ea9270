import { spawn } from 'node:child_process';
import { root } from './paths.mjs';
import { Trouble } from './report.mjs';

/**
 * @typedef {object} RunOptions
 * @property {'inherit' | 'capture'} [output] shown as it comes, or collected
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [limitSeconds] after which the program is ended
 * @property {(elapsedSeconds: number) => void} [onWait] called every 15 seconds while it runs
 *
 * @typedef {object} RunResult
 * @property {number} code exit code; 128 or more after a signal, 127 if it could not be started
 * @property {string} output what it wrote to both streams, if collected
 * @property {boolean} timedOut
 * @property {boolean} interrupted a person or the system asked this process to end meanwhile
 */

/**
 * Runs a program to its end and answers how it ended.
 *
 * A program whose output is shown belongs to the same terminal: Ctrl+C reaches it by itself, and this process only waits for it, so
 * that it can finish cleanly. One whose output is collected is a tool with helpers of its own: it runs as a group that is ended
 * together, and an interruption then ends this process too, as a `Trouble`.
 * @param {string} program @param {readonly string[]} words @param {RunOptions} options @returns {Promise<RunResult>}
 */
export async function run(program, words, options = {}) {
  const result = await follow(program, words, options);
  if (result.interrupted && options.output !== 'inherit') throw new Trouble('Interrupted.', 130);
  return result;
}

/** @param {string} program @param {readonly string[]} words @param {RunOptions} options @returns {Promise<RunResult>} */
function follow(program, words, { output = 'capture', env = process.env, limitSeconds, onWait }) {
  const isGroup = output === 'capture' && process.platform !== 'win32';
  return new Promise((resolve) => {
    const startedAt = Date.now();
    let text = '';
    let timedOut = false;
    let interrupted = false;
    const child = spawn(program, [...words], {
      cwd: root,
      env,
      stdio: output === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      detached: isGroup,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (chunk) => {
        text += chunk;
      });
    }
    /** @param {NodeJS.Signals} signal */
    const end = (signal) => {
      if (!isGroup || child.pid === undefined) child.kill(signal);
      else killGroup(child.pid, signal);
    };
    const onInterrupt = () => {
      // The second time, it has had its chance.
      if (output === 'capture') end(interrupted ? 'SIGKILL' : 'SIGINT');
      interrupted = true;
    };
    const onTerminate = () => {
      interrupted = true;
      end('SIGTERM');
    };
    process.on('SIGINT', onInterrupt);
    process.on('SIGTERM', onTerminate);
    const parent = process.ppid;
    // npm that is told to end does not tell its scripts, and a panel that nobody owns would hold sessions with machines.
    const orphaned =
      process.env['npm_lifecycle_event'] &&
      setInterval(() => {
        if (process.ppid !== parent && !interrupted) onTerminate();
      }, 1_000);
    const limit =
      limitSeconds &&
      setTimeout(() => {
        timedOut = true;
        end('SIGKILL');
      }, limitSeconds * 1000);
    const waiting =
      onWait && setInterval(() => onWait(Math.round((Date.now() - startedAt) / 1000)), 15_000);
    const finish = (/** @type {number} */ code) => {
      clearTimeout(limit);
      clearInterval(waiting);
      clearInterval(orphaned);
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
      resolve({ code, output: text, timedOut, interrupted });
    };
    child.once('error', (error) => {
      text += error.message;
      finish(127);
    });
    // A helper that outlives its tool would work on for nobody, and hold the pipes open that `close` waits for.
    child.once('exit', () => {
      if (isGroup && child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
    });
    child.once('close', (code) => finish(code ?? 128));
  });
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group is gone already.
  }
}

/** The last lines of a program's output, for a failure message. @param {string} text @param {number} count */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
