import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licencesOf } from './licences.mjs';
import { at, root } from './paths.mjs';
import { runCommand } from './project-node.mjs';
import { Trouble, progress, seconds } from './report.mjs';

/** Everything a build depends on. */
const inputs = [
  'shared',
  'electron',
  'renderer',
  // The help in the window.
  'docs',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];

const stamp = at('out', '.stamp');

const outputs = [
  'renderer/index.html',
  'renderer/licences.json',
  'host/host.js',
  'main/main.js',
  'preload/preload.cjs',
];

/** One text that changes when any input does. @param {string} [folder] */
export function hashInputs(folder = root) {
  const hash = createHash('sha256');
  for (const input of inputs) hashPath(hash, folder, input);
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} folder @param {string} path */
function hashPath(hash, folder, path) {
  const full = join(folder, path);
  if (statSync(full).isDirectory()) {
    for (const entry of readdirSync(full).toSorted()) hashPath(hash, folder, `${path}/${entry}`);
    return;
  }
  const body = readFileSync(full);
  hash.update(`${path}\0${body.length}\0`).update(body);
}

/** Whether `out/` was made of the inputs as they are now. */
export function isBuilt() {
  return (
    outputs.every((output) => existsSync(at('out', output))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hashInputs()
  );
}

/** Builds the four bundles. Answers what the builder said. */
export async function buildApp() {
  const hash = hashInputs();
  rmSync(stamp, { force: true });
  const result = await runCommand('vite', ['build', '--app', '--logLevel', 'warn']);
  if (result.code !== 0) return { ok: false, output: result.output };
  writeFileSync(
    at('out', 'renderer', 'licences.json'),
    JSON.stringify(
      licencesOf(['main', 'preload', 'renderer', 'host'].map((name) => at('out', name))),
    ),
  );
  writeFileSync(stamp, hash);
  return { ok: true, output: result.output };
}

/** Builds only what is out of date. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  progress('Building…');
  const startedAt = Date.now();
  const { ok, output } = await buildApp();
  if (!ok)
    throw new Trouble(`${output.trimEnd()}\n\nQuantDeck could not be built; the reason is above.`);
  progress(`Built in ${seconds(Date.now() - startedAt)}.`);
}
