/** The installed Electron runtime's program; null if only its typings are there. */
export function findElectron(): string | null;
/** Finds the Electron runtime, or downloads it once a day at most. */
export function ensureElectron(): Promise<{ path: string } | { reason: string }>;
/** The reason of a failed download; null if no note still counts for this version at `now`, in Unix milliseconds. */
export function readFailure(text: string | null, version: string, now: number): string | null;
