import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const packageEndings = ['.exe', '.dmg', '.zip', '.AppImage', '.deb', '.rpm', '.cdx.json'];

/** Whether a file of the output folder is one that people download. @param {string} name */
export function isPackage(name) {
  return packageEndings.some((ending) => name.endsWith(ending));
}

/** One line a file, by name. @param {string} folder @param {readonly string[]} names */
export async function checksumLines(folder, names) {
  const lines = [];
  for (const name of names.toSorted()) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, name)), hash);
    lines.push(`${hash.digest('hex')}  ${name}\n`);
  }
  return lines.join('');
}
