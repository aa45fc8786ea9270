import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** A child process whose output is read line by line and which is surely ended afterwards. */
export class Program {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #waiting: ((line: string) => boolean)[] = [];
  readonly #ended: Promise<never>;
  #errors = '';

  constructor(words: readonly string[]) {
    this.#child = spawn(process.execPath, words, { cwd: repository, stdio: 'pipe' });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.#ended = once(this.#child, 'exit').then(() => {
      throw new Error(`the program ended: ${this.#errors}`);
    });
    // Ending is an error only for who waits for a line.
    this.#ended.catch(() => {});
    if (this.#child.stdout === null) throw new Error('the program has no output');
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#lines.on('line', (line) => {
      const taker = this.#waiting.findIndex((take) => take(line));
      if (taker !== -1) this.#waiting.splice(taker, 1);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The first line from now on that `read` makes something of. Rejects if the program ends before. */
  async line<T>(read: (line: string) => T | null): Promise<T> {
    const found = new Promise<T>((resolve) => {
      this.#waiting.push((line) => {
        const value = read(line);
        if (value === null) return false;
        resolve(value);
        return true;
      });
    });
    return Promise.race([found, this.#ended]);
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Ends the program and waits until it is gone. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill(signal);
      await gone;
    }
    this.#lines.close();
  }
}
