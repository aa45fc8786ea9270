import { _electron } from '@playwright/test';
import { findElectron } from '../../build/lib/electron-runtime.mjs';
import { expect, test } from './support/fixtures.ts';
import { repository } from './support/processes.ts';

/* What only the real runtime can show of the security checklist. Runs in the “electron” project where the runtime is installed. */

test('the real window is sandboxed, isolated, and kept on its own page by its own policy', async ({
  dataDirectory,
}, info) => {
  info.skip(info.project.name !== 'electron', 'this is about the desktop app');
  info.skip(findElectron() === null, 'the Electron runtime is not installed');
  const app = await _electron.launch({ args: [repository, `--data=${dataDirectory}`] });
  try {
    const page = await app.firstWindow();
    await page.getByRole('article').first().waitFor();
    expect(page.url()).toBe('app://quantdeck/');

    const seen = await page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
      api: Object.keys((window as { quantdeck?: object }).quantdeck ?? {}).toSorted(),
    }));
    expect(seen).toEqual({ node: [], api: ['ask', 'onEvent'] });

    // The policy is enforced, not only sent: text does not become code, and nothing outside is reached.
    const refused = await page.evaluate(async () => {
      const attempts: Record<string, () => unknown> = {
        // oxlint-disable-next-line no-implied-eval -- that this is refused is what is tested
        evaluated: () => new Function('return 1')() as unknown,
        fetched: () => fetch('https://example.org/'),
        socket: () => new WebSocket('ws://127.0.0.1:9/'),
        file: () => fetch('file:///etc/passwd'),
      };
      const names = window.open('https://example.org/') === null ? ['opened'] : [];
      for (const [name, attempt] of Object.entries(attempts))
        try {
          await attempt();
        } catch {
          names.push(name);
        }
      return names;
    });
    expect(refused).toEqual(['opened', 'evaluated', 'fetched', 'socket', 'file']);

    const isSandboxed = await app.evaluate(({ app: electronApp, BrowserWindow }) => {
      const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
      return electronApp.getAppMetrics().find((metric) => metric.pid === pid)?.sandboxed;
    });
    // Electron tells it on Windows and macOS only.
    expect([true, undefined]).toContain(isSandboxed);
    await page.evaluate(() => location.assign('https://example.org/')).catch(() => {});
    expect(page.url()).toContain('app://quantdeck/');
  } finally {
    await app.close();
  }
});
