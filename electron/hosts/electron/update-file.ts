import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CheckedFile } from '../../../shared/updates.ts';

/** The list of checksums that every release carries, as `sha256sum` writes it. */
const listName = 'SHA256SUMS';

/**
 * Holds a package that somebody brought against the list of checksums that lies beside it. A match says that it arrived as it was
 * published with that list, not who published it. Rejects with what the file system says if the package cannot be read.
 */
export async function checkUpdateFile(file: string): Promise<CheckedFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const sha256 = hash.digest('hex');
  const name = basename(file);
  const list = readList(join(dirname(file), listName));
  return { name, sha256, verdict: verdictOf(list, name, sha256) };
}

function verdictOf(
  list: ReadonlyMap<string, string> | null,
  name: string,
  sha256: string,
): CheckedFile['verdict'] {
  if (list === null) return 'no-list';
  const published = list.get(name);
  if (published === undefined) return 'not-listed';
  return published === sha256 ? 'as-published' : 'different';
}

/** Sums by file name; null if there is no such list. Lines that are none are passed over. */
function readList(file: string): ReadonlyMap<string, string> | null {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  return new Map(
    [...text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gim)].map(([, sum = '', name = '']) => [
      name.trim(),
      sum.toLowerCase(),
    ]),
  );
}
