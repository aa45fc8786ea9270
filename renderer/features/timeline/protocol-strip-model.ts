import {
  holdSecondsAt,
  type Protocol,
  type ProtocolStage,
  type ProtocolStep,
  stepCollects,
  targetsAt,
} from '../../../shared/protocol.ts';
import { describeStep } from '../../../shared/protocol-words.ts';
import type { RunStage } from '../../../shared/run.ts';
import { formatDuration } from '../../format/duration.ts';
import { visibleText } from '../../format/visible-text.ts';
import { type CardState, cardStateOf, pastStates, type StripPosition } from './strip-position.ts';

export interface StripStep {
  readonly number: number;
  readonly state: CardState;
  /** `Step 2`, or the label the protocol gives it. */
  readonly name: string;
  /** `60 °C`, `58–62 °C`; empty where the step sets none. */
  readonly temperature: string;
  /** Mean of the zones in °C after each ramp, or what the step before left; empty before the first ramp. */
  readonly levels: readonly number[];
  /** `0:30`, `0:24 of 0:30`, `until ended`; empty for a step without a hold. */
  readonly time: string;
  readonly collects: boolean;
  /** Changes from cycle to cycle, repeats, and what is not understood: in words. */
  readonly notes: readonly string[];
  readonly description: string;
}

export interface StripCard {
  readonly key: string;
  readonly title: string;
  readonly label: string;
  readonly state: CardState;
  /** `cycle 17/40`, `40×`; empty for what has none. */
  readonly cycles: string;
  /** Share of the cycles begun, 0 to 1. */
  readonly fraction: number;
  readonly steps: readonly StripStep[];
  /** Of a card without steps. */
  readonly facts: { readonly top: string; readonly time: string; readonly foot: string } | null;
  readonly notes: readonly string[];
}

export interface Strip {
  /** `standard mode`, `20 µL` */
  readonly facts: readonly string[];
  readonly collects: boolean;
  readonly cards: readonly StripCard[];
  /** The lowest and the highest temperature of all steps in °C. */
  readonly low: number;
  readonly high: number;
  /** What stands outside the stages and is not understood. */
  readonly others: readonly string[];
}

/** A protocol as cards, one for each stage however many cycles it has, with where the run is. */
export function protocolStrip(
  protocol: Protocol,
  position: StripPosition,
  prerunSeconds: number | null,
): Strip {
  const stages: StripCard[] = [];
  let level: number | null = null;
  for (const stage of protocol.stages) {
    const card = stageCard(stage, position, level);
    level = card.steps.at(-1)?.levels.at(-1) ?? level;
    stages.push(card);
  }
  const ends = protocol.others.some(({ text }) => /^\s*post-?run/i.test(text));
  const cards = [prerunCard(protocol, position, prerunSeconds), ...stages];
  if (ends || (position.kind !== 'none' && position.stage.kind === 'postrun'))
    cards.push(postrunCard(position));
  const levels = stages.flatMap(({ steps }) => steps.flatMap((step) => step.levels));
  return {
    facts: [
      ...(protocol.runMode === null ? [] : [`${visibleText(protocol.runMode)} mode`]),
      ...(protocol.sampleVolume === null ? [] : [`${protocol.sampleVolume} µL`]),
    ],
    collects: stages.some(({ steps }) => steps.some((step) => step.collects)),
    cards,
    low: levels.length === 0 ? 0 : Math.min(...levels),
    high: levels.length === 0 ? 100 : Math.max(...levels),
    others: protocol.others.map(({ text }) => text),
  };
}

function prerunCard(
  { coverTarget }: Protocol,
  position: StripPosition,
  prerunSeconds: number | null,
): StripCard {
  return {
    ...frameOf('prerun', 'PRERUN', cardStateOf({ kind: 'prerun' }, position)),
    facts: {
      top: coverTarget === null ? '' : `Cover ${degrees(coverTarget)}`,
      time: prerunSeconds === null ? '' : formatDuration(prerunSeconds),
      foot: 'Heat up',
    },
  };
}

function postrunCard(position: StripPosition): StripCard {
  return {
    ...frameOf('postrun', 'POSTRUN', cardStateOf({ kind: 'postrun' }, position)),
    facts: { top: '', time: '', foot: 'Finish' },
  };
}

function frameOf(key: string, title: string, state: CardState): Omit<StripCard, 'facts'> {
  const fraction = state === 'done' ? 1 : 0;
  return { key, title, label: '', state, cycles: '', fraction, steps: [], notes: [] };
}

function stageCard(
  stage: ProtocolStage,
  position: StripPosition,
  before: number | null,
): StripCard {
  const place: RunStage = { kind: 'stage', number: stage.number };
  const state = cardStateOf(place, position);
  const here = state === 'now' || state === 'stopped';
  const last = state === 'done' ? (stage.repeat ?? 1) : 1;
  const cycle = here && position.kind !== 'none' ? (position.cycle ?? 1) : last;
  let level = before;
  const steps = stage.steps.map((step): StripStep => {
    const made = stripStep(step, stage, position, state, cycle, level);
    level = made.levels.at(-1) ?? level;
    return made;
  });
  return {
    key: `stage ${stage.number}`,
    title: `Stage ${stage.number}`,
    label: stage.label === null ? '' : visibleText(stage.label),
    state,
    cycles: cycleWords(stage, here && position.kind !== 'none' ? position.cycle : null),
    fraction: fractionOf(stage, state, cycle),
    steps,
    facts: null,
    notes: stage.others.map(({ text }) => text),
  };
}

function cycleWords({ repeat }: ProtocolStage, cycle: number | null): string {
  if (cycle !== null) return repeat === null ? `cycle ${cycle}` : `cycle ${cycle}/${repeat}`;
  return repeat === null ? '?×' : `${repeat}×`;
}

function fractionOf({ repeat }: ProtocolStage, state: CardState, cycle: number): number {
  if (state === 'done') return 1;
  if (state === 'next' || state === 'skipped' || repeat === null || repeat < 1) return 0;
  return Math.min(1, cycle / repeat);
}

function stripStep(
  step: ProtocolStep,
  stage: ProtocolStage,
  position: StripPosition,
  stageState: CardState,
  cycle: number,
  before: number | null,
): StripStep {
  const state = stepState(step, stage, position, stageState);
  const levels: number[] = [];
  const notes: string[] = [];
  let temperature = '';
  let seconds: number | null = null;
  let endless = false;
  for (const part of step.parts) {
    if (part.kind === 'ramp') {
      const targets = targetsAt(part, cycle);
      levels.push(targets.reduce((sum, target) => sum + target, 0) / targets.length);
      temperature = targetWords(targets);
      if (part.increment.by !== 0) notes.push(`${signed(part.increment.by)} °C a cycle`);
      if (part.cover !== null) notes.push(`cover ${degrees(part.cover)}`);
    } else if (part.kind === 'hold' || part.kind === 'collect') {
      const hold = holdSecondsAt(part, cycle);
      if (hold === null) endless = true;
      else seconds = (seconds ?? 0) + hold;
      if (part.increment.by !== 0) notes.push(`${signed(part.increment.by)} s a cycle`);
    } else if (part.kind === 'unknown') notes.push(part.text.trim());
  }
  if (step.repeat === null) notes.push('repeats not readable');
  else if (step.repeat !== 1) notes.push(`${step.repeat} points`);
  const total = endless ? 'until ended' : seconds === null ? '' : formatDuration(seconds);
  const elapsed = state === 'now' && position.kind === 'at' ? position.stepSeconds : null;
  return {
    number: step.number,
    state,
    name: `Step ${step.number}`,
    temperature,
    levels: levels.length === 0 && before !== null ? [before] : levels,
    time: timeWords(elapsed, seconds, endless, total),
    collects: stepCollects(step),
    notes,
    description: describeStep(step, cycle),
  };
}

function timeWords(
  elapsed: number | null,
  seconds: number | null,
  endless: boolean,
  total: string,
): string {
  if (elapsed === null || total === '') return total;
  if (endless || seconds === null) return formatDuration(elapsed);
  // Ramps and pictures take time too: the hold is never shown as longer than it is.
  return `${formatDuration(Math.min(elapsed, seconds))} of ${total}`;
}

function stepState(
  step: ProtocolStep,
  stage: ProtocolStage,
  position: StripPosition,
  stageState: CardState,
): CardState {
  if (stageState !== 'now' && stageState !== 'stopped') return stageState;
  if (position.kind === 'none' || position.step === null) return 'next';
  const current = stage.steps.findIndex(({ number }) => number === position.step);
  const mine = stage.steps.indexOf(step);
  if (mine === current) return stageState;
  const [past, future] = pastStates(stageState);
  // The steps of a cycle come round again: only in the last one are they done.
  const lastCycle = stage.repeat !== null && position.cycle === stage.repeat;
  if (mine < current) return lastCycle || stageState === 'stopped' ? past : 'next';
  return future;
}

function targetWords(targets: readonly number[]): string {
  const low = Math.min(...targets);
  const high = Math.max(...targets);
  return low === high ? degrees(low) : `${plain(low)}–${degrees(high)}`;
}

function degrees(celsius: number): string {
  return `${plain(celsius)} °C`;
}

function plain(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** To hundredths: what adds up over hundreds of cycles must not be rounded away. */
function signed(value: number): string {
  const amount = String(Math.round(Math.abs(value) * 100) / 100);
  return value < 0 ? `−${amount}` : `+${amount}`;
}
