import { assertNever } from '../../../shared/assert-never.ts';
import type { Protocol } from '../../../shared/protocol.ts';
import type { RunStage } from '../../../shared/run.ts';
import type { RunEventRecord, RunRecord, RunSummary } from '../../../shared/run-history.ts';
import type {
  CollectionMark,
  ContactGap,
  OpenSpan,
  SetPointChange,
  StageSpan,
} from '../../../shared/run-record.ts';
import {
  contactWords,
  endingWords,
  type EventWords,
  openingWords,
  stageName,
} from '../../../shared/run-words.ts';
import type { Instant } from '../../../shared/units.ts';
import type { PlaceFact, RunFact } from './run-fact.ts';

/** Whether somebody is recording the run now: if not, and it has no end, contact is away. */
export type Attention = 'watched' | 'unwatched';

/** Makes of what became known, fact by fact, what charts and lists show. */
export function assembleRun(
  summary: RunSummary,
  facts: readonly RunFact[],
  unreadable: number,
  attention: Attention,
): RunRecord {
  const setPoints: SetPointChange[] = [];
  const collections: CollectionMark[] = [];
  const gaps: ContactGap[] = [];
  const events: RunEventRecord[] = [];
  const places: PlaceFact[] = [];
  const openings: OpenSpan[] = [];
  let protocol: Protocol | null = null;
  const notice = (at: Instant, { kind, text }: EventWords): void => {
    events.push({ at, kind, text, raw: '', machineAt: null });
  };
  if (!summary.sawStart)
    notice(summary.observedFrom, { kind: 'run', text: 'The run was on already when it was found' });
  for (const fact of facts) {
    switch (fact.kind) {
      case 'event': {
        const { at, machineAt, about, text, raw } = fact;
        events.push({ at, kind: about, text, raw, machineAt });
        break;
      }
      case 'place':
        if ((places.at(-1)?.paused ?? false) !== fact.paused)
          notice(fact.at, { kind: 'run', text: fact.paused ? 'Run paused' : 'Run resumed' });
        places.push(fact);
        break;
      case 'set-points':
        setPoints.push({ at: fact.at, zones: fact.zones, cover: fact.cover });
        break;
      case 'collection': {
        const { at, stage, cycle, step, point } = fact;
        collections.push({ at, stage, cycle, step, point });
        break;
      }
      case 'opening':
        notice(fact.at, openingWords(fact.what, fact.open));
        if (fact.open) openings.push({ what: fact.what, from: fact.at, to: null });
        else closeOpening(openings, fact.what, fact.at);
        break;
      case 'gap':
        gaps.push({ from: fact.from, to: fact.at });
        notice(fact.from, contactWords(null));
        notice(fact.at, contactWords(fact.at - fact.from));
        break;
      case 'protocol':
        protocol = fact.protocol;
        break;
      default:
        assertNever(fact);
    }
  }
  const { end } = summary;
  if (end !== null) {
    closeOpening(openings, 'drawer', end.at);
    closeOpening(openings, 'cover', end.at);
    if (end.ending === 'unknown') notice(end.at, endingWords('unknown'));
  } else if (attention === 'unwatched') {
    gaps.push({ from: summary.observedTo, to: null });
    notice(summary.observedTo, contactWords(null));
  }
  return {
    summary,
    protocol,
    events: events.toSorted((a, b) => a.at - b.at),
    setPoints,
    stages: stageSpans(places, end?.at ?? null),
    collections,
    openings,
    gaps,
    unreadable,
  };
}

function sameStage(a: RunStage, b: RunStage): boolean {
  return a.kind === 'stage' && b.kind === 'stage' ? a.number === b.number : a.kind === b.kind;
}

function closeOpening(openings: OpenSpan[], what: OpenSpan['what'], at: Instant): void {
  const index = openings.findLastIndex((span) => span.what === what && span.to === null);
  const span = openings[index];
  if (span !== undefined) openings[index] = { ...span, to: at };
}

function stageSpans(places: readonly PlaceFact[], end: Instant | null): readonly StageSpan[] {
  const starts = places.filter((place, index) => {
    const before = places[index - 1];
    return before === undefined || !sameStage(before.stage, place.stage);
  });
  return starts.flatMap(({ stage, at }, index) =>
    // Between `Starting` and the first stage nothing is known of where the run is.
    stage.kind === 'starting'
      ? []
      : [{ stage, label: stageName(stage), from: at, to: starts[index + 1]?.at ?? end }],
  );
}
