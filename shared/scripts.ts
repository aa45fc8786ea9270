import { z } from 'zod';
import type { AccessLevel } from './access-level.ts';
import type { Verdict } from './action.ts';
import { assertNever } from './assert-never.ts';
import type { Failure } from './failure.ts';
import { longestScript, type ScriptProblem } from './script/script.ts';
import type { Instant, MachineId, ScriptRunId } from './units.ts';

/** A command of a script that is risky, or refused as things are now. */
export interface ScriptRisk {
  readonly line: number;
  /** Secrets masked. */
  readonly command: string;
  readonly level: AccessLevel;
  readonly verdict: Verdict;
}

/** What a script would do, found out without sending anything. */
export interface ScriptCheck {
  readonly problems: readonly ScriptProblem[];
  /** Steps of a run, repeats counted. */
  readonly steps: number;
  /** What its waits add up to. */
  readonly waitSeconds: number;
  readonly risks: readonly ScriptRisk[];
  /** What has to be agreed to before it is run; what is refused now may be allowed at its turn, and is decided then. */
  readonly verdict: Verdict;
}

/** How far a script run is. The last four are final. */
export type ScriptRunProgress =
  | { readonly kind: 'running' }
  /** In an `@wait`. */
  | { readonly kind: 'waiting'; readonly until: Instant }
  /** The step under way still ends. */
  | { readonly kind: 'pausing' }
  | { readonly kind: 'paused'; readonly since: Instant }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'finished'; readonly at: Instant }
  | { readonly kind: 'stopped'; readonly at: Instant }
  | { readonly kind: 'failed'; readonly at: Instant; readonly failure: Failure }
  /** A command was written and its outcome is not known. */
  | { readonly kind: 'unknown'; readonly at: Instant; readonly failure: Failure };

export interface ScriptRunState {
  readonly id: ScriptRunId;
  readonly machineId: MachineId;
  readonly name: string;
  readonly startedAt: Instant;
  /** The line of the step under way, or of the last one. */
  readonly line: number;
  /** Steps that ended, of `steps`. */
  readonly step: number;
  readonly steps: number;
  readonly level: AccessLevel;
  readonly progress: ScriptRunProgress;
}

export function isScriptOver({ kind }: ScriptRunProgress): boolean {
  switch (kind) {
    case 'running':
    case 'waiting':
    case 'pausing':
    case 'paused':
    case 'stopping':
      return false;
    case 'finished':
    case 'stopped':
    case 'failed':
    case 'unknown':
      return true;
    default:
      return assertNever(kind);
  }
}

/** How a logged run ended; `interrupted` is one that QuantDeck did not live to see the end of. */
export const scriptEnds = ['finished', 'stopped', 'failed', 'unknown', 'interrupted'] as const;

export interface ScriptLogSummary {
  readonly id: ScriptRunId;
  readonly machineId: MachineId;
  readonly machineName: string;
  readonly name: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly end: (typeof scriptEnds)[number];
}

/** One line of a run’s log. */
export interface ScriptLogEntry {
  readonly at: Instant;
  /** Of the script; 0 where it is about the whole run. */
  readonly line: number;
  readonly kind: 'command' | 'reply' | 'step' | 'end';
  /** Secrets masked; long answers clipped. */
  readonly text: string;
}

export interface ScriptLog {
  readonly summary: ScriptLogSummary;
  readonly entries: readonly ScriptLogEntry[];
  /** Lines of the log that could not be read. */
  readonly damaged: number;
}

export const scriptTextSchema = z.string().max(longestScript);
export const scriptNameSchema = z.string().trim().min(1, 'Give the script a name.').max(100);

export const storedScriptSchema = z.strictObject({
  id: z.string().min(1).max(100),
  name: scriptNameSchema,
  text: scriptTextSchema,
  savedAt: z.number().transform((at) => at as Instant),
});
/** A script of this workstation’s library. */
export type StoredScript = Readonly<z.output<typeof storedScriptSchema>>;

export const mostStoredScripts = 200;

export const scriptRunIdSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .transform((id) => id as ScriptRunId);
