import type { Failure } from './failure.ts';
import type { Instant } from './units.ts';

/** `preview` also offers versions that are still being tried out. */
export const updateChannels = ['stable', 'preview'] as const;
export type UpdateChannel = (typeof updateChannels)[number];

/** A newer version, as its release describes it. */
export interface UpdateOffer {
  readonly version: string;
  /** Plain text; empty if the release says nothing. */
  readonly notes: string;
}

/** How far this QuantDeck has come with a newer one. Nothing is downloaded or installed unless a person asks for it. */
export type UpdateState =
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'newest'; readonly checkedAt: Instant }
  | { readonly kind: 'offered'; readonly offer: UpdateOffer }
  | { readonly kind: 'downloading'; readonly offer: UpdateOffer; readonly percent: number }
  | { readonly kind: 'ready'; readonly offer: UpdateOffer }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What was found of an update that somebody brought as a file. */
export interface CheckedFile {
  readonly name: string;
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string;
  /** Whether the list of checksums beside it names this file with this sum. */
  readonly verdict: 'as-published' | 'different' | 'not-listed' | 'no-list';
}
