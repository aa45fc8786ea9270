import { z } from 'zod';
import { accessLevels } from './access-level.ts';
import { acknowledgementSchema } from './action.ts';
import type { Instant } from './units.ts';

/** What a line is, by its first word on the wire. */
export type ConsoleLineKind =
  | 'command'
  | 'next'
  | 'ok'
  | 'error'
  | 'message'
  | 'ready'
  | 'unrecognised';

/** One frame that crossed the wire of one session, exactly as it did except that secrets are masked. */
export interface ConsoleLine {
  /** Counts up per machine from 1 without gaps; lines are in wire order. */
  readonly sequence: number;
  readonly at: Instant;
  readonly kind: ConsoleLineKind;
  /** Whose traffic: typed in the console, QuantDeck's own, or published by the machine unasked. */
  readonly origin: 'console' | 'panel' | 'machine';
  readonly ident: string | null;
  /** The frame's text without its ident and final newline; bytes that are not UTF-8 show as U+FFFD. */
  readonly text: string;
  /** Size on the wire in bytes. */
  readonly byteLength: number;
  /** From sending to this reply, in milliseconds; null for what is not a reply. */
  readonly durationMilliseconds: number | null;
}

/** Lines kept in memory per machine. */
export const consoleCapacity = 5_000;

export const consoleCommandSchema = z.strictObject({
  text: z.string().min(1).max(1_000_000),
  level: z.enum(accessLevels),
  /** Wait for `OK`, or only until the machine accepted (`NEXT`). */
  wait: z.enum(['done', 'accepted']),
  /** What the person agreed to, where `console.judge` asked for it. */
  acknowledgement: acknowledgementSchema.nullable().default(null),
});
export type ConsoleCommand = Readonly<z.infer<typeof consoleCommandSchema>>;

export interface ConsoleReply {
  readonly text: string;
  readonly durationMilliseconds: number;
}
