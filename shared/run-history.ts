import { z } from 'zod';
import { machineIdSchema } from './machine-settings.ts';
import type { Protocol } from './protocol.ts';
import { type RunEnding, runEndings } from './run.ts';
import type {
  CollectionMark,
  ContactGap,
  OpenSpan,
  PackedSeries,
  RunEventLine,
  Series,
  SetPointChange,
  StageSpan,
} from './run-record.ts';
import type { Instant, MachineId } from './units.ts';

/*
 * Runs as this workstation observed and kept them. Unless said otherwise all times are this workstation's clock.
 */

declare const runId: unique symbol;
export type RunId = string & { readonly [runId]: 'RunId' };

export const runIdSchema = z
  .string()
  .min(1)
  .max(100)
  .transform((id) => id as RunId);

/** One stored run, for lists. */
export interface RunSummary {
  readonly id: RunId;
  readonly machineId: MachineId;
  /** As the machine was called when the run began. */
  readonly machineName: string;
  readonly title: string;
  /** By the machine's own account and clock; null if it never told. */
  readonly startedAt: Instant | null;
  /** The first moment of it that this workstation saw. */
  readonly observedFrom: Instant;
  /** False for a run that was on already when this workstation came: it was observed from `observedFrom`. */
  readonly sawStart: boolean;
  /** The last moment of it that this workstation saw. */
  readonly observedTo: Instant;
  readonly end: RunEnd | null;
  /** The protocol's name; null if it was not read. */
  readonly protocolName: string | null;
}

/** How a stored run ended. A run that ended while nobody watched is `unknown`, at the last moment that was seen of it. */
export interface RunEnd {
  readonly ending: RunEnding;
  readonly at: Instant;
  /** The machine's own words when it failed; otherwise empty. */
  readonly reason: string;
}

/** An event with the moment the machine itself gave it, in Unix ms of the machine's clock; null if it gave none. */
export interface RunEventRecord extends RunEventLine {
  readonly machineAt: number | null;
}

/** Everything kept of a run but its temperatures. */
export interface RunRecord {
  readonly summary: RunSummary;
  /** Null if it was not read. */
  readonly protocol: Protocol | null;
  readonly events: readonly RunEventRecord[];
  readonly setPoints: readonly SetPointChange[];
  readonly stages: readonly StageSpan[];
  readonly collections: readonly CollectionMark[];
  readonly openings: readonly OpenSpan[];
  readonly gaps: readonly ContactGap[];
  /** Parts that are on disk but make no sense, and are left out. */
  readonly unreadable: number;
}

/** Temperatures of a run. */
export interface RunTelemetry {
  readonly series: Series;
  /** Stretches that were stored and cannot be read any more: nothing is drawn there. */
  readonly damaged: readonly ContactGap[];
}

/** The run that is on, with everything recorded of it so far. */
export interface LiveRun extends RunTelemetry {
  readonly record: RunRecord;
}

/** `RunTelemetry` for the way to a window. */
export interface SentTelemetry {
  readonly series: PackedSeries;
  readonly damaged: readonly ContactGap[];
}

/** `LiveRun` for the way to a window. */
export interface SentLiveRun extends SentTelemetry {
  readonly record: RunRecord;
}

/** An exported run: a zip as base64. */
export interface RunArchive {
  readonly fileName: string;
  readonly base64: string;
}

export interface RunPage {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Matching runs in all, on this page and others. */
  readonly total: number;
  /** Pass as `before` for the next page; null at the end. */
  readonly next: number | null;
  /** Every machine that has runs, by the name it had last, also those since removed; by name. */
  readonly machines: readonly { readonly id: MachineId; readonly name: string }[];
}

const instantSchema = z.number().transform((at) => at as Instant);

/** `on`: not known to have ended. */
export const runOutcomes = ['on', ...runEndings] as const;

/** Which runs, newest first, and how many of them at a time; a list that is absent or empty restricts nothing. */
export const runFilterSchema = z.strictObject({
  machineIds: z.array(machineIdSchema).max(200).optional(),
  outcomes: z.array(z.enum(runOutcomes)).max(runOutcomes.length).optional(),
  /** Runs that were observed at this moment or later, in Unix ms. */
  from: instantSchema.optional(),
  /** Runs that were observed before this moment, in Unix ms. */
  to: instantSchema.optional(),
  /** Must occur, in any case, in the title, the machine's name or the protocol's name. */
  text: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(500),
  /** A page's `next`, for what comes after that page. */
  before: z.number().int().min(0).optional(),
});
export type RunFilter = Readonly<z.output<typeof runFilterSchema>>;

/** How long stored runs are kept. Days count from a run's last observation; a size is in millions of bytes of all runs. */
export const runRetentionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('days'), days: z.number().int().min(1).max(36_500) }),
  z.strictObject({ kind: z.literal('size'), megabytes: z.number().int().min(1).max(1_000_000) }),
]);
export type RunRetention = Readonly<z.output<typeof runRetentionSchema>>;

/** What retention looks at. */
export interface StoredRunSize {
  readonly id: RunId;
  readonly observedTo: Instant;
  readonly ended: boolean;
  readonly bytes: number;
}

/** A run without an end that was seen within this time is taken to be on, and never removed. */
const surelyOnMilliseconds = 24 * 3_600_000;

/** The runs that are to go, oldest first. A run that is on stays, whatever its age or size. */
export function runsToRemove(
  runs: readonly StoredRunSize[],
  retention: RunRetention,
  now: Instant,
): readonly RunId[] {
  if (retention.kind === 'all') return [];
  const removable = runs
    .filter(({ ended, observedTo }) => ended || now - observedTo > surelyOnMilliseconds)
    .toSorted((a, b) => a.observedTo - b.observedTo);
  if (retention.kind === 'days') {
    const oldest = now - retention.days * 24 * 3_600_000;
    return removable.filter(({ observedTo }) => observedTo < oldest).map(({ id }) => id);
  }
  let excess = runs.reduce((sum, { bytes }) => sum + bytes, 0) - retention.megabytes * 1_000_000;
  const removed: RunId[] = [];
  for (const { id, bytes } of removable) {
    if (excess <= 0) break;
    removed.push(id);
    excess -= bytes;
  }
  return removed;
}
