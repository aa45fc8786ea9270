import { z } from 'zod';
import type { MachineHelp } from './catalogue/taught.ts';
import { consoleCommandSchema } from './console.ts';
import {
  type Bookmark,
  bookmarkContentSchema,
  type BookmarkImport,
  type BroadcastAnswer,
  mostBroadcast,
  type TopicFacts,
  topicSchema,
} from './console-extras.ts';
import type { Result } from './failure.ts';
import { machineIdSchema } from './machine-settings.ts';
import { ofMachine, request } from './request-spec.ts';

const ofTopic = z.strictObject({ machineId: machineIdSchema, topic: topicSchema });

/** What stands around the console: help, topics, history, bookmarks, broadcast. */
export const consoleExtraRequests = {
  /** The machine’s own help: its list, and the page of a command if one is named. Read where it is not kept yet, or anew. */
  'console.help': request<Result<MachineHelp>>()(
    z.strictObject({
      machineId: machineIdSchema,
      command: z
        .string()
        .regex(/^[*A-Za-z][\w*.:+=~]*\??$/)
        .max(80)
        .nullable(),
      refresh: z.boolean().default(false),
    }),
  ),

  'console.topics': request<Result<readonly TopicFacts[]>>()(ofMachine),
  /** Follows a topic from now on, after every reconnection too. */
  'console.subscribe': request<Result<null>>()(ofTopic),
  'console.unsubscribe': request<Result<null>>()(ofTopic),

  /** What was typed for a machine, oldest first, secrets masked. */
  'console.history': request<Result<readonly string[]>>()(ofMachine),
  'console.forgetHistory': request<Result<null>>()(ofMachine),

  /** Asks several machines the same, as Observer. Only queries go: anything else is refused before anything is sent. */
  'console.broadcast': request<Result<readonly BroadcastAnswer[]>>()(
    z.strictObject({
      machineIds: z.array(machineIdSchema).min(1).max(mostBroadcast),
      text: consoleCommandSchema.shape.text,
    }),
  ),

  'bookmarks.list': request<Result<readonly Bookmark[]>>()(z.strictObject({})),
  /** Adds a bookmark, or changes the one with this id. */
  'bookmarks.save': request<Result<Bookmark>>()(
    z.strictObject({ id: z.string().max(100).nullable(), bookmark: bookmarkContentSchema }),
  ),
  'bookmarks.remove': request<Result<null>>()(z.strictObject({ id: z.string().max(100) })),
  /** The text of a file with all bookmarks. */
  'bookmarks.export': request<Result<{ readonly fileName: string; readonly text: string }>>()(
    z.strictObject({}),
  ),
  'bookmarks.import': request<Result<BookmarkImport>>()(
    z.strictObject({ text: z.string().max(20_000_000) }),
  ),
} as const;
