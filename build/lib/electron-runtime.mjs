import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recall, remember } from './install.mjs';
import { at } from './paths.mjs';
import { progress } from './report.mjs';
import { runCommand } from './project-node.mjs';

const dayMilliseconds = 24 * 60 * 60 * 1000;
const limitSeconds = 180;

/** The installed Electron runtime's program; null if only its typings are there. @returns {string | null} */
export function findElectron() {
  const folder = at('node_modules', 'electron');
  let program;
  try {
    program = readFileSync(join(folder, 'path.txt'), 'utf8').trim();
  } catch {
    return null;
  }
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), program);
  return existsSync(path) ? path : null;
}

/**
 * Finds the Electron runtime, or downloads it once. A failure is remembered for a day, so that not every start waits for it.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function ensureElectron() {
  const present = findElectron();
  if (present !== null) return { path: present };
  const { version } = JSON.parse(
    readFileSync(at('node_modules', 'electron', 'package.json'), 'utf8'),
  );
  const earlier = readFailure(recall('electron-failure'), version, Date.now());
  if (earlier !== null)
    return {
      reason: `${earlier} (the next try is tomorrow, or now after deleting node_modules/.quantdeck/electron-failure)`,
    };

  progress('Downloading the Electron runtime (about 110 MB)…');
  const result = await runCommand('electron', [], {
    command: 'install-electron',
    limitSeconds,
    onWait: (elapsed) => progress(`still downloading, ${elapsed} s of at most ${limitSeconds} s…`),
  });
  const path = findElectron();
  if (result.code === 0 && path !== null) return { path };
  const reason = `Electron’s runtime could not be downloaded: ${why(result)}`;
  remember('electron-failure', JSON.stringify({ version, at: Date.now(), reason }));
  return { reason };
}

/** @param {import('./run.mjs').RunResult} result */
function why({ output, timedOut }) {
  if (timedOut) return `it took longer than ${limitSeconds} s`;
  const line = output.split('\n').find((text) => /error/i.test(text));
  return line?.trim() ?? 'no reason was given';
}

/**
 * Reads the note of a failed download; null if there is none that still counts for this version.
 * @param {string | null} text @param {string} version @param {number} now Unix milliseconds @returns {string | null}
 */
export function readFailure(text, version, now) {
  if (text === null) return null;
  try {
    const note = JSON.parse(text);
    const age = now - note.at;
    return note.version === version && age >= 0 && age < dayMilliseconds ? note.reason : null;
  } catch {
    return null;
  }
}
