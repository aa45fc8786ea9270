import { z } from 'zod';
import { acknowledgementSchema } from './action.ts';
import type { Result } from './failure.ts';
import { machineIdSchema } from './machine-settings.ts';
import { ofMachine, request } from './request-spec.ts';
import {
  type ScriptCheck,
  type ScriptLog,
  type ScriptLogSummary,
  scriptNameSchema,
  scriptRunIdSchema,
  type ScriptRunState,
  scriptTextSchema,
  type StoredScript,
} from './scripts.ts';

/** Scripts: what they would do, running them, their logs, and the library. */
export const scriptRequests = {
  /** A dry run: everything wrong, and every risky command as things are now. Sends nothing. */
  'scripts.check': request<Result<ScriptCheck>>()(
    z.strictObject({ machineId: machineIdSchema, text: scriptTextSchema }),
  ),
  /** Starts a script, one a machine at a time; answers its state at the start. */
  'scripts.run': request<Result<ScriptRunState>>()(
    z.strictObject({
      machineId: machineIdSchema,
      name: scriptNameSchema,
      text: scriptTextSchema,
      /** What was agreed to of what `scripts.check` asked. */
      acknowledgement: acknowledgementSchema.nullable(),
    }),
  ),
  /** Halts before the next step. */
  'scripts.pause': request<Result<null>>()(ofMachine),
  'scripts.resume': request<Result<null>>()(ofMachine),
  /** Ends the run after the step under way; asked once more, stops waiting for that step, whose outcome is then unknown. */
  'scripts.stop': request<Result<null>>()(ofMachine),
  /** The run that is on, or was last since QuantDeck began; null if there was none. */
  'scripts.state': request<Result<ScriptRunState | null>>()(ofMachine),

  /** Newest first. */
  'scripts.logs': request<Result<readonly ScriptLogSummary[]>>()(
    z.strictObject({ machineId: machineIdSchema.nullable() }),
  ),
  'scripts.log': request<Result<ScriptLog>>()(z.strictObject({ id: scriptRunIdSchema })),

  'scripts.list': request<Result<readonly StoredScript[]>>()(z.strictObject({})),
  /** Adds a script to the library, or changes the one with this id. */
  'scripts.save': request<Result<StoredScript>>()(
    z.strictObject({
      id: z.string().max(100).nullable(),
      name: scriptNameSchema,
      text: scriptTextSchema,
    }),
  ),
  'scripts.remove': request<Result<null>>()(z.strictObject({ id: z.string().max(100) })),
} as const;
