import type { Readings } from '../../shared/readings.ts';
import type { RunProgress } from '../../shared/run.ts';
import type { RunEnd, RunSummary } from '../../shared/run-history.ts';
import type { Instant } from '../../shared/units.ts';
import { initialRunMonitor, type RunMonitorState } from '../machine/run-monitor.ts';
import type { Observation } from '../machine/observation.ts';
import type { RunFact } from '../store/runs/run-fact.ts';
import type { TelemetrySample } from '../store/runs/telemetry-columns.ts';

/** What a recorder hears of its machine. */
export type RecorderInput = Observation;

/** What is to be written. All but `begin` is about the run begun last. */
export type RunWrite =
  | {
      readonly kind: 'begin';
      readonly at: Instant;
      readonly title: string;
      readonly sawStart: boolean;
    }
  | { readonly kind: 'fact'; readonly fact: RunFact }
  | { readonly kind: 'sample'; readonly sample: TelemetrySample }
  | { readonly kind: 'started'; readonly startedAt: Instant }
  | { readonly kind: 'observed'; readonly at: Instant }
  | { readonly kind: 'end'; readonly end: RunEnd };

export type Place = Pick<
  Extract<RunFact, { kind: 'place' }>,
  'stage' | 'cycle' | 'step' | 'paused'
>;
export type SetPoints = Pick<Extract<RunFact, { kind: 'set-points' }>, 'zones' | 'cover'>;

/** What is on record of the run that is on, so that only what changes is written. */
export interface Noted {
  readonly place: Place | null;
  readonly setPoints: SetPoints | null;
  readonly drawer: boolean;
  readonly cover: boolean;
  readonly protocol: boolean;
  /** By the machine's account. */
  readonly startedAt: Instant | null;
  /** The last moment of the run that was observed. */
  readonly heardAt: Instant;
}

/** A run is being recorded. */
export type Contact =
  | { readonly kind: 'in-touch' }
  /** Contact was away: whether the machine is on the same run shows only later; until then what is heard waits. */
  | { readonly kind: 'unsure'; readonly heard: readonly Heard[] };

export type Heard = Extract<RecorderInput, { readonly kind: 'message' }>;

/** What a recorder remembers. */
export interface Recording {
  readonly monitor: RunMonitorState;
  readonly run: { readonly noted: Noted; readonly contact: Contact } | null;
  /** What was read of the machine before a run, to begin it with. */
  readonly readings: Partial<Readings>;
}

export const noRecording: Recording = { monitor: initialRunMonitor, run: null, readings: {} };

/** Takes up a run that was on when it was last recorded: nothing is said of it until the machine confirms it. */
export function resumeRecording(summary: RunSummary, facts: readonly RunFact[]): Recording {
  const place = facts.findLast((fact) => fact.kind === 'place') ?? null;
  const setPoints = facts.findLast((fact) => fact.kind === 'set-points') ?? null;
  const openings = facts.filter((fact) => fact.kind === 'opening');
  const isOpen = (what: 'drawer' | 'cover'): boolean =>
    openings.findLast((fact) => fact.what === what)?.open ?? false;
  const progress: RunProgress = {
    title: summary.title,
    stage: place?.stage ?? { kind: 'starting' },
    cycle: place?.cycle ?? null,
    step: place?.step ?? null,
    point: null,
    stageCount: null,
    cycleCount: null,
    activity: { kind: 'unknown' },
    holdSince: null,
    time: null,
    startedAt: summary.startedAt,
    at: summary.observedTo,
  };
  const noted: Noted = {
    place,
    setPoints,
    drawer: isOpen('drawer'),
    cover: isOpen('cover'),
    protocol: facts.some(({ kind }) => kind === 'protocol'),
    startedAt: summary.startedAt,
    heardAt: summary.observedTo,
  };
  return {
    monitor: { run: { kind: 'active', progress }, ending: null, turn: null },
    run: { noted, contact: { kind: 'unsure', heard: [] } },
    readings: {},
  };
}
