import { assertNever } from '../../shared/assert-never.ts';
import type { Failure } from '../../shared/failure.ts';

/** Why the database could not be used as it should. */
export type StorageProblem =
  | { readonly kind: 'damaged' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'disk-full' }
  | { readonly kind: 'read-only' }
  | { readonly kind: 'newer'; readonly version: number; readonly known: number }
  | { readonly kind: 'other' };

/** The database belongs to a newer QuantDeck and was left as it is. */
export class NewerDatabaseError extends Error {
  readonly version: number;
  readonly known: number;

  constructor(version: number, known: number) {
    super(`The database has version ${version}; this QuantDeck knows versions up to ${known}`);
    this.name = 'NewerDatabaseError';
    this.version = version;
    this.known = known;
  }
}

/** SQLite opens the database, but it is not whole. */
export class DamagedDatabaseError extends Error {
  constructor(finding: string, cause?: unknown) {
    super(`The database is damaged: ${finding}`, { cause });
    this.name = 'DamagedDatabaseError';
  }
}

/**
 * Reads what SQLite (sqlite.org/rescode.html) or the file system said. Null for anything else, which is a bug and must be rethrown.
 */
export function storageProblem(error: unknown): StorageProblem | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof NewerDatabaseError)
    return { kind: 'newer', version: error.version, known: error.known };
  if (error instanceof DamagedDatabaseError) return { kind: 'damaged' };
  if ('errcode' in error && typeof error.errcode === 'number')
    return sqliteProblem(error.errcode & 0xff);
  if (!('code' in error) || typeof error.code !== 'string') return null;
  // How `node:sqlite` answers a whole number that JavaScript cannot hold; none is ever written.
  if (error.code === 'ERR_OUT_OF_RANGE') return { kind: 'damaged' };
  return 'syscall' in error ? fileProblem(error.code) : null;
}

function sqliteProblem(primaryCode: number): StorageProblem {
  switch (primaryCode) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return { kind: 'locked' };
    case 3: // SQLITE_PERM
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
      return { kind: 'read-only' };
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return { kind: 'damaged' };
    case 13: // SQLITE_FULL
      return { kind: 'disk-full' };
    default:
      return { kind: 'other' };
  }
}

function fileProblem(code: string): StorageProblem {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { kind: 'disk-full' };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ENOENT':
      return { kind: 'read-only' };
    case 'EBUSY':
      return { kind: 'locked' };
    default:
      return { kind: 'other' };
  }
}

const onlyInMemory = 'Until then, what happens is remembered only until QuantDeck closes.';

/** What a person calls the content of a database. */
export type StoredThing = 'journal' | 'run history';

/** Says it to a person. `file` is the database's path. */
export function storageFailure(
  problem: StorageProblem,
  file: string,
  cause: unknown,
  thing: StoredThing = 'journal',
): Failure {
  const [message, remedy] = words(problem, file, thing);
  const detail = cause instanceof Error ? cause.message : String(cause);
  return { kind: 'storage', message, remedy: `${remedy} ${onlyInMemory}`, detail };
}

function words(
  problem: StorageProblem,
  file: string,
  thing: StoredThing,
): readonly [message: string, remedy: string] {
  switch (problem.kind) {
    case 'damaged':
      return [
        `The ${thing} in ${file} is damaged and cannot be saved to.`,
        'Restart QuantDeck: it sets the damaged file aside and keeps whatever can be read.',
      ];
    case 'locked':
      return [
        `Another program is using the ${thing} in ${file}.`,
        'Close that program, then restart QuantDeck.',
      ];
    case 'disk-full':
      return [
        `The disk is full, so the ${thing} cannot be saved.`,
        `Free some space on the disk that holds ${file}.`,
      ];
    case 'read-only':
      return [
        `The ${thing} cannot be saved, because ${file} or its folder cannot be written to.`,
        'Ask whoever looks after this computer to make that folder writable, then restart QuantDeck.',
      ];
    case 'newer':
      return [
        `The ${thing} in ${file} was written by a newer QuantDeck and was left as it is.`,
        'Install the newer QuantDeck again.',
      ];
    case 'other':
      return [
        `The ${thing} in ${file} cannot be used.`,
        'Restart QuantDeck; if this comes back, look at the technical detail.',
      ];
    default:
      return assertNever(problem);
  }
}
