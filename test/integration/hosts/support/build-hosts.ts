import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilder } from 'vite';

/**
 * Builds the desktop app's main and preload scripts as they are shipped, into a folder of their own, with a small renderer beside
 * them. Built anew each time, so that these tests need no earlier build and never see an old one.
 */
export async function buildElectronHost(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'quantdeck-built-'));
  const into = (name: string) => ({ build: { outDir: join(folder, name) } });
  const builder = await createBuilder({
    configFile: fileURLToPath(new URL('../../../../vite.config.ts', import.meta.url)),
    logLevel: 'error',
    environments: { main: into('main'), preload: into('preload') },
  });
  for (const name of ['main', 'preload'] as const) {
    const environment = builder.environments[name];
    if (environment === undefined) throw new Error(`vite.config.ts defines no “${name}”`);
    await builder.build(environment);
  }
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer', 'index.html'), '<p>the app</p>');
  writeFileSync(join(folder, 'renderer', 'assets', 'app-1.js'), 'run()');
  return folder;
}
