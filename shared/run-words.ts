import { assertNever } from './assert-never.ts';
import { describeSeconds } from './protocol-words.ts';
import type { RunEnding, RunStage } from './run.ts';
import type { RunEventKind } from './run-record.ts';

/**
 * A line of the machine's `Run` topic, understood (instrument protocol, section 7). `target` is the mean of the zones in
 * °C, null if the line names none.
 */
export type RunHappening =
  | { readonly kind: 'starting'; readonly title: string }
  | { readonly kind: 'stage'; readonly stage: RunStage }
  | { readonly kind: 'cycle'; readonly cycle: number }
  | { readonly kind: 'step'; readonly step: number }
  | { readonly kind: 'ramping'; readonly cover: boolean; readonly target: number | null }
  | { readonly kind: 'ramped'; readonly cover: boolean; readonly target: number | null }
  | { readonly kind: 'holding'; readonly holdSeconds: number | null; readonly collecting: boolean }
  | { readonly kind: 'acquiring'; readonly point: number | null }
  | { readonly kind: 'collected' }
  | { readonly kind: 'ending'; readonly ending: RunEnding; readonly reason: string }
  | { readonly kind: 'ended'; readonly title: string }
  /** Not understood: `text` is the machine's own line. */
  | { readonly kind: 'other'; readonly text: string };

/** Where in the run something happened; null for what is not known. */
export interface HappeningPlace {
  readonly cycle: number | null;
  readonly step: number | null;
}

/** An event's words, and what it is about. */
export interface EventWords {
  readonly kind: RunEventKind;
  readonly text: string;
}

/** `PRERUN`, `Stage 2`, `POSTRUN`: how stages are called on every page. */
export function stageName(stage: RunStage): string {
  switch (stage.kind) {
    case 'starting':
      return 'Starting';
    case 'prerun':
      return 'PRERUN';
    case 'stage':
      return `Stage ${stage.number}`;
    case 'postrun':
      return 'POSTRUN';
    default:
      return assertNever(stage);
  }
}

/** What happened, in words: `Acquiring, cycle 17`, `Ramped to 60.0 °C`. */
export function happeningWords(happening: RunHappening, place: HappeningPlace): EventWords {
  switch (happening.kind) {
    case 'starting':
      return { kind: 'run', text: joined('Run starting', happening.title, ': ') };
    case 'stage':
      return { kind: 'stage', text: stageWords(happening.stage) };
    case 'cycle':
      return { kind: 'stage', text: `Cycle ${happening.cycle} started` };
    case 'step':
      return { kind: 'stage', text: `Step ${happening.step} started` };
    case 'ramping':
      return { kind: 'temperature', text: rampWords(happening, 'Ramping', 'Heating the cover') };
    case 'ramped':
      return { kind: 'temperature', text: rampWords(happening, 'Ramped', 'Cover heated') };
    case 'holding': {
      const { holdSeconds, collecting } = happening;
      const time = holdSeconds === null ? 'Holding' : `Holding ${describeSeconds(holdSeconds)}`;
      return { kind: 'temperature', text: collecting ? `${time}, collecting data` : time };
    }
    case 'acquiring':
      return { kind: 'collection', text: `Acquiring${placeWords(place, happening.point)}` };
    case 'collected':
      return { kind: 'collection', text: `Collected${placeWords(place, null)}` };
    case 'ending':
      return endingWords(happening.ending, happening.reason);
    case 'ended':
      return { kind: 'run', text: joined('Run ended', happening.title, ': ') };
    case 'other':
      return { kind: 'other', text: happening.text };
    default:
      return assertNever(happening);
  }
}

/** How a run ended, or is about to. */
export function endingWords(ending: RunEnding, reason = ''): EventWords {
  switch (ending) {
    case 'completed':
      return { kind: 'run', text: 'Run completed' };
    case 'stopped':
      return { kind: 'run', text: 'Run stopped' };
    case 'aborted':
      return { kind: 'problem', text: 'Run aborted' };
    case 'failed':
      return { kind: 'problem', text: joined('Run failed', reason, ': ') };
    case 'unknown':
      return { kind: 'run', text: 'Run over; how it ended was not seen' };
    default:
      return assertNever(ending);
  }
}

/** Contact to the machine went or came back; `null` milliseconds while it is away. */
export function contactWords(goneMilliseconds: number | null): EventWords {
  const text =
    goneMilliseconds === null
      ? 'Contact lost'
      : `Contact restored after ${describeSeconds(goneMilliseconds / 1000)}`;
  return { kind: 'contact', text };
}

/** The drawer or cover moved. */
export function openingWords(what: 'drawer' | 'cover', open: boolean): EventWords {
  const words = {
    drawer: open ? 'Drawer opened' : 'Drawer closed',
    cover: open ? 'Cover raised' : 'Cover lowered',
  };
  return { kind: 'hardware', text: words[what] };
}

function stageWords(stage: RunStage): string {
  switch (stage.kind) {
    case 'starting':
      return 'Starting';
    case 'prerun':
      return 'PRERUN started: preparing and heating the cover';
    case 'stage':
      return `Stage ${stage.number} started`;
    case 'postrun':
      return 'POSTRUN started: finishing';
    default:
      return assertNever(stage);
  }
}

function rampWords(
  ramp: { readonly cover: boolean; readonly target: number | null },
  zones: string,
  cover: string,
): string {
  const what = ramp.cover ? cover : zones;
  return ramp.target === null ? what : `${what} to ${ramp.target.toFixed(1)} °C`;
}

function placeWords({ cycle }: HappeningPlace, point: number | null): string {
  const words = cycle === null ? '' : `, cycle ${cycle}`;
  return point === null || point === 1 ? words : `${words}, point ${point}`;
}

function joined(words: string, more: string, separator: string): string {
  return more === '' ? words : `${words}${separator}${more}`;
}
