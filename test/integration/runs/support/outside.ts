import type { RunRecord, RunTelemetry } from '../../../../shared/run-history.ts';
import type { Instant } from '../../../../shared/units.ts';

type Whole = { readonly record: RunRecord; readonly telemetry: RunTelemetry };
interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Everything stored whose time is not inside a gap, nor at its end, when what had changed meanwhile is noticed; stages
 * by the times of their ends.
 */
export function outside({ record, telemetry }: Whole, spans: readonly Span[]): unknown {
  const isOut = ({ at }: { readonly at: number }): boolean =>
    spans.every(({ from, to }) => at < from || at > to);
  const { series } = telemetry;
  const rows = series.at.map((at, row) => ({
    at,
    values: [...series.sample, ...series.block, series.cover, series.heatsink].map(
      (column) => column[row],
    ),
  }));
  return {
    title: record.summary.title,
    startedAt: record.summary.startedAt,
    observedFrom: record.summary.observedFrom,
    sawStart: record.summary.sawStart,
    end: record.summary.end,
    protocol: record.protocol,
    rows: rows.filter(isOut),
    // What drawer and cover did is compared below: an end whose beginning was not seen says nothing.
    events: record.events
      .filter(({ kind }) => kind !== 'contact' && kind !== 'hardware')
      .filter(isOut),
    setPoints: record.setPoints.filter(isOut),
    collections: record.collections.filter(isOut),
    stages: record.stages.flatMap(({ label, from: begin, to: end }) =>
      isOut({ at: begin }) && isOut({ at: end ?? begin }) ? [{ label, begin, end }] : [],
    ),
    openings: record.openings.filter(
      ({ from: begin, to: end }) => isOut({ at: begin }) && isOut({ at: end ?? begin }),
    ),
  };
}
