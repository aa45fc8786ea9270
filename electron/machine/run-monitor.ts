import { assertNever } from '../../shared/assert-never.ts';
import { findStage, type Protocol } from '../../shared/protocol.ts';
import type { InstrumentState } from '../../shared/readings.ts';
import type { RunActivity, RunEnding, RunProgress, RunStage, RunState } from '../../shared/run.ts';
import type { Instant } from '../../shared/units.ts';
import type { RunEvent } from './run-topic.ts';

/** What a status query says of the run, all values from one reply. */
export interface RunStatusReading {
  /** Null when no run has a title (`-`). */
  readonly title: string | null;
  readonly stage: RunStage;
  readonly cycle: number | null;
  readonly step: number | null;
  readonly point: number | null;
  readonly instrument: InstrumentState;
  /** `${RunStartTime}` in Unix milliseconds; null when the machine has none. */
  readonly startedAt: Instant | null;
}

/** Everything that teaches the monitor something; `at` is when it arrived at this workstation. */
export type RunInput =
  | { readonly kind: 'status'; readonly at: Instant; readonly status: RunStatusReading }
  | { readonly kind: 'event'; readonly at: Instant; readonly event: RunEvent }
  | {
      readonly kind: 'time';
      readonly at: Instant;
      readonly elapsedSeconds: number;
      readonly remainingSeconds: number | null;
    }
  | {
      readonly kind: 'totals';
      /** The title the totals were asked for; an answer for another run is dropped. */
      readonly title: string;
      readonly stage: RunStage;
      readonly stageCount: number | null;
      readonly cycleCount: number | null;
    }
  /** A new session: what was said meanwhile was not heard. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'mark-read' };

/** The monitor's memory: what is shown, the word about an ending that came before `Ended`, and the last turn. */
export interface RunMonitorState {
  readonly run: RunState;
  readonly ending: { readonly kind: RunEnding; readonly reason: string } | null;
  readonly turn: Turn | null;
}

/** A run that the machine said it began or ended. */
interface Turn {
  readonly kind: 'began' | 'ended';
  readonly at: Instant;
  readonly title: string;
  readonly startedAt: Instant | null;
}

/**
 * For so long after a run began or ended a status that says the contrary is not believed: the machine may speak of the
 * turn before all of its variables follow (unverified), and the next status comes soon enough.
 */
const turningMilliseconds = 5_000;

export const initialRunMonitor: RunMonitorState = {
  run: { kind: 'unknown' },
  ending: null,
  turn: null,
};

const noActivity: RunActivity = { kind: 'unknown' };
/** Nothing is known of what goes on inside the step. */
const noDoing = { activity: noActivity, holdSince: null } as const;

/** One step of the run's story. Pure: joining late or missing messages only leaves fields unknown until the next status. */
export function followRun(state: RunMonitorState, input: RunInput): RunMonitorState {
  switch (input.kind) {
    case 'status':
      return followStatus(state, input.status, input.at);
    case 'event':
      return followEvent(state, input.event, input.at);
    case 'time':
      return updateProgress(state, (progress) => ({
        ...progress,
        time: {
          elapsedSeconds: input.elapsedSeconds,
          remainingSeconds: input.remainingSeconds,
          at: input.at,
        },
        at: input.at,
      }));
    case 'totals':
      return updateProgress(state, (progress) =>
        progress.title === input.title && sameStage(progress.stage, input.stage)
          ? { ...progress, stageCount: input.stageCount, cycleCount: input.cycleCount }
          : progress,
      );
    case 'gap':
      // No status tells what goes on inside a step: it may be over.
      return updateProgress(state, (progress) => ({ ...progress, ...noDoing }));
    case 'mark-read':
      return state.run.kind === 'ended' ? { ...state, run: { kind: 'none' }, ending: null } : state;
    default:
      return assertNever(input);
  }
}

/** The progress of a run that is on, paused or not. */
export function currentProgress(run: RunState): RunProgress | null {
  return run.kind === 'active' || run.kind === 'paused' ? run.progress : null;
}

export function sameStage(a: RunStage, b: RunStage): boolean {
  return a.kind === 'stage' && b.kind === 'stage' ? a.number === b.number : a.kind === b.kind;
}

function followStatus(
  state: RunMonitorState,
  status: RunStatusReading,
  at: Instant,
): RunMonitorState {
  const before = currentProgress(state.run);
  const on =
    status.title !== null ||
    status.instrument.kind === 'running' ||
    status.instrument.kind === 'paused';
  if (lagsBehind(state.turn, status, on, at)) return state;
  if (!on) return afterTheRun(state, status, at);

  const title = status.title ?? before?.title ?? '';
  const sameRun =
    before !== null &&
    before.title === title &&
    (isTurning(state.turn, at) || !startedAnew(before.startedAt, status.startedAt));
  const base = sameRun ? before : startOf(title, at);
  const stageChanged = !sameStage(base.stage, status.stage);
  const progress: RunProgress = {
    ...base,
    title,
    stage: status.stage,
    cycle: status.cycle,
    step: status.step,
    point: status.point,
    cycleCount: stageChanged ? null : base.cycleCount,
    ...(stageChanged || base.step !== status.step || base.cycle !== status.cycle ? noDoing : {}),
    startedAt: status.startedAt ?? base.startedAt,
    at,
  };
  const ending = sameRun ? state.ending : null;
  if (status.instrument.kind === 'paused') {
    const pausedAt = sameRun && state.run.kind === 'paused' ? state.run.pausedAt : at;
    const still: RunProgress = { ...progress, holdSince: null };
    return { ...state, run: { kind: 'paused', progress: still, pausedAt }, ending };
  }
  return { ...state, run: { kind: 'active', progress }, ending };
}

/** Whether a status still speaks of what was before the machine's last turn. */
function lagsBehind(
  turn: Turn | null,
  { title, startedAt }: RunStatusReading,
  on: boolean,
  at: Instant,
): boolean {
  if (turn === null || !isTurning(turn, at)) return false;
  if (turn.kind === 'began') return !on;
  return on && (title ?? turn.title) === turn.title && !startedAnew(turn.startedAt, startedAt);
}

function isTurning(turn: Turn | null, at: Instant): boolean {
  return turn !== null && at - turn.at < turningMilliseconds;
}

/** Two runs may have one title; the machine's own account of the start tells them apart. */
function startedAnew(known: Instant | null, told: Instant | null): boolean {
  return known !== null && told !== null && known !== told;
}

function afterTheRun(
  state: RunMonitorState,
  status: RunStatusReading,
  at: Instant,
): RunMonitorState {
  const before = currentProgress(state.run);
  if (before !== null) {
    const failed = status.instrument.kind === 'error';
    const ending = state.ending ?? { kind: failed ? 'failed' : 'unknown', reason: '' };
    return { ...state, run: ended(before, ending, at), ending: null };
  }
  if (state.run.kind === 'ended') return state;
  return { ...state, run: { kind: 'none' }, ending: null };
}

function followEvent(state: RunMonitorState, event: RunEvent, at: Instant): RunMonitorState {
  switch (event.kind) {
    case 'starting': {
      const progress = startOf(event.title, at);
      const turn: Turn = { kind: 'began', at, title: event.title, startedAt: null };
      return { run: { kind: 'active', progress }, ending: null, turn };
    }
    // A status may know a new stage or cycle some milliseconds before the message of it: nothing is forgotten then.
    case 'stage':
      return updateProgress(state, (progress) =>
        sameStage(progress.stage, event.stage)
          ? { ...progress, ...noDoing, at }
          : {
              ...progress,
              stage: event.stage,
              cycle: null,
              step: null,
              point: null,
              cycleCount: null,
              ...noDoing,
              at,
            },
      );
    case 'cycle':
      return updateProgress(state, (progress) =>
        progress.cycle === event.cycle
          ? { ...progress, ...noDoing, at }
          : {
              ...progress,
              cycle: event.cycle,
              step: null,
              point: null,
              ...noDoing,
              at,
            },
      );
    case 'step':
      return updateProgress(state, (progress) => ({
        ...progress,
        step: event.step,
        point: null,
        ...noDoing,
        at,
      }));
    case 'ramping':
      return updateProgress(state, (progress) => ({
        ...progress,
        activity: { kind: 'ramping', cover: event.cover, target: event.target },
        holdSince: null,
        at,
      }));
    case 'ramped':
      return updateProgress(state, (progress) => ({ ...progress, activity: noActivity, at }));
    case 'holding':
      return updateProgress(state, (progress) => ({
        ...progress,
        activity: { kind: 'holding', holdSeconds: event.holdSeconds },
        holdSince: at,
        at,
      }));
    case 'acquiring':
      return updateProgress(state, (progress) => ({
        ...progress,
        point: event.point ?? progress.point,
        activity: { kind: 'acquiring' },
        at,
      }));
    case 'collected':
      return updateProgress(state, (progress) => ({ ...progress, activity: noActivity, at }));
    case 'ending':
      return { ...state, ending: { kind: event.ending, reason: event.reason } };
    case 'ended': {
      const before = currentProgress(state.run);
      const ending = state.ending ?? { kind: 'unknown', reason: '' };
      // A run whose start was missed still ended here: say so rather than nothing.
      const last = before ?? startOf(event.title, at);
      const { title, startedAt } = last;
      const turn: Turn = { kind: 'ended', at, title, startedAt };
      return { run: ended(last, ending, at), ending: null, turn };
    }
    case 'remark':
    case 'other':
      return state;
    default:
      return assertNever(event);
  }
}

function startOf(title: string, at: Instant): RunProgress {
  return {
    title,
    stage: { kind: 'starting' },
    cycle: null,
    step: null,
    point: null,
    stageCount: null,
    cycleCount: null,
    ...noDoing,
    time: null,
    // Only the machine's own account: it also tells two runs of one title apart.
    startedAt: null,
    at,
  };
}

function ended(
  last: RunProgress,
  ending: { readonly kind: RunEnding; readonly reason: string },
  at: Instant,
): RunState {
  return {
    kind: 'ended',
    ending: ending.kind,
    reason: ending.reason,
    title: last.title,
    endedAt: at,
    last,
  };
}

/** Puts in from the protocol what the machine has not counted for us: its own counts stay. */
export function withTotals(state: RunMonitorState, protocol: Protocol): RunMonitorState {
  return updateProgress(state, (progress) => {
    const { stage } = progress;
    const stageCount = progress.stageCount ?? protocol.stages.length;
    const here = stage.kind === 'stage' ? findStage(protocol, stage.number) : null;
    const cycleCount = progress.cycleCount ?? here?.repeat ?? null;
    return stageCount === progress.stageCount && cycleCount === progress.cycleCount
      ? progress
      : { ...progress, stageCount, cycleCount };
  });
}

function updateProgress(
  state: RunMonitorState,
  update: (progress: RunProgress) => RunProgress,
): RunMonitorState {
  if (state.run.kind !== 'active' && state.run.kind !== 'paused') return state;
  const progress = update(state.run.progress);
  return progress === state.run.progress ? state : { ...state, run: { ...state.run, progress } };
}
