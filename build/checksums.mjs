/*
 * Writes SHA256SUMS beside the packages of a release, in the form that `sha256sum --check` and QuantDeck's own offline update read.
 * Usage: node build/checksums.mjs FOLDER
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksumLines, isPackage } from './lib/checksums.mjs';
import { Trouble, main } from './lib/report.mjs';

await main(async () => {
  const [, , folder] = process.argv;
  if (folder === undefined) throw new Trouble('Usage: node build/checksums.mjs FOLDER', 2);
  const names = readdirSync(folder).filter(isPackage);
  if (names.length === 0) throw new Trouble(`${folder} holds no package.`);
  writeFileSync(join(folder, 'SHA256SUMS'), await checksumLines(folder, names));
  return 0;
});
