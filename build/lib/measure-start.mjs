/*
 * Measures cold starts. Usage: node measure-start.mjs BROWSER [TIMES]
 * Each has a new data folder and a new browser profile, as after installing. The first one also reads the files from the disk and is
 * shown apart.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { testBrowserFlags } from './find-browser.mjs';
import { at } from './paths.mjs';

/**
 * @typedef {object} Start all in milliseconds since QuantDeck was started
 * @property {number} host the host printed its address
 * @property {number} window the browser had a window
 * @property {number} card the practice machine's card offers its first action
 */

const [, , browserPath = '', times = '5'] = process.argv;

/** @returns {Promise<Start>} */
async function startOnce() {
  const folder = mkdtempSync(join(tmpdir(), 'quantdeck-start-'));
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  const host = spawn(
    process.execPath,
    [at('out', 'host', 'host.js'), '--port', '0', '--no-open', '--data', join(folder, 'data')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const [line] = await once(createInterface({ input: host.stdout }), 'line');
    const hostAt = elapsed();
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: browserPath,
      args: [...testBrowserFlags],
    });
    try {
      const windowAt = elapsed();
      const page = context.pages()[0] ?? (await context.newPage());
      await page.goto(String(line).replace('QuantDeck ready at ', ''));
      await page
        .getByRole('article')
        .first()
        .getByRole('button', { name: 'Open drawer' })
        .and(page.locator(':not([aria-disabled="true"])'))
        .waitFor();
      return { host: hostAt, window: windowAt, card: elapsed() };
    } finally {
      await context.close();
    }
  } finally {
    const gone = once(host, 'exit');
    host.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** @type {Start[]} */
const starts = [];
for (let i = 0; i <= Number(times); i++) starts.push(await startOnce());
const [first, ...rest] = starts;
const row = (/** @type {string} */ name, /** @type {(start: Start) => number} */ read) =>
  `${name.padEnd(34)} ${String(Math.round(median(rest.map(read)))).padStart(6)} ms   (${rest.map((start) => Math.round(read(start))).join(', ')}; first ${first && Math.round(read(first))})`;
process.stdout.write(
  `${[
    row('host ready', (start) => start.host),
    row('browser has a window', (start) => start.window - start.host),
    row('window opened to first usable card', (start) => start.card - start.window),
    row('all of it', (start) => start.card),
  ].join('\n')}\n`,
);
