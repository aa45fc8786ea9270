import { z } from 'zod';
import type { Instant } from './units.ts';

export const pinDigits = { min: 4, max: 8 } as const;

export const pinSchema = z
  .string()
  .regex(
    new RegExp(`^\\d{${pinDigits.min},${pinDigits.max}}$`),
    `A PIN has ${pinDigits.min} to ${pinDigits.max} digits.`,
  );

/**
 * Whether this workstation may act on machines. It guards a shared bench against accidents, not against people: whoever can
 * change this account's files can open it.
 */
export type ControlsLock =
  | { readonly kind: 'open' }
  | {
      readonly kind: 'locked';
      readonly since: Instant;
      /** Whether a PIN is needed to unlock. */
      readonly pin: boolean;
      /** After wrong PINs: the next one is looked at no earlier. Null if now. */
      readonly retryAt: Instant | null;
    };
