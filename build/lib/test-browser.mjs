import { existsSync } from 'node:fs';
import { findBrowser } from './find-browser.mjs';
import { commandOf, projectNode, runCommand } from './project-node.mjs';
import { progress } from './report.mjs';
import { lastLines, run } from './run.mjs';

const packages = [
  'chromium',
  'xvfb',
  'xauth',
  'fonts-inter',
  'fonts-noto-core',
  'fonts-jetbrains-mono',
];

/** The browser that Playwright has downloaded for itself, if it has. @returns {Promise<string | null>} */
async function playwrightBrowser() {
  const node = await projectNode();
  // In a process of its own, because Playwright needs a newer Node than these scripts may run on.
  const { code, output } = await run(node, [
    '--input-type=module',
    '-e',
    "import { chromium } from '@playwright/test'; process.stdout.write(chromium.executablePath());",
  ]);
  const path = output.trim();
  return code === 0 && existsSync(path) ? path : null;
}

/**
 * Finds a browser for the end-to-end tests, or gets one: an installed one, Playwright's own, or the system's package as root.
 * @returns {Promise<{ path: string } | { problem: string }>}
 */
export async function ensureTestBrowser() {
  const present = findBrowser() ?? (await playwrightBrowser());
  if (present !== null) return { path: present };
  if (process.env['QUANTDECK_BROWSER'])
    return {
      problem: `QUANTDECK_BROWSER names ${process.env['QUANTDECK_BROWSER']}, which does not exist.`,
    };

  const attempts = [];
  progress('No browser is installed. Downloading Playwright’s Chromium (up to 5 minutes)…');
  const download = await runCommand('@playwright/test', ['install', 'chromium'], {
    command: 'playwright',
    limitSeconds: 300,
    onWait: (elapsed) => progress(`still downloading, ${elapsed} s…`),
  });
  const downloaded = download.code === 0 ? await playwrightBrowser() : null;
  if (downloaded !== null) return { path: downloaded };
  attempts.push(
    `${commandOf('@playwright/test', 'playwright')} install chromium:`,
    lastLines(download.output, 4),
  );

  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    progress('Installing the system’s Chromium with apt-get…');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env, limitSeconds: 120 });
    const words = ['install', '-y', '--no-install-recommends', ...packages];
    const installed = await run('apt-get', words, {
      env,
      limitSeconds: 300,
      onWait: (elapsed) => progress(`still installing, ${elapsed} s…`),
    });
    const browser = findBrowser();
    if (browser !== null) return { path: browser };
    attempts.push('apt-get install chromium:', lastLines(installed.output, 4));
  }
  return {
    problem: `${attempts.join('\n')}\n\nThe end-to-end tests need a browser and none could be found or installed: install Chromium, Chrome or Edge, or name one with QUANTDECK_BROWSER.`,
  };
}
