import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type Disposable, toDisposable } from '../../base/disposable.ts';

const holderSchema = z.object({ pid: z.number().int(), address: z.string().max(200).nullable() });
/** Who runs on a data directory. `address` is where its window is served, null in the desktop app. */
export type LockHolder = Readonly<z.infer<typeof holderSchema>>;

export interface InstanceLock extends Disposable {
  /** Tells a second start where this one is. */
  announce(address: string): void;
}

export type LockAttempt =
  | { readonly kind: 'held'; readonly lock: InstanceLock }
  /** Someone else runs; null if they have not said who they are yet. */
  | { readonly kind: 'taken'; readonly holder: LockHolder | null };

/**
 * Makes sure that one QuantDeck runs per data directory: two would both hold sessions with every machine.
 *
 * The lock is the operating system's own, taken on a small database file, because it goes away with its process however that
 * ends. A file that only names a process would have to be guessed about after a crash, when the number may be somebody else's.
 * `quantdeck.pid` beside it is only there to be read.
 * Throws what the file system throws if the directory cannot be written.
 */
export function takeInstanceLock(dataDirectory: string): LockAttempt {
  const file = join(dataDirectory, 'quantdeck.lock');
  const holderFile = join(dataDirectory, 'quantdeck.pid');
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (failure) {
    database.close();
    if (isBusy(failure)) return { kind: 'taken', holder: readHolder(holderFile) };
    throw failure;
  }
  const write = (address: string | null): void => {
    writeFileSync(holderFile, `${JSON.stringify({ pid: process.pid, address })}\n`, {
      mode: 0o600,
    });
  };
  write(null);
  return {
    kind: 'held',
    lock: {
      announce: write,
      ...toDisposable(() => {
        rmSync(holderFile, { force: true });
        database.close();
      }),
    },
  };
}

/** One plain sentence for a second start. */
export function alreadyRunning(dataDirectory: string, holder: LockHolder | null): string {
  const process = holder ? ` as process ${holder.pid}` : '';
  const address = holder?.address ? `, at ${holder.address}` : '';
  return `QuantDeck is already running on the data in ${dataDirectory}${process}${address}.`;
}

function isBusy(failure: unknown): boolean {
  // 5 is SQLITE_BUSY; extended codes carry it in their low byte.
  return (
    failure instanceof Error &&
    'errcode' in failure &&
    typeof failure.errcode === 'number' &&
    (failure.errcode & 0xff) === 5
  );
}

function readHolder(file: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
