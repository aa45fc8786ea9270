import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildElectronHost } from './support/build-hosts.ts';
import type { ChecklistReport } from './support/checklist-program.ts';

/*
 * Electron's own security checklist, item by item, against the built main script executed on the stand-in.
 * Source: https://www.electronjs.org/docs/latest/tutorial/security, “Checklist: Security recommendations”.
 */

// A build and a process take long on a busy computer; this only bounds them.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const source = (path: string): string => readFileSync(join(repository, path), 'utf8');

let built: string;
let data: string;
let report: ChecklistReport;
let mainScript: string;

beforeAll(async () => {
  built = await buildElectronHost();
  data = mkdtempSync(join(tmpdir(), 'quantdeck-checklist-'));
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(import.meta.dirname, 'support', 'checklist-program.ts'),
    built,
    '--data',
    data,
  ]);
  report = JSON.parse(stdout) as ChecklistReport;
  mainScript = readdirSync(join(built, 'main'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(built, 'main', name), 'utf8'))
    .join('\n');
});

afterAll(() => {
  rmSync(built, { recursive: true, force: true });
  rmSync(data, { recursive: true, force: true });
});

/** Parts of the content policy by name. */
function policy(): ReadonlyMap<string, string> {
  return new Map(
    (report.headers['content-security-policy'] ?? '').split('; ').map((part) => {
      const [name = '', ...values] = part.split(' ');
      return [name, values.join(' ')];
    }),
  );
}

const preferences = (): Readonly<Record<string, unknown>> => report.webPreferences;

const checklist: readonly (readonly [item: string, check: () => void])[] = [
  [
    '1. Only load secure content',
    () => {
      expect(report.loaded).toEqual(['app://quantdeck/']);
      expect(policy().get('default-src')).toBe("'none'");
      expect([...policy().values()].join(' ')).not.toContain('http:');
    },
  ],
  [
    '2. Do not enable Node.js integration for remote content',
    () => {
      for (const name of [
        'nodeIntegration',
        'nodeIntegrationInWorker',
        'nodeIntegrationInSubFrames',
      ])
        expect(preferences()[name]).toBe(false);
    },
  ],
  [
    '3. Enable context isolation in all renderers',
    () => expect(preferences()['contextIsolation']).toBe(true),
  ],
  [
    '4. Enable process sandboxing',
    () => {
      expect(preferences()['sandbox']).toBe(true);
      expect(report.calls.indexOf('enableSandbox')).toBeGreaterThanOrEqual(0);
      expect(report.calls.indexOf('enableSandbox')).toBeLessThan(report.calls.indexOf('ready'));
      expect(mainScript).not.toMatch(/['"]no-sandbox['"]/);
    },
  ],
  [
    '5. Handle session permission requests from remote content',
    () => {
      expect(report.granted.toSorted()).toEqual([
        'clipboard-sanitized-write',
        'fullscreen',
        'notifications',
      ]);
      expect(report.grantedElsewhere).toEqual([]);
    },
  ],
  ['6. Do not disable webSecurity', () => expect(preferences()['webSecurity']).toBe(true)],
  [
    '7. Define a Content-Security-Policy',
    () => {
      expect(policy().get('script-src')).toBe("'self'");
      for (const name of ['base-uri', 'form-action', 'frame-ancestors'])
        expect(policy().get(name)).toBe("'none'");
      expect(policy().get('connect-src')).toBe("'self'");
    },
  ],
  [
    '8. Do not enable allowRunningInsecureContent',
    () => expect(preferences()['allowRunningInsecureContent']).toBe(false),
  ],
  [
    '9. Do not enable experimental features',
    () => expect(preferences()['experimentalFeatures']).toBe(false),
  ],
  [
    '10. Do not use enableBlinkFeatures',
    () => {
      expect(preferences()).not.toHaveProperty('enableBlinkFeatures');
      expect(report.switches).toEqual([]);
    },
  ],
  [
    '11. <webview>: do not use allowpopups',
    () => {
      const pages = [source('renderer/index.html'), ...rendererSources()];
      for (const text of pages) expect(text).not.toMatch(/<webview|allowpopups/);
    },
  ],
  [
    '12. <webview>: verify options and params',
    () => {
      expect(preferences()['webviewTag']).toBe(false);
      expect(report.prevented['will-attach-webview']).toBe(true);
    },
  ],
  [
    '13. Disable or limit navigation',
    () => {
      for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
        expect(report.prevented[name]).toBe(true);
      expect(preferences()['navigateOnDragDrop']).toBe(false);
    },
  ],
  [
    '14. Disable or limit creation of new windows',
    () => expect(report.newWindows.every(({ action }) => action === 'deny')).toBe(true),
  ],
  [
    '15. Do not use shell.openExternal with untrusted content',
    () => expect(report.openedOutside).toEqual(['https://github.com/quantdeck/quantdeck']),
  ],
  [
    '16. Use a current version of Electron',
    () => {
      const { version } = JSON.parse(source('node_modules/electron/package.json')) as {
        version: string;
      };
      // Electron supports its three newest majors; the one that was current when this was written was 45.
      expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45);
      expect(source('electron-builder.yml')).toContain(`electronVersion: ${version}`);
    },
  ],
  [
    '17. Validate the sender of all IPC messages',
    () => {
      expect(report.channels).toEqual(['quantdeck:ask']);
      expect(report.otherIpcListeners).toEqual([]);
      for (const answer of report.foreignAnswers)
        expect(answer).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    },
  ],
  [
    '18. Avoid usage of the file:// protocol and prefer usage of custom protocols',
    () => {
      expect(report.schemes).toEqual(['app']);
      expect(report.loaded.join()).not.toContain('file:');
    },
  ],
  [
    '19. Check which fuses you can change',
    () => {
      // That they are set in the packed program is checked by build/check-package.mjs.
      const config = source('electron-builder.yml');
      for (const line of [
        'runAsNode: false',
        'enableNodeOptionsEnvironmentVariable: false',
        'enableNodeCliInspectArguments: false',
        'enableCookieEncryption: true',
        'onlyLoadAppFromAsar: true',
        'enableEmbeddedAsarIntegrityValidation: true',
        'grantFileProtocolExtraPrivileges: false',
      ])
        expect(config).toContain(line);
    },
  ],
  [
    '20. Do not expose Electron APIs to untrusted web content',
    () => {
      const preload = readFileSync(join(built, 'preload', 'preload.cjs'), 'utf8');
      expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
      expect(preload).not.toMatch(/expose\w*\([^)]*ipcRenderer/);
      expect(preload.length).toBeLessThan(2_000);
    },
  ],
];

test.each(checklist)('%s', (_item, check) => check());

test('the checklist has all twenty items', () => {
  expect(checklist.map(([item]) => Number.parseInt(item, 10))).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
});

test('no text becomes code: neither main, the preload nor the window’s own sources use eval', () => {
  const own = [...rendererSources(), ...sourcesBelow('electron'), ...sourcesBelow('shared')];
  for (const text of own)
    expect(text).not.toMatch(/\beval\(|new Function\(|dangerouslySetInnerHTML|\.innerHTML\s*=/);
});

test('what a real Electron runtime alone can show', (context) => {
  const runtime = join(repository, 'node_modules', 'electron', 'path.txt');
  if (!existsSync(runtime))
    context.skip(
      'the Electron runtime is not installed: process sandboxing, the enforced content policy and fuses are checked by the “electron” end-to-end project where it is',
    );
  expect(source('test/e2e/electron-security.spec.ts')).toContain('sandbox');
});

function rendererSources(): readonly string[] {
  return sourcesBelow('renderer');
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(repository, folder), { recursive: true })
    .map(String)
    .filter((name) => /\.(ts|tsx)$/.test(name))
    .map((name) => source(join(folder, name)));
}
