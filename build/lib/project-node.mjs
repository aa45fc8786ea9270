import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { isAtLeast } from './node-version.mjs';
import { at } from './paths.mjs';
import { Trouble } from './report.mjs';
import { run } from './run.mjs';

/** What QuantDeck itself needs of Node: TypeScript without a build step, and the embedded database without a warning. */
const needed = /** @type {const} */ ([24, 0]);

/** @type {Promise<string> | undefined} */
let found;

/** The Node that was installed with the packages, checked once. */
export function projectNode() {
  found ??= find();
  return found;
}

async function find() {
  const program = at(
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  const missing =
    'The Node that QuantDeck runs on is missing from the installed packages. npm skips it when it is told to ignore install scripts (--ignore-scripts, or “ignore-scripts=true” in an .npmrc): run “npm rebuild node --ignore-scripts=false” here, then try again.';
  if (!existsSync(program)) throw new Trouble(missing);
  const { code, output } = await run(program, ['--version']);
  if (code !== 0 || !isAtLeast(output.trim(), needed)) throw new Trouble(missing);
  return program;
}

/** The environment for programs that start others: their `node` must be the project's too. @param {string} node */
export function projectEnvironment(node) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return {
    ...process.env,
    [name]: [dirname(node), at('node_modules', '.bin'), process.env[name]]
      .filter((part) => part !== undefined)
      .join(delimiter),
  };
}

/** The script behind an installed package's command. @param {string} packageName @param {string} [command] */
export function commandOf(packageName, command = packageName) {
  const folder = at('node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Runs an installed package's command on the project's Node.
 * @param {string} packageName @param {readonly string[]} words
 * @param {import('./run.mjs').RunOptions & { command?: string }} options
 */
export async function runCommand(packageName, words, { command, ...options } = {}) {
  const node = await projectNode();
  return run(node, [commandOf(packageName, command), ...words], {
    env: projectEnvironment(node),
    ...options,
  });
}
