import type { Protocol } from '../../../shared/protocol.ts';
import type { RunRecord } from '../../../shared/run-history.ts';
import type { ContactGap } from '../../../shared/run-record.ts';
import type { TimelineMarks } from './scene.ts';

/** What is drawn beside a recorded run's temperatures. Stretches that cannot be read any more count as unheard. */
export function runMarks(record: RunRecord, damaged: readonly ContactGap[]): TimelineMarks {
  const { setPoints, stages, collections, openings, gaps } = record;
  return {
    setPoints,
    stages,
    collections,
    opened: openings,
    contactGaps: [...gaps, ...damaged].toSorted((a, b) => a.from - b.from),
  };
}

/**
 * Seconds the heating before the first stage took, or has taken by `now`; null if none was seen, or if it was on already
 * when this workstation came, which makes its length unknown.
 */
export function prerunSecondsOf({ summary, stages }: RunRecord, now: number): number | null {
  const span = stages.find(({ stage }) => stage.kind === 'prerun');
  if (span === undefined) return null;
  if (!summary.sawStart && span.from <= summary.observedFrom) return null;
  return Math.max(0, Math.round(((span.to ?? now) - span.from) / 1000));
}

/** A protocol that does not name the cover's temperature, with what the cover was told in its run. */
export function withCover(protocol: Protocol | null, record: RunRecord | null): Protocol | null {
  if (protocol === null || protocol.coverTarget !== null) return protocol;
  const told = record?.setPoints.find(({ cover }) => cover !== null)?.cover ?? null;
  return told === null ? protocol : { ...protocol, coverTarget: told };
}
