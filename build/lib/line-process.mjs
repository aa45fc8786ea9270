import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { root } from './paths.mjs';
import { Trouble } from './report.mjs';

/**
 * A Node program of ours whose output is waited for line by line.
 * @param {readonly string[]} words
 */
export function startLines(words) {
  const child = spawn(process.execPath, [...words], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  return {
    /** The part of the first line from now on that fits. @param {RegExp} pattern @returns {Promise<string>} */
    line: (pattern) =>
      new Promise((resolve, reject) => {
        lines.on('line', (text) => {
          const found = pattern.exec(text);
          if (found !== null) resolve(found[0]);
        });
        child.once('exit', () => reject(new Trouble(`${words[0]} ended before it was ready.`)));
      }),
    /** @param {string} line */
    write: (line) => void child.stdin.write(`${line}\n`),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
