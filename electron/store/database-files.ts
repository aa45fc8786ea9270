import { existsSync, renameSync, rmSync } from 'node:fs';

/** What SQLite keeps beside a file. */
const companions = ['-wal', '-shm'];

/** Removes a database with what belongs to it; nothing happens if there is none. */
export function removeDatabase(file: string): void {
  for (const path of [...companions.map((suffix) => file + suffix), file])
    rmSync(path, { force: true });
}

/** Renames a database. The log goes first: beside a new file of the old name it would be taken for the new file's own. */
export function moveDatabase(from: string, to: string): void {
  for (const suffix of companions)
    if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
  renameSync(from, to);
}
