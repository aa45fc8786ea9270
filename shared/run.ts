import type { Instant } from './units.ts';

/** Where a run is: before stage 1 (the cover heats), in a numbered stage, or after the last. */
export type RunStage =
  | { readonly kind: 'starting' }
  | { readonly kind: 'prerun' }
  | { readonly kind: 'stage'; readonly number: number }
  | { readonly kind: 'postrun' };

/** What the machine last said it was doing inside the run. */
export type RunActivity =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'ramping'; readonly cover: boolean; readonly target: number | null }
  | { readonly kind: 'holding'; readonly holdSeconds: number | null }
  | { readonly kind: 'acquiring' };

/** Remaining and elapsed time as the machine's `Time` topic gave them, in seconds. */
export interface RunTime {
  readonly elapsedSeconds: number;
  readonly remainingSeconds: number | null;
  readonly at: Instant;
}

export interface RunProgress {
  readonly title: string;
  readonly stage: RunStage;
  /** From 1; null before the first. */
  readonly cycle: number | null;
  readonly step: number | null;
  readonly point: number | null;
  /** How many stages the protocol has, and how many cycles this stage; null until the machine told. */
  readonly stageCount: number | null;
  readonly cycleCount: number | null;
  readonly activity: RunActivity;
  /** When the hold that is on was seen to begin; null if it was not, after a pause too, and where there is no hold. */
  readonly holdSince: Instant | null;
  readonly time: RunTime | null;
  /** When the run started by the machine's own account, or when its start was seen; null if neither is known. */
  readonly startedAt: Instant | null;
  /** When this was last confirmed by the machine. */
  readonly at: Instant;
}

export const runEndings = ['completed', 'stopped', 'aborted', 'failed', 'unknown'] as const;
/** How a run ended. `unknown`: it was over when contact came back, and nothing said how. */
export type RunEnding = (typeof runEndings)[number];

/** The run of one machine, as far as it is known. */
export type RunState =
  /** Nothing was read yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
  | { readonly kind: 'active'; readonly progress: RunProgress }
  | { readonly kind: 'paused'; readonly progress: RunProgress; readonly pausedAt: Instant }
  | {
      readonly kind: 'ended';
      readonly ending: RunEnding;
      readonly title: string;
      readonly endedAt: Instant;
      readonly last: RunProgress | null;
      /** The machine's own words when it failed. */
      readonly reason: string;
    };
