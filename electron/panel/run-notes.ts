import { assertNever } from '../../shared/assert-never.ts';
import { longestEvidence } from '../../shared/journal.ts';
import type { RunProgress } from '../../shared/run.ts';
import { happeningWords, type RunHappening } from '../../shared/run-words.ts';
import type { Celsius, Instant } from '../../shared/units.ts';
import { type RunEvent, readCount, readNumber } from '../machine/run-topic.ts';
import type { TopicMessage } from '../scpi/message.ts';
import { findOption, list, optionText } from '../scpi/value.ts';
import type { RunFact } from '../store/runs/run-fact.ts';

/*
 * What a line of the `Run` topic is on record as (instrument protocol, section 7).
 */

type EventFact = Extract<RunFact, { readonly kind: 'event' }>;
type CollectionFact = Extract<RunFact, { readonly kind: 'collection' }>;
type SetPoints = Pick<Extract<RunFact, { readonly kind: 'set-points' }>, 'zones' | 'cover'>;

/** The event in words, with the line as it came. `progress`: where the run was when it came. */
export function eventFact(
  message: TopicMessage,
  event: RunEvent,
  progress: RunProgress | null,
  at: Instant,
): EventFact {
  const place = { cycle: progress?.cycle ?? null, step: progress?.step ?? null };
  const { kind: about, text } = happeningWords(happeningOf(message, event), place);
  const raw = message.body.raw.slice(0, longestEvidence);
  return { kind: 'event', at, machineAt: message.timestamp, about, text, raw };
}

/** The collection that was completed; null where the line and the run's place do not tell which. */
export function collectionOf(
  { body }: TopicMessage,
  progress: RunProgress | null,
  at: Instant,
): CollectionFact | null {
  const told = (key: string): number | null => readCount(optionText(body.options, key) ?? '');
  const stage = told('stage') ?? (progress?.stage.kind === 'stage' ? progress.stage.number : null);
  const cycle = told('cycle') ?? progress?.cycle ?? null;
  const step = told('step') ?? progress?.step ?? null;
  const point = told('point') ?? progress?.point ?? 1;
  if (stage === null || cycle === null || step === null) return null;
  return { kind: 'collection', at, stage, cycle, step, point };
}

/**
 * The set points once a ramp has begun: `-zones=Zone1,… -targets=60.000,…`, or `-zones=Cover`. Null if the line names none that are
 * understood, or some zones of a block whose others are not known.
 */
export function setPointsAfter({ body }: TopicMessage, before: SetPoints | null): SetPoints | null {
  const values = (key: string): readonly string[] => {
    const value = findOption(body.options, key)?.value;
    return value ? list(value) : [];
  };
  const targets = values('targets').map(readNumber);
  let cover = before?.cover ?? null;
  const zones: (Celsius | undefined)[] = [...(before?.zones ?? [])];
  let understood = false;
  for (const [index, name] of values('zones').entries()) {
    const target = targets[index] as Celsius | null | undefined;
    if (target === null || target === undefined) continue;
    const zone = readCount(/^zone(\d+)$/i.exec(name)?.[1] ?? '');
    if (/^cover$/i.test(name)) cover = target;
    else if (zone !== null && zone > 0 && zone <= mostZones) zones[zone - 1] = target;
    else continue;
    understood = true;
  }
  const known = Array.from(zones).filter((zone) => zone !== undefined);
  return understood && known.length === zones.length ? { zones: known, cover } : null;
}

const mostZones = 64;

function happeningOf(message: TopicMessage, event: RunEvent): RunHappening {
  switch (event.kind) {
    case 'ramped':
      return { kind: 'ramped', cover: event.cover, target: targetOf(message) };
    case 'remark':
    case 'other':
      return { kind: 'other', text: message.body.raw.slice(0, longestEvidence) };
    case 'acquiring':
    case 'collected':
    case 'cycle':
    case 'ended':
    case 'ending':
    case 'holding':
    case 'ramping':
    case 'stage':
    case 'starting':
    case 'step':
      return event;
    default:
      return assertNever(event);
  }
}

/** The mean of all zones. */
function targetOf(message: TopicMessage): number | null {
  const after = setPointsAfter(message, null);
  if (after === null) return null;
  if (after.zones.length === 0) return after.cover;
  return after.zones.reduce((sum, zone) => sum + zone, 0) / after.zones.length;
}
