import type { Result } from '../../shared/failure.ts';
import type { CheckedFile, UpdateChannel, UpdateOffer } from '../../shared/updates.ts';

/** How a host gets newer versions of itself. Every promise may reject with an `Error` in plain words. */
export interface UpdateSource {
  /** Why this host cannot update itself; null if it can. */
  readonly unavailable: string | null;
  /** Looks for a newer version; null if this is the newest. */
  check(channel: UpdateChannel): Promise<UpdateOffer | null>;
  /** Fetches what the last check offered and verifies it. */
  download(onPercent: (percent: number) => void): Promise<void>;
  /** Leaves every machine, ends QuantDeck and puts the fetched version in its place. */
  install(): void;
  /** Checks a file that the person picks; null if they picked none. */
  checkFile(): Promise<Result<CheckedFile | null>>;
}

/** For hosts that are not installed from a package. */
export function noUpdates(reason: string): UpdateSource {
  const refuse = (): never => {
    throw new Error(reason);
  };
  return {
    unavailable: reason,
    check: async () => refuse(),
    download: async () => refuse(),
    install: refuse,
    checkFile: async () => ({
      ok: false,
      failure: { kind: 'invalid-input', message: reason, remedy: '', detail: '' },
    }),
  };
}
