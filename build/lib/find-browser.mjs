import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} Computer where to look; the real one unless a test says otherwise
 * @property {NodeJS.Platform} platform
 * @property {Readonly<Record<string, string | undefined>>} environment
 * @property {string} home
 * @property {(path: string) => boolean} exists
 * @property {(path: string) => string} resolve follows links
 */

/** @type {Computer} */
const thisComputer = {
  platform: process.platform,
  environment: process.env,
  home: homedir(),
  exists: existsSync,
  resolve: realpathSync,
};

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

/**
 * Finds an installed Chromium, Chrome or Edge. `QUANTDECK_BROWSER` names one that is somewhere else.
 * @param {Computer} [computer] @returns {string | null}
 */
export function findBrowser(computer = thisComputer) {
  const named = computer.environment['QUANTDECK_BROWSER'];
  if (named !== undefined && named !== '') return computer.exists(named) ? named : null;
  const found = candidates(computer).filter((path) => computer.exists(path));
  // A browser packed as a snap may not read hidden folders, which is where user data lives, so any other is better.
  return found.find((path) => !isSnap(path, computer)) ?? found[0] ?? null;
}

/** @param {Computer} computer @returns {string[]} */
function candidates({ platform, environment, home }) {
  switch (platform) {
    case 'win32':
      return ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData']
        .map((name) => environment[name])
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => windowsPrograms.map((parts) => join(folder, ...parts)));
    case 'darwin':
      return ['/Applications', join(home, 'Applications')].flatMap((folder) =>
        macApps.map((name) => join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
      );
    default:
      return linuxNames.flatMap((name) =>
        (environment['PATH'] ?? '')
          .split(delimiter)
          .filter((folder) => folder !== '')
          .map((folder) => join(folder, name)),
      );
  }
}

/** @param {string} path @param {Computer} computer */
function isSnap(path, computer) {
  return path.startsWith('/snap/') || computer.resolve(path).endsWith('/snap');
}

/**
 * Whether a window can be shown. Only Linux can be without a display.
 * @param {Pick<Computer, 'platform' | 'environment'>} [computer]
 */
export function hasDisplay({ platform, environment } = thisComputer) {
  return platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}

/** Flags that keep a browser to itself in tests; root, whom its sandbox does not serve, needs one more. */
export const testBrowserFlags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
