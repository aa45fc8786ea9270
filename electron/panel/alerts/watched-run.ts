import { z } from 'zod';
import type { RunProgress, RunStage } from '../../../shared/run.ts';
import type { Instant } from '../../../shared/units.ts';
import { isBehind, startsAgree } from '../run-identity.ts';

const instantSchema = z
  .number()
  .int()
  .transform((at) => at as Instant);

const stageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('starting') }),
  z.strictObject({ kind: z.literal('prerun') }),
  z.strictObject({ kind: z.literal('stage'), number: z.number().int() }),
  z.strictObject({ kind: z.literal('postrun') }),
]);

/** A run as it is remembered over restarts, so that none of its events is told twice. */
export const watchedRunSchema = z.strictObject({
  /** When this workstation first saw it: names its events. */
  since: instantSchema,
  title: z.string(),
  /** By the machine's own account; null while it has not told. */
  startedAt: instantSchema.nullable(),
  stage: stageSchema,
  cycle: z.number().nullable(),
  step: z.number().nullable(),
  /** When the run was last known to be on. */
  heardAt: instantSchema,
  /** When its end was told; null while it is on. */
  over: z
    .strictObject({
      at: instantSchema,
      /** Of the snapshot that told it; null where nobody saw the end. */
      endedAt: instantSchema.nullable(),
      failed: z.boolean(),
    })
    .nullable(),
  paused: z.boolean(),
  /** Told so far, to number their events. */
  pauses: z.number().int().min(0),
  losses: z.number().int().min(0),
  /** Since when contact counts as lost; null while it does not. */
  lostAt: instantSchema.nullable(),
  /** When this workstation itself last asked for it. */
  asked: z.strictObject({
    pause: instantSchema.nullable(),
    stop: instantSchema.nullable(),
    abort: instantSchema.nullable(),
  }),
});
export type WatchedRun = Readonly<z.infer<typeof watchedRunSchema>>;

type Told = Pick<RunProgress, 'title' | 'startedAt' | 'stage' | 'cycle' | 'step'>;

/** Without the machine's account of the start, a run of the same title is taken for the same within this time. */
const longestAbsence = 48 * 3_600_000;

/** A run that is seen for the first time. */
export function beginRun(told: Told, paused: boolean, at: Instant): WatchedRun {
  return {
    since: at,
    ...placeOf(told),
    heardAt: at,
    over: null,
    paused,
    pauses: 0,
    losses: 0,
    lostAt: null,
    asked: { pause: null, stop: null, abort: null },
  };
}

/** Takes over where the same run is now. What the machine does not say for the moment stays. */
export function movedTo(run: WatchedRun, told: Told, at: Instant): WatchedRun {
  const place = placeOf(told);
  return {
    ...run,
    ...place,
    title: place.title === '' ? run.title : place.title,
    startedAt: place.startedAt ?? run.startedAt,
    heardAt: at,
  };
}

/**
 * Whether a run that is on can only be another one than the run that was on before. Within one session the machine may right after a
 * start still give the start of the run before (unverified), so there the place must agree; after contact was away the start decides.
 */
export function isAnother(run: WatchedRun, told: Told, unbroken: boolean, at: Instant): boolean {
  if (differ(run.title, told.title) || isFreshStart(run, told)) return true;
  const agree = startsAgree(run.startedAt, told.startedAt);
  if (unbroken) return agree === false && isBehind(told, run);
  if (agree !== null) return !agree;
  return Math.abs(at - run.heardAt) > longestAbsence || isBehind(told, run);
}

/**
 * Whether a run that is on is certainly not the one whose end was told. Right after an end a status on its way may still say that the
 * run is on, which must not make a second end of it.
 */
export function isAfter(run: WatchedRun, told: Told): boolean {
  if (differ(run.title, told.title) || isFreshStart(run, told)) return true;
  const agree = startsAgree(run.startedAt, told.startedAt);
  if (agree !== null) return !agree;
  return isEarlierStage(told.stage, run.stage);
}

/** Whether a run that ended has another title or start than this one; where it was then says nothing. */
export function isNamedOther(run: WatchedRun, told: Pick<Told, 'title' | 'startedAt'>): boolean {
  return differ(run.title, told.title) || startsAgree(run.startedAt, told.startedAt) === false;
}

/** The machine said `Starting`: only then is nothing known of a start that was known before. */
function isFreshStart(run: WatchedRun, told: Told): boolean {
  return run.startedAt !== null && told.startedAt === null && told.stage.kind === 'starting';
}

/** A machine that gives no title has not given another. */
function differ(a: string, b: string): boolean {
  return a !== '' && b !== '' && a !== b;
}

function isEarlierStage(now: RunStage, before: RunStage): boolean {
  const whole = { cycle: null, step: null };
  return isBehind({ stage: now, ...whole }, { stage: before, ...whole });
}

function placeOf({ title, startedAt, stage, cycle, step }: Told): Told {
  return { title, startedAt, stage, cycle, step };
}
