import { z } from 'zod';
import type { Verdict } from './action.ts';
import {
  type ConsoleBody,
  consoleCommandSchema,
  type ConsoleExport,
  consoleFilterSchema,
  type ConsolePage,
  consolePageLimit,
  type ConsoleReply,
  type DecodedBody,
  type RunningCommand,
} from './console.ts';
import type { Result } from './failure.ts';
import { machineIdSchema } from './machine-settings.ts';
import { ofMachine, request } from './request-spec.ts';

const sequence = z.number().int().min(0);
const ofLine = z.strictObject({ machineId: machineIdSchema, sequence });

/** The console's part of the contract. */
export const consoleRequests = {
  /** The latest lines; with `before` or `after` those next to that sequence number. */
  'console.lines': request<Result<ConsolePage>>()(
    z.strictObject({
      machineId: machineIdSchema,
      before: sequence.nullable().default(null),
      after: sequence.nullable().default(null),
      limit: z.number().int().min(1).max(consolePageLimit).default(500),
      filter: consoleFilterSchema.default({}),
    }),
  ),
  /** The whole of a line whose text was clipped, or its exact bytes. */
  'console.body': request<Result<ConsoleBody>>()(ofLine.extend({ as: z.enum(['text', 'base64']) })),
  /** The file that a line carries as base64. */
  'console.decode': request<Result<DecodedBody>>()(ofLine),
  /** The text of a file with the lines that match, from one sequence number to another, piece by piece. */
  'console.export': request<Result<ConsoleExport>>()(
    z.strictObject({
      machineId: machineIdSchema,
      format: z.enum(['text', 'jsonl']),
      from: sequence.optional(),
      to: sequence.optional(),
      filter: consoleFilterSchema.default({}),
    }),
  ),
  /** What the interlocks say of a command typed by hand, and what it risks. */
  'console.judge': request<Result<Verdict>>()(
    z.strictObject({
      machineId: machineIdSchema,
      text: consoleCommandSchema.shape.text,
      level: consoleCommandSchema.shape.level,
    }),
  ),
  'console.send': request<Result<ConsoleReply>>()(
    z.strictObject({ machineId: machineIdSchema, command: consoleCommandSchema }),
  ),
  /** Commands from the console that have not ended, oldest first. */
  'console.running': request<Result<readonly RunningCommand[]>>()(ofMachine),
  /** Stops waiting for a command. Nothing is sent: what the machine has begun goes on. */
  'console.abandon': request<Result<null>>()(
    z.strictObject({ machineId: machineIdSchema, id: z.string().max(100) }),
  ),
} as const;
