import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';

/**
 * @typedef {object} Licence
 * @property {string} name
 * @property {string} version
 * @property {string} licence its SPDX name
 * @property {string} text its words, as the package brought them
 */

/** Packages whose files are shipped without being modules of a bundle: fonts, and the runtime itself. */
const besides = ['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono', 'electron'];

/**
 * The folder, below the repository's root, of the package that a source in a map comes from; null for our own.
 * @param {string} source @returns {string | null}
 */
export function packageFolderOf(source) {
  const path = source.replace(/\?.*$/, '').replaceAll('\\', '/');
  // A package may hold others of its own; the last one is meant.
  const match = /(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(path);
  return match?.[1] ?? null;
}

/**
 * The licences of what is shipped, no more and no less: of the packages that the bundles' maps name.
 * @param {readonly string[]} outputs folders of bundles with their maps
 * @returns {Licence[]}
 */
export function licencesOf(outputs) {
  const folders = new Set(besides.map((name) => at('node_modules', ...name.split('/'))));
  for (const output of outputs)
    for (const name of readdirSync(output, { recursive: true }).map(String)) {
      if (!name.endsWith('.map')) continue;
      const file = join(output, name);
      for (const source of JSON.parse(readFileSync(file, 'utf8')).sources) {
        const folder = packageFolderOf(source);
        if (folder !== null) folders.add(at(folder));
      }
    }
  return [...folders].map(readLicence).toSorted((a, b) => a.name.localeCompare(b.name));
}

/** @param {string} folder @returns {Licence} */
export function readLicence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder)
    .filter((file) => /^(licen[sc]e|copying|notice)(\.|-|$)/i.test(file))
    .toSorted();
  if (typeof name !== 'string' || typeof license !== 'string')
    throw new Error(`${folder} does not say under which licence it may be shipped.`);
  return {
    name,
    version,
    licence: license,
    text: files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n'),
  };
}
