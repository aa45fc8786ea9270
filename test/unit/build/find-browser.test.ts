import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Computer, findBrowser, hasDisplay } from '../../../build/lib/find-browser.mjs';

function computer(
  platform: NodeJS.Platform,
  installed: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Computer {
  return {
    platform,
    environment,
    home: '/home/ada',
    exists: (path) => installed.includes(path),
    resolve: (path) => (path === '/usr/bin/chromium-browser' ? '/usr/bin/snap' : path),
  };
}

test('Linux browsers are found on the path, in order of preference', () => {
  const path = { PATH: '/usr/local/bin:/usr/bin' };
  expect(findBrowser(computer('linux', ['/usr/bin/google-chrome'], path))).toBe(
    '/usr/bin/google-chrome',
  );
  expect(
    findBrowser(computer('linux', ['/usr/bin/google-chrome', '/usr/bin/chromium'], path)),
  ).toBe('/usr/bin/chromium');
});

test('a snap, which cannot read hidden folders, comes after any other browser', () => {
  const path = { PATH: '/snap/bin:/usr/bin' };
  const snaps = ['/snap/bin/chromium', '/usr/bin/chromium-browser'];
  expect(findBrowser(computer('linux', [...snaps, '/usr/bin/microsoft-edge'], path))).toBe(
    '/usr/bin/microsoft-edge',
  );
  expect(findBrowser(computer('linux', snaps, path))).toBe('/snap/bin/chromium');
});

test('macOS browsers are found among everyone’s and the person’s own applications', () => {
  const chrome = join(
    '/home/ada',
    'Applications',
    'Google Chrome.app/Contents/MacOS/Google Chrome',
  );
  expect(findBrowser(computer('darwin', [chrome]))).toBe(chrome);
});

test('Windows has Edge at least', () => {
  const edge = join('C:\\Program Files (x86)', 'Microsoft', 'Edge', 'Application', 'msedge.exe');
  const environment = { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' };
  expect(findBrowser(computer('win32', [edge], environment))).toBe(edge);
});

test('a named browser is used or, if it is not there, none', () => {
  const named = { QUANTDECK_BROWSER: '/opt/chrome', PATH: '/usr/bin' };
  expect(findBrowser(computer('linux', ['/opt/chrome', '/usr/bin/chromium'], named))).toBe(
    '/opt/chrome',
  );
  expect(findBrowser(computer('linux', ['/usr/bin/chromium'], named))).toBeNull();
});

test('a computer without a browser has none', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const)
    expect(findBrowser(computer(platform, []))).toBeNull();
});

test('only Linux can be without a display', () => {
  expect(hasDisplay({ platform: 'linux', environment: {} })).toBe(false);
  expect(hasDisplay({ platform: 'linux', environment: { DISPLAY: ':0' } })).toBe(true);
  expect(hasDisplay({ platform: 'linux', environment: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(
    true,
  );
  expect(hasDisplay({ platform: 'win32', environment: {} })).toBe(true);
});
