import type { Instant } from './units.ts';

/** Silence after which a value looks stale (product promise 1). */
export const staleAfterMilliseconds = 10_000;
/** Silence after which contact with a machine counts as lost (product promise 1). */
export const lostAfterMilliseconds = 60_000;

export type Freshness = 'fresh' | 'stale' | 'lost';

/** How far something last heard at `heardAt` can be trusted at `now`. Never heard is lost. */
export function freshness(heardAt: Instant | null, now: Instant): Freshness {
  if (heardAt === null) return 'lost';
  const age = now - heardAt;
  if (age >= lostAfterMilliseconds) return 'lost';
  return age >= staleAfterMilliseconds ? 'stale' : 'fresh';
}
