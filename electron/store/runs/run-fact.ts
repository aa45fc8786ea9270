import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { Protocol } from '../../../shared/protocol.ts';
import type { RunStage } from '../../../shared/run.ts';
import { runEventKinds } from '../../../shared/run-record.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';

const instant = z.number().transform((at) => at as Instant);
const celsius = z.number().transform((value) => value as Celsius);
const count = z.number().nullable();

const stageSchema: z.ZodType<RunStage> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({ kind: z.literal('prerun') }),
  z.object({ kind: z.literal('stage'), number: z.number() }),
  z.object({ kind: z.literal('postrun') }),
]);

/** What the checksum lets pass was written as a protocol; only another version may have made it of other parts. */
const protocolSchema = z.custom<Protocol>(
  (value) =>
    z
      .object({ text: z.string(), stages: z.array(z.object({ steps: z.array(z.unknown()) })) })
      .safeParse(value).success,
);

/** One thing that became known of a run: facts are only ever added, so that a crash at any instant leaves a true story. */
const factSchema = z.discriminatedUnion('kind', [
  /** An event; `machineAt` is the machine's own time for it. */
  z.object({
    kind: z.literal('event'),
    at: instant,
    machineAt: z.number().nullable(),
    about: z.enum(runEventKinds).catch('other'),
    text: z.string(),
    raw: z.string(),
  }),
  /** Where the run is from now on. */
  z.object({
    kind: z.literal('place'),
    at: instant,
    stage: stageSchema,
    cycle: count,
    step: count,
    paused: z.boolean(),
  }),
  /** Set points from now on. */
  z.object({
    kind: z.literal('set-points'),
    at: instant,
    zones: z.array(celsius),
    cover: celsius.nullable(),
  }),
  z.object({
    kind: z.literal('collection'),
    at: instant,
    stage: z.number(),
    cycle: z.number(),
    step: z.number(),
    point: z.number(),
  }),
  /** The drawer or cover opened or closed. */
  z.object({
    kind: z.literal('opening'),
    at: instant,
    what: z.enum(['drawer', 'cover']),
    open: z.boolean(),
  }),
  /** Contact was away from `from` until `at`. */
  z.object({ kind: z.literal('gap'), at: instant, from: instant }),
  z.object({ kind: z.literal('protocol'), at: instant, protocol: protocolSchema }),
]);

export type RunFact = Readonly<z.output<typeof factSchema>>;
export type PlaceFact = Extract<RunFact, { readonly kind: 'place' }>;

export interface FactRow {
  readonly at: number;
  readonly kind: string;
  readonly checksum: number;
  readonly detail: string;
}

export function toFactRow(fact: RunFact): FactRow {
  const detail = JSON.stringify(fact);
  return { at: Math.round(fact.at), kind: fact.kind, checksum: crc32(detail), detail };
}

/** Null if the row does not hold what was written, or nothing that this version understands. */
export function readFact({
  detail,
  checksum,
}: Readonly<Record<'detail' | 'checksum', unknown>>): RunFact | null {
  if (typeof detail !== 'string' || crc32(detail) !== checksum) return null;
  try {
    return factSchema.parse(JSON.parse(detail));
  } catch {
    return null;
  }
}
