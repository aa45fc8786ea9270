import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import type { RunSummary } from '../../../shared/run-history.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatMoment } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { routeHref } from '../../stores/router.ts';
import { runTitle, seenDuration } from './history-model.ts';
import classes from './history.module.css';
import { OutcomeWord } from './outcome-word.tsx';

const rowHeight = 41;
/** Rows that Page Up and Page Down go. */
const pageRows = 10;
/** So many rows before the end of what was read, the next are asked for. */
const readAhead = 40;
/** Up to so many rows are simply there; more are drawn where they are seen. */
const fewRows = 60;

interface RunTableProps {
  readonly runs: readonly RunSummary[];
  /** Runs that fit, read or not. */
  readonly total: number;
  /** Any moment of today. */
  readonly today: Instant;
  /** What is in sight comes near the end of what was read. */
  readonly onNearEnd: () => void;
}

/**
 * The runs as a table of which only the rows in sight are drawn. One row is in the tab order; the arrows, Home, End and the page keys
 * go from row to row.
 */
export const RunTable = memo(function RunTable({ runs, total, today, onNearEnd }: RunTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  /** The row that a key went to: it takes the focus as soon as it is drawn. */
  const wanted = useRef<number | null>(null);
  const current = Math.min(active, runs.length - 1);
  const few = runs.length <= fewRows;
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler, which this would mislead, is not used here
  const virtualizer = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => runs[index]?.id ?? index,
    overscan: 12,
    scrollPaddingStart: rowHeight,
    // The row in the tab order is always there, in sight or not.
    rangeExtractor: (range) => withRow(range, current),
  });
  const drawn = few
    ? runs.map((_, index) => ({ index, start: index * rowHeight, end: (index + 1) * rowHeight }))
    : virtualizer.getVirtualItems();
  const seen = virtualizer.range?.endIndex ?? 0;
  useEffect(() => {
    if (seen >= runs.length - readAhead) onNearEnd();
  }, [seen, runs.length, onNearEnd]);
  useEffect(() => {
    if (wanted.current === null) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
    if (link === null || link === undefined) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });
  const moved = (event: KeyboardEvent): void => {
    const to = steps[event.key]?.(current, runs.length);
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(runs.length - 1, to));
    wanted.current = index;
    setActive(index);
    if (few)
      scroller.current
        ?.querySelector(`[data-row="${index}"]`)
        ?.scrollIntoView({ block: 'nearest' });
    else virtualizer.scrollToIndex(index);
  };
  return (
    <div ref={scroller} className={classes['frame']}>
      <table className={classes['table']} aria-rowcount={total + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Run</th>
            <th scope="col">Machine</th>
            <th scope="col">Outcome</th>
            <th scope="col">Started</th>
            <th scope="col">Duration</th>
          </tr>
        </thead>
        <tbody>
          {drawn.map(({ index, start }, place) => {
            const run = runs[index];
            const before = drawn[place - 1];
            return (
              run && (
                <Row
                  key={run.id}
                  run={run}
                  index={index}
                  room={start - (before?.end ?? 0)}
                  today={today}
                  tabbable={index === current}
                  onFocus={setActive}
                  onKeyDown={moved}
                />
              )
            );
          })}
          <Room height={few ? 0 : virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
});

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index) => index + pageRows,
  PageUp: (index) => index - pageRows,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function withRow({ startIndex, endIndex, overscan, count }: Range, row: number): number[] {
  const from = Math.max(0, startIndex - overscan);
  const to = Math.min(count - 1, endIndex + overscan);
  const rows = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  if (row < from && row >= 0) return [row, ...rows];
  return row > to && row < count ? [...rows, row] : rows;
}

/** Stands for the rows that are not drawn. */
function Room({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return <tr aria-hidden="true" style={{ height }} />;
}

interface RowProps {
  readonly run: RunSummary;
  readonly index: number;
  /** Pixels between the row that is drawn before and this one. */
  readonly room: number;
  readonly today: Instant;
  readonly tabbable: boolean;
  readonly onFocus: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Row({ run, index, room, today, tabbable, onFocus, onKeyDown }: RowProps) {
  const title = runTitle(run);
  const machine = visibleText(run.machineName);
  return (
    <>
      <Room height={room} />
      <tr aria-rowindex={index + 2}>
        <td>
          <a
            className={classes['open']}
            href={routeHref({ kind: 'history', id: run.id })}
            title={title}
            data-row={index}
            tabIndex={tabbable ? 0 : -1}
            onFocus={() => onFocus(index)}
            onKeyDown={onKeyDown}
          >
            {title}
          </a>
          {run.note !== '' && (
            <span className={classes['rowNote']} title={run.note}>
              {visibleText(run.note)}
            </span>
          )}
        </td>
        <td title={machine}>{machine}</td>
        <td>
          <OutcomeWord summary={run} />
        </td>
        <td>{formatMoment(run.startedAt ?? run.observedFrom, today)}</td>
        <td>{seenDuration(run)}</td>
      </tr>
    </>
  );
}
