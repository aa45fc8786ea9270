/** Randomness for jitter, from 0 (inclusive) to 1 (exclusive); injected so that tests decide. */
export type Random = () => number;

const firstMilliseconds = 1_000;
const longestMilliseconds = 60_000;

/**
 * How long to wait before try number `attempt + 1`, in milliseconds: 1 s after the first failure, doubling up to 60 s.
 * Up to a quarter is taken off at random, so that a lab of panels does not knock on a restarted machine at once.
 */
export function backoffMilliseconds(attempt: number, random: Random): number {
  const doublings = Math.min(Math.max(attempt, 1) - 1, 16);
  const full = Math.min(longestMilliseconds, firstMilliseconds * 2 ** doublings);
  return Math.max(firstMilliseconds, Math.round(full * (1 - random() / 4)));
}
