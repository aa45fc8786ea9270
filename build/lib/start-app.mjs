import { ensureBuilt } from './app-build.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { findBrowser, hasDisplay } from './find-browser.mjs';
import { ensurePackages } from './install.mjs';
import { at, root } from './paths.mjs';
import { projectEnvironment, projectNode } from './project-node.mjs';
import { progress } from './report.mjs';
import { run } from './run.mjs';

/** The hosts' own exit code for “already running on this data”. */
const alreadyRunning = 3;
/** An app that ends with an error this soon never showed a window. */
const startMilliseconds = 15_000;

/** Sets up whatever is missing, then runs the desktop app, or says why not and runs the browser window. @param {readonly string[]} words */
export async function startApp(words) {
  await ensurePackages();
  await projectNode();
  await ensureBuilt();
  const why = await runElectron(words);
  if (typeof why === 'number') return why;
  progress(`${why} Using a browser window instead.`);
  return runBrowserHost(words);
}

/**
 * Runs the browser host on the project's Node, with the best browser there is.
 * @param {readonly string[]} words @returns {Promise<number>} its exit code
 */
export async function runBrowserHost(words) {
  const node = await projectNode();
  const browser = words.includes('--no-open') ? null : chooseBrowser();
  const window = browser === null ? [] : [`--browser=${browser}`];
  const { code } = await run(node, [at('out', 'host', 'host.js'), ...words, ...window], {
    output: 'inherit',
    env: projectEnvironment(node),
  });
  return code;
}

function chooseBrowser() {
  if (!hasDisplay()) {
    progress('There is no display to open a window on: open the address below yourself.');
    return null;
  }
  const browser = findBrowser();
  if (browser === null)
    progress(
      'No Chromium, Chrome or Edge was found: open the address below in the browser you have.',
    );
  return browser;
}

/** @param {readonly string[]} words @returns {Promise<number | string>} the app's exit code, or the sentence why it did not run */
async function runElectron(words) {
  if (words.some((word) => /^--(no-open|port)\b/.test(word)))
    return 'This was asked for with an option of the browser window.';
  if (!hasDisplay()) return 'There is no display for the desktop app.';
  const electron = await ensureElectron();
  if ('reason' in electron) return `${electron.reason}.`;
  const startedAt = Date.now();
  const isRoot = process.getuid?.() === 0;
  const { code, interrupted } = await run(
    electron.path,
    [...(isRoot ? ['--no-sandbox'] : []), root, ...words],
    {
      output: 'inherit',
    },
  );
  const early = Date.now() - startedAt < startMilliseconds;
  if (code !== 0 && code !== alreadyRunning && early && !interrupted)
    return `Electron is installed but could not start (exit code ${code}; its own words are above).`;
  return code;
}
