import { z } from 'zod';
import type { AccessLevel } from './access-level.ts';
import type { Instant } from './units.ts';

/** How long a level may be held at a time, in seconds: long enough for a task, short enough to be forgotten safely. */
export const leaseSeconds = { min: 30, max: 3_600 } as const;

const seconds = z.number().int().min(leaseSeconds.min).max(leaseSeconds.max);

export const leaseWishSchema = z.strictObject({
  level: z.enum(['Controller', 'Administrator', 'Full']),
  /** Fails if another connection holds Controller, and keeps others from taking it. */
  exclusive: z.boolean(),
  /** Hides the change of level from the notices other connections get. */
  stealth: z.boolean(),
  seconds,
});
export type LeaseWish = Readonly<z.infer<typeof leaseWishSchema>>;

export const leaseExtensionSchema = seconds;

/** A level this workstation holds on a machine beyond single actions, until it expires or is given back. */
export interface HeldLease {
  readonly level: AccessLevel;
  readonly exclusive: boolean;
  readonly stealth: boolean;
  readonly since: Instant;
  readonly until: Instant;
}
