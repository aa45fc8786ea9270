import { type EvidenceLine, longestEvidence } from '../../shared/journal.ts';
import { maskSecrets } from '../scpi/secrets.ts';
import type { WireRecord } from '../scpi/session-types.ts';

/** A line on the wire as it is kept in the journal: exact text without its line end, secrets masked. */
export function evidenceOf({ at, bytes, direction }: WireRecord): EvidenceLine {
  // A reply of megabytes is not decoded to keep its first lines; a character is at most four bytes.
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(
    0,
    longestEvidence * 4,
  );
  return { at, direction, text: maskSecrets(head.toString('utf8').replace(/\r?\n$/, '')) };
}
