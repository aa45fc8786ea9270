import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Replaces a file that only this person may read in one step: a crash leaves the old one or the new one, never half of one. */
export function replacePrivateFile(file: string, text: string): void {
  const next = `${file}.new`;
  try {
    writeFileSync(next, text, { mode: 0o600, flush: true });
    renameSync(next, file);
  } catch (failure) {
    rmSync(next, { force: true });
    throw failure;
  }
}

/** The file's text, or null if there is none. Clears away what a crash left beside it. Throws what the file system throws. */
export function readPrivateFile(file: string): string | null {
  try {
    rmSync(`${file}.new`, { force: true });
    return readFileSync(file, 'utf8');
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT') return null;
    throw failure;
  }
}

/** Renames a file that makes no sense, so that nothing overwrites it, and answers its new name. `now` is in Unix ms. */
export function setFileAside(file: string, now: number): string {
  const aside = file.replace(/(\.json)?$/, `.damaged-${now}$1`);
  renameSync(file, aside);
  return aside;
}
