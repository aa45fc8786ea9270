import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findBrowser, testBrowserFlags } from '../../build/lib/find-browser.mjs';

const executablePath = findBrowser();

/*
 * The same specs twice: against the browser host in Chromium, and against the desktop app where Electron's runtime is installed.
 * Specs start their own hosts and simulators, so that nothing is shared between them.
 */
export default defineConfig({
  testDir: '.',
  outputDir: fileURLToPath(new URL('../../test-results/e2e', import.meta.url)),
  fullyParallel: true,
  workers: 2,
  // A second try tells an unlucky moment on a busy machine from a break; who needed one is named at the end.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 60_000,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    headless: true,
    viewport: { width: 1280, height: 860 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      // Without an installed one, Playwright uses the Chromium it downloads itself.
      ...(executablePath === null ? {} : { executablePath }),
      args: [...testBrowserFlags],
    },
  },
  projects: [{ name: 'browser' }, { name: 'electron' }],
});
