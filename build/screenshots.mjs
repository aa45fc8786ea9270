// `npm run screenshots`: the pictures of the README, taken anew of the built app with simulated machines.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode } from './lib/node-version.mjs';
import { at } from './lib/paths.mjs';
import { main, progress, Trouble } from './lib/report.mjs';

const size = { width: 1096, height: 684 };
/** A README is read over slow lines, too. */
const largestBytes = 150_000;

/** What is shown: the names are made up, and the same each time. `run` is the title of one of 40 cycles; null for none. */
const machines = [
  { name: 'qpcr1', speed: 15, run: 'PCR panel A, plate 3' },
  { name: 'qpcr2', speed: 1, run: null },
  { name: 'qpcr3, cold room', speed: 6, run: 'Mycoplasma, week 48' },
];

/** Time for a run to draw something worth looking at, in milliseconds. */
const runMilliseconds = 45_000;

await main(async () => {
  checkNode();
  const { ensurePackages } = await import('./lib/install.mjs');
  const { ensureBuilt } = await import('./lib/app-build.mjs');
  const { ensureTestBrowser } = await import('./lib/test-browser.mjs');
  await ensurePackages();
  await ensureBuilt();
  const browser = await ensureTestBrowser();
  if ('problem' in browser) throw new Trouble(browser.problem);
  await takeAll(browser.path);
  return 0;
});

/** @param {string} executablePath */
async function takeAll(executablePath) {
  const { testBrowserFlags } = await import('./lib/find-browser.mjs');
  const { chromium } = await import('@playwright/test');
  const { startLines } = await import('./lib/line-process.mjs');
  const folder = at('docs', 'images');
  const data = mkdtempSync(join(tmpdir(), 'quantdeck-pictures-'));
  /** @type {{ end: () => Promise<void> }[]} */
  const running = [];
  try {
    progress('Starting simulated machines…');
    const simulators = await Promise.all(
      machines.map(async ({ name, speed, run }) => {
        const program = startLines([
          'electron/simulator/cli.ts',
          '--port=0',
          `--speed=${speed}`,
          '--control',
        ]);
        running.push(program);
        const { port } = JSON.parse(await program.line(/\{.*\}/));
        return { name, run, program, address: `127.0.0.1:${port}` };
      }),
    );
    writeFileSync(
      join(data, 'preferences.json'),
      JSON.stringify({ version: 1, welcome: { seen: true } }),
    );
    const host = startLines(['out/host/host.js', '--port', '0', '--no-open', '--data', data]);
    running.push(host);
    const entrance = (await host.line(/ready at \S+/)).replace('ready at ', '');
    const window = await chromium.launch({ executablePath, args: [...testBrowserFlags] });
    running.push({ end: () => window.close() });
    const page = await window.newPage({ viewport: size, reducedMotion: 'reduce' });
    await page.goto(entrance);
    for (const { name, address } of simulators) {
      await page.getByRole('button', { name: 'Add machine' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Add machine' });
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
      await dialog.getByRole('textbox', { name: 'Address', exact: true }).fill(address);
      await dialog.getByRole('button', { name: 'Add machine' }).click();
      await dialog.waitFor({ state: 'hidden' });
    }
    for (const { run, program } of simulators)
      if (run !== null)
        program.write(JSON.stringify({ do: 'start-run', protocol: 'Standard-PCR', title: run }));
    progress('Letting the runs go on…');
    await page.waitForTimeout(runMilliseconds);
    mkdirSync(folder, { recursive: true });
    /** @param {string} name @param {'light' | 'dark'} theme */
    const take = async (name, theme) => {
      await page.emulateMedia({ colorScheme: theme });
      // A theme and a chart need a moment to be drawn.
      await page.waitForTimeout(1_000);
      const file = join(folder, `${name}-${theme}.png`);
      await page.screenshot({ path: file });
      const { size: bytes } = statSync(file);
      if (bytes > largestBytes)
        throw new Trouble(`${file} has ${bytes} bytes, more than ${largestBytes}.`);
      progress(`${name}-${theme}.png, ${Math.round(bytes / 1000)} kB`);
    };
    /** @param {string} name */
    const both = async (name) => {
      await take(name, 'light');
      await take(name, 'dark');
    };
    await both('overview');
    // Two columns, with the chart at the top, need a little more.
    await page.setViewportSize({ width: 1140, height: 640 });
    await page.getByRole('link', { name: 'qpcr1' }).click();
    await page.getByRole('heading', { name: 'Temperature' }).waitFor();
    await both('machine');
    await page.setViewportSize(size);
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Machines' })
      .click();
    await page.getByRole('button', { name: 'Wall view' }).click();
    await page.mouse.move(0, 0);
    // The way out of the wall hides itself after a while.
    await page.waitForTimeout(6_000);
    await take('wall', 'dark');
  } finally {
    for (const program of running.toReversed()) await program.end();
    rmSync(data, { recursive: true, force: true, maxRetries: 3 });
  }
}
