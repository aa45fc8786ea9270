import { z } from 'zod';
import { accessLevels } from './access-level.ts';
import type { ConsoleReply } from './console.ts';
import type { Result } from './failure.ts';
import type { Instant, MachineId } from './units.ts';

/** A topic of one machine as this session hears it. */
export interface TopicFacts {
  readonly topic: string;
  /** Who asked for it: QuantDeck for itself, a person, or nobody, where the machine publishes it all the same. */
  readonly subscribed: 'panel' | 'chosen' | 'no';
  /** Messages since QuantDeck follows this machine. */
  readonly count: number;
  /** Over the last ten seconds. */
  readonly perSecond: number;
  readonly last: { readonly at: Instant; readonly text: string } | null;
}

export const topicSchema = z
  .string()
  .regex(/^[A-Za-z][\w.:*-]{0,79}$/, 'A topic is one word of letters, digits and . : * - _.');

/** A command worth keeping, under a name. */
export const bookmarkContentSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give the bookmark a name.').max(100),
  text: z.string().min(1).max(100_000),
  level: z.enum(accessLevels),
  note: z.string().max(2_000),
});
export const bookmarkSchema = bookmarkContentSchema.extend({ id: z.string().min(1).max(100) });
export type Bookmark = Readonly<z.infer<typeof bookmarkSchema>>;

export const mostBookmarks = 1_000;

/** A file of bookmarks to hand to somebody else. */
export const bookmarkFileSchema = z.strictObject({
  format: z.literal('quantdeck-bookmarks'),
  version: z.literal(1),
  bookmarks: z.array(bookmarkContentSchema).max(mostBookmarks),
});

export interface BookmarkImport {
  readonly added: number;
  /** Those that were there already. */
  readonly skipped: number;
}

/** Commands kept of what was typed for one machine. */
export const historyCapacity = 1_000;

/** One machine’s answer to a query that went to several. */
export interface BroadcastAnswer {
  readonly machineId: MachineId;
  readonly result: Result<ConsoleReply>;
}

export const mostBroadcast = 64;
