import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { at } from './paths.mjs';

/**
 * @typedef {object} Budget
 * @property {string} name what the reader is told
 * @property {number} kilobytes the most it may have, uncompressed: the files come from this computer's disk, so that parsing counts,
 *   not the way here
 * @property {string} reason why it may be this large, and no larger
 * @property {(file: BuiltFile) => boolean} holds
 *
 * @typedef {object} BuiltFile
 * @property {string} path below out/, with slashes
 * @property {number} bytes
 * @property {number} gzipBytes
 *
 * @typedef {object} Size
 * @property {string} name
 * @property {number} kilobytes
 * @property {number} gzipKilobytes
 * @property {number} budget
 * @property {string} reason
 */

/** @param {string} folder */
const within =
  (folder) =>
  (/** @type {BuiltFile} */ { path }) =>
    path.startsWith(`${folder}/`);

/**
 * What QuantDeck may grow to. To raise one, say in its reason what the window or the program gained by it.
 * @type {(firstFiles: ReadonlySet<string>) => readonly Budget[]}
 */
export const budgets = (firstFiles) => [
  {
    name: 'scripts before the first card',
    kilobytes: 720,
    reason:
      'React, the interface library, the overview and its dialogs; charts, console, settings and history come later',
    holds: ({ path }) => path.endsWith('.js') && firstFiles.has(path),
  },
  {
    name: 'styles before the first card',
    kilobytes: 340,
    reason:
      'the interface library’s whole sheet (230 KB), which has no parts worth leaving out, and ours',
    holds: ({ path }) => path.endsWith('.css') && firstFiles.has(path),
  },
  {
    name: 'all scripts of the window',
    kilobytes: 1_600,
    reason: 'with the charts and the console’s editor (about 400 KB)',
    holds: (file) => within('renderer')(file) && file.path.endsWith('.js'),
  },
  {
    name: 'the whole window',
    kilobytes: 3_000,
    reason: 'with two font families of 240 KB and the third-party licences',
    holds: within('renderer'),
  },
  {
    name: 'main process of the desktop app',
    kilobytes: 3_400,
    reason:
      'not minified, so that a stack in a report can be read; with the updater (about 900 KB)',
    holds: within('main'),
  },
  {
    name: 'preload script',
    kilobytes: 4,
    reason: 'two functions; whatever is more does not belong there',
    holds: within('preload'),
  },
  {
    name: 'browser host',
    kilobytes: 2_500,
    reason: 'the same panel with the WebSocket library in place of Electron',
    holds: within('host'),
  },
];

/**
 * Adds up what was built. @param {readonly BuiltFile[]} files @param {readonly Budget[]} all @returns {Size[]}
 */
export function sizesOf(files, all) {
  return all.map(({ name, kilobytes, reason, holds }) => {
    const own = files.filter(holds);
    return {
      name,
      kilobytes: sum(own.map(({ bytes }) => bytes)),
      gzipKilobytes: sum(own.map(({ gzipBytes }) => gzipBytes)),
      budget: kilobytes,
      reason,
    };
  });
}

/** One sentence for each size that is too large, or that adds up nothing. @param {readonly Size[]} sizes */
export function overBudget(sizes) {
  return sizes.flatMap(({ name, kilobytes, budget, reason }) => {
    if (kilobytes === 0) return [`${name}: nothing was built, so that its budget guards nothing.`];
    if (kilobytes <= budget) return [];
    return [
      `${name}: ${kilobytes} KB, and the budget is ${budget} KB (${reason}). Make it smaller, or raise the budget in build/lib/size-budget.mjs with the reason.`,
    ];
  });
}

/** A table of all sizes. @param {readonly Size[]} sizes */
export function sizeTable(sizes) {
  return sizes
    .map(
      ({ name, kilobytes, gzipKilobytes, budget }) =>
        `${name.padEnd(34)} ${String(kilobytes).padStart(6)} KB of ${String(budget).padStart(5)} (${gzipKilobytes} KB compressed)`,
    )
    .join('\n');
}

/** Every built file but the maps, which are not shipped. @returns {BuiltFile[]} */
export function builtFiles() {
  return readdirSync(at('out'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      const body = readFileSync(full);
      return {
        path: full.slice(at('out').length + 1).replaceAll('\\', '/'),
        bytes: body.length,
        gzipBytes: gzipSync(body).length,
      };
    });
}

/** What a page loads by itself: the files it names. @param {string} html @returns {ReadonlySet<string>} paths below out/ */
export function firstFilesOf(html) {
  return new Set(
    [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => `renderer/${path}`),
  );
}

/** Measures what was built. */
export function measureBuild() {
  const first = firstFilesOf(readFileSync(at('out', 'renderer', 'index.html'), 'utf8'));
  return sizesOf(builtFiles(), budgets(first));
}

/** @param {readonly number[]} bytes */
function sum(bytes) {
  return Math.ceil(bytes.reduce((total, each) => total + each, 0) / 1000);
}
