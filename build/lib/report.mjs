/** What the person at the keyboard must read: one plain sentence, without a stack. */
export class Trouble extends Error {
  /** @param {string} sentence @param {number} exitCode */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** Says what is being done now, on stderr, so that stdout holds results only. @param {string} text */
export function progress(text) {
  process.stderr.write(`› ${text}\n`);
}

/** Writes a duration as people say it. @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Runs a script's body; trouble ends it with its sentence and a non-zero exit code. @param {() => Promise<number>} body */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (failure) {
    if (!(failure instanceof Trouble)) throw failure;
    process.stderr.write(`\n${failure.message}\n`);
    process.exitCode = failure.exitCode;
  }
}
