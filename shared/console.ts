import { z } from 'zod';
import { type AccessLevel, accessLevels } from './access-level.ts';
import { acknowledgementSchema } from './action.ts';
import type { ActionId, Instant, MachineId, SessionId } from './units.ts';

/** What a line is, by its first word on the wire; `opened` and `closed` mark where a connection begins and ends. */
export const consoleLineKinds = [
  'command',
  'next',
  'ok',
  'error',
  'message',
  'ready',
  'unrecognised',
  'opened',
  'closed',
] as const;
export type ConsoleLineKind = (typeof consoleLineKinds)[number];

export const consoleOrigins = ['console', 'panel', 'machine'] as const;

/** One frame that crossed the wire of one session, exactly as it did except that secrets are masked. */
export interface ConsoleLine {
  /** Counts up per machine from 1 without gaps; lines are in wire order. */
  readonly sequence: number;
  readonly at: Instant;
  readonly kind: ConsoleLineKind;
  /** Whose traffic: typed in the console, QuantDeck's own, or published by the machine unasked. */
  readonly origin: (typeof consoleOrigins)[number];
  /** The connection it crossed; null until the machine greeted. */
  readonly session: SessionId | null;
  readonly ident: string | null;
  /** Of a message; null of anything else. */
  readonly topic: string | null;
  /** The frame's text without its ident and final newline; bytes that are not UTF-8 show as U+FFFD. */
  readonly text: string;
  /** Whether `text` is only its first {@link consolePreviewCharacters}; `console.body` has the whole. */
  readonly clipped: boolean;
  /** Size on the wire in bytes. */
  readonly byteLength: number;
  /** From sending to this reply, in milliseconds; null for what is not a reply. */
  readonly durationMilliseconds: number | null;
}

/** Lines kept in memory per machine, within main's byte budget. */
export const consoleCapacity = 200_000;
/** How much of a line's text travels with it. */
export const consolePreviewCharacters = 2_000;
/** Lines in one page at most. */
export const consolePageLimit = 5_000;

/** Which lines are wanted; what is left out does not matter. `topics` chooses among messages only. */
export const consoleFilterSchema = z.strictObject({
  kinds: z.array(z.enum(consoleLineKinds)).optional(),
  origins: z.array(z.enum(consoleOrigins)).optional(),
  topics: z.array(z.string().max(200)).max(100).optional(),
});
export type ConsoleFilter = Readonly<z.infer<typeof consoleFilterSchema>>;

/** A stretch of a transcript, oldest line first. */
export interface ConsolePage {
  readonly lines: readonly ConsoleLine[];
  /** The oldest line still kept; null if there is none. */
  readonly first: number | null;
  /** The newest line; 0 if there was none yet. */
  readonly last: number;
  /** Older lines that had to make room. */
  readonly dropped: number;
}

/** The whole of one line, as text or as the exact bytes of its frame. */
export interface ConsoleBody {
  readonly sequence: number;
  readonly as: 'text' | 'base64';
  readonly data: string;
  readonly byteLength: number;
  /** Whether the bytes are UTF-8, so that the text says all of them. */
  readonly wellFormed: boolean;
}

/** A file that a line carried as base64. */
export interface DecodedBody {
  readonly fileName: string;
  readonly mediaType: string;
  readonly base64: string;
  readonly byteLength: number;
}

/** The first piece of what was asked for, for a transcript of a whole day is too much for one message. */
export interface ConsoleExport {
  readonly fileName: string;
  readonly text: string;
  /** In this piece. */
  readonly lines: number;
  /** From where to ask for the next piece; null at the end. */
  readonly next: number | null;
  readonly dropped: number;
}

/** How long a person may let QuantDeck wait, in seconds: for the first reply, and from there to the end. */
export const replySeconds = { min: 1, max: 3_600 } as const;
export const completionSeconds = { min: 1, max: 86_400 } as const;

export const consoleCommandSchema = z.strictObject({
  text: z.string().min(1).max(1_000_000),
  level: z.enum(accessLevels),
  /** Wait for `OK`, or only until the machine accepted (`NEXT`). */
  wait: z.enum(['done', 'accepted']),
  /** What the person agreed to, where `console.judge` asked for it. */
  acknowledgement: acknowledgementSchema.nullable().default(null),
  /** 30 unless given. */
  firstReplySeconds: z.number().min(replySeconds.min).max(replySeconds.max).optional(),
  /** 600 unless given. */
  completionSeconds: z.number().min(completionSeconds.min).max(completionSeconds.max).optional(),
});
export type ConsoleCommand = Readonly<z.infer<typeof consoleCommandSchema>>;

export interface ConsoleReply {
  readonly text: string;
  readonly durationMilliseconds: number;
}

/** A command from the console that has not ended. */
export interface RunningCommand {
  readonly id: ActionId;
  /** Its beginning, secrets masked. */
  readonly text: string;
  readonly level: AccessLevel;
  readonly since: Instant;
  readonly state: 'preparing' | 'sent' | 'accepted';
  readonly acceptedAt: Instant | null;
}

export interface MachineRunning {
  readonly machineId: MachineId;
  readonly commands: readonly RunningCommand[];
}
