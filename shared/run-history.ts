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
  /** What a person wrote beside it here; empty for nothing. */
  readonly note: string;
}

/** Longest note that a person may write beside a run, in characters. */
export const longestNote = 2_000;

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

/** A run with everything kept of it. */
export interface LiveRun extends RunTelemetry {
  readonly record: RunRecord;
}

/** The run that is on, with what is recorded of it. */
export interface RunNews extends LiveRun {
  /**
   * Null for everything there is. Otherwise only what came at this moment or later: events, set points, collections and
   * temperatures before it are left out, and so is a protocol that was sent.
   */
  readonly since: Instant | null;
}

/** What a window has of the run that is on: everything up to `observedTo` of its record. */
export const knownRunSchema = z.strictObject({
  runId: runIdSchema,
  observedTo: z.number().transform((at) => at as Instant),
  /** Whether its protocol is there too. */
  protocol: z.boolean(),
});
export type KnownRun = Readonly<z.output<typeof knownRunSchema>>;

/** What is new of a run to whoever has `known` of it; everything if that is of another run, or a clock was set back. */
export function sinceOf(summary: RunSummary, known: KnownRun | null): Instant | null {
  if (known === null || known.runId !== summary.id) return null;
  const { observedTo } = known;
  return observedTo >= summary.observedFrom && observedTo <= summary.observedTo ? observedTo : null;
}

/** Leaves out of a record what a window has already. Whatever is recorded later is never earlier than `observedTo` was. */
export function recordSince(
  record: RunRecord,
  since: Instant | null,
  known: KnownRun | null,
): RunRecord {
  if (since === null) return record;
  const fresh = ({ at }: { readonly at: Instant }): boolean => at >= since;
  return {
    ...record,
    protocol: known?.protocol === true ? null : record.protocol,
    events: record.events.filter(fresh),
    setPoints: record.setPoints.filter(fresh),
    collections: record.collections.filter(fresh),
  };
}

/** The other way: puts what is new behind what was there. */
export function recordWith(before: RunRecord, fresh: RunRecord, since: Instant): RunRecord {
  const kept = ({ at }: { readonly at: Instant }): boolean => at < since;
  return {
    ...fresh,
    protocol: fresh.protocol ?? before.protocol,
    events: [...before.events.filter(kept), ...fresh.events],
    setPoints: [...before.setPoints.filter(kept), ...fresh.setPoints],
    collections: [...before.collections.filter(kept), ...fresh.collections],
  };
}

/** `RunTelemetry` for the way to a window. */
export interface SentTelemetry {
  readonly series: PackedSeries;
  readonly damaged: readonly ContactGap[];
}

/** `LiveRun` for the way to a window. */
export interface SentLiveRun extends SentTelemetry {
  readonly record: RunRecord;
  readonly since: RunNews['since'];
}

/** `zip`: everything as a folder; `csv`: the temperatures; `json`: everything, temperatures included. */
export const runExportFormats = ['zip', 'csv', 'json'] as const;
export type RunExportFormat = (typeof runExportFormats)[number];

/** An exported run, its content as base64. */
export interface RunFile {
  readonly fileName: string;
  readonly mediaType: string;
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
  /** Must occur, in any case, in the title, the note, the machine's name or the protocol's name. */
  text: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(500),
  /** A page's `next`, for what comes after that page. */
  before: z.number().int().min(0).optional(),
});
export type RunFilter = Readonly<z.output<typeof runFilterSchema>>;
