import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './app-build.mjs';
import { countPlaywright } from './counts.mjs';
import { at } from './paths.mjs';
import { projectEnvironment, projectNode, runCommand } from './project-node.mjs';
import { progress } from './report.mjs';
import { run } from './run.mjs';
import { measureBuild, overBudget, sizeTable } from './size-budget.mjs';
import { ensureTestBrowser } from './test-browser.mjs';

/**
 * @typedef {object} StageResult
 * @property {boolean} ok
 * @property {string} output shown if the stage failed
 * @property {import('./counts.mjs').Counts} [counts] of a stage that runs tests
 * @property {string} [note] shown in any case
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {boolean} [needsBuild]
 * @property {() => Promise<StageResult>} run
 */

/** A test that never ends must not keep the whole run; the longest stage takes a fraction of this. */
const limitSeconds = 1_800;

const reports = at('test-results');

/** What `npm test` does, in order. @type {readonly Stage[]} */
export const stages = [
  { name: 'Format', run: () => check('@biomejs/biome', ['format', '.'], 'biome') },
  { name: 'Lint', run: () => check('oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'Types', run: checkTypes },
  { name: 'Unit and integration tests', run: runVitest },
  { name: 'Build', run: buildApp },
  { name: 'Sizes', needsBuild: true, run: async () => checkSizes() },
  { name: 'Package contents', needsBuild: true, run: checkPackage },
  { name: 'End-to-end tests', needsBuild: true, run: runPlaywright },
];

/**
 * @param {string} packageName @param {readonly string[]} words @param {string} [command]
 * @returns {Promise<StageResult>}
 */
async function check(packageName, words, command) {
  const result = await runCommand(packageName, words, command === undefined ? {} : { command });
  return { ok: result.code === 0, output: result.output };
}

async function checkTypes() {
  const folders = ['shared', 'electron', 'renderer', 'test', 'build'];
  const results = [];
  for (const folder of folders) results.push(await check('typescript', ['-p', folder], 'tsc'));
  return {
    ok: results.every((result) => result.ok),
    output: results.map((result) => result.output).join(''),
  };
}

/** @returns {Promise<StageResult>} */
async function runVitest() {
  const file = freshReport('vitest.json');
  const node = await projectNode();
  const result = await runCommand(
    'vitest',
    ['run', '--reporter=default', `--reporter=${at('build', 'lib', 'vitest-counts.mjs')}`],
    {
      env: { ...projectEnvironment(node), NO_COLOR: '1', QUANTDECK_COUNTS: file },
      onWait: stillRunning,
      limitSeconds,
    },
  );
  return withCounts(result, readReport(file));
}

/** @returns {StageResult} */
function checkSizes() {
  const sizes = measureBuild();
  const problems = overBudget(sizes);
  return {
    ok: problems.length === 0,
    output: problems.join('\n'),
    note: sizeTable(sizes).replaceAll('\n', '\n   '),
  };
}

/** @returns {Promise<StageResult>} */
async function checkPackage() {
  const node = await projectNode();
  const { code, output } = await run(node, [at('build', 'check-package.mjs')], {
    env: projectEnvironment(node),
  });
  return { ok: code === 0, output };
}

/** @returns {Promise<StageResult>} */
async function runPlaywright() {
  if (!holdsSpec(at('test', 'e2e')))
    return { ok: true, output: '', note: 'test/e2e holds no spec yet.' };
  const browser = await ensureTestBrowser();
  if ('problem' in browser) return { ok: false, output: browser.problem };
  const file = freshReport('playwright.json');
  const node = await projectNode();
  const result = await runCommand(
    '@playwright/test',
    ['test', '-c', at('test', 'e2e', 'playwright.config.ts'), '--reporter=list,json'],
    {
      command: 'playwright',
      onWait: stillRunning,
      limitSeconds,
      env: {
        ...projectEnvironment(node),
        NO_COLOR: '1',
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        QUANTDECK_BROWSER: browser.path,
      },
    },
  );
  const report = readReport(file);
  return withCounts(result, report && countPlaywright(report));
}

/** @param {import('./run.mjs').RunResult} result @param {import('./counts.mjs').Counts | null} counts @returns {StageResult} */
function withCounts({ code, output, timedOut }, counts) {
  if (timedOut)
    return { ok: false, output: `${output}\nA test never ended: stopped after ${limitSeconds} s.` };
  // Without a report the tool itself broke: the caller counts the stage as failed.
  if (counts === null) return { ok: false, output };
  return { ok: code === 0 && counts.failed === 0, output, counts };
}

/** Where a tool writes its report; one of an earlier run must not be taken for it. @param {string} name */
function freshReport(name) {
  // Beside Playwright's own output folder, which it empties when it starts.
  mkdirSync(reports, { recursive: true });
  const file = join(reports, name);
  rmSync(file, { force: true });
  return file;
}

/** @param {string} file @returns {any} null if there is none */
function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** @param {number} elapsed in seconds */
function stillRunning(elapsed) {
  progress(`still running, ${elapsed} s…`);
}

/** @param {string} folder */
function holdsSpec(folder) {
  return (
    existsSync(folder) &&
    readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.spec.ts'))
  );
}
