import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ConsoleLine } from '../../../shared/console.ts';
import { Button } from '../../ui/button.tsx';
import classes from './console.module.css';
import { consoleRows, type LineFilter } from './console-model.ts';
import { ConsoleRowContent, rowClasses } from './console-row.tsx';

interface TranscriptProps {
  readonly lines: readonly ConsoleLine[];
  readonly filter: LineFilter;
}

/** How near to the end still counts as being at the end, in pixels. */
const nearEnd = 24;

/** The lines, drawn only where they are seen. It follows the latest until someone scrolls up. */
export function Transcript({ lines, filter }: TranscriptProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [following, setFollowing] = useState(true);
  /** The row at the top of what is being read, and how far it is scrolled out. */
  const held = useRef<{ readonly key: string; readonly into: number } | null>(null);
  const rows = useMemo(() => consoleRows(lines, filter, opened), [lines, filter, opened]);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler, which this would mislead, is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 26,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  });
  const total = virtualizer.getTotalSize();
  useEffect(() => {
    const element = scroller.current;
    if (following && element !== null) element.scrollTop = element.scrollHeight;
    // The total grows again when rows were measured: the end moves with it.
  }, [following, rows, total]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (following || element === null || held.current === null) return;
    const { key, into } = held.current;
    const index = rows.findIndex((row) => row.key === key);
    const start = virtualizer.measurementsCache[index]?.start;
    // The oldest lines leave a full transcript: what is being read stays where it is.
    if (start !== undefined) element.scrollTop = start + into;
  }, [following, rows, virtualizer]);

  const toggle = (key: string): void => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
    // Opening a body is reading it: the view must not run away.
    setFollowing(false);
  };

  return (
    <div className={classes['frame']}>
      <div
        ref={scroller}
        className={classes['log']}
        role="log"
        aria-label="Transcript"
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          setFollowing(scrollHeight - scrollTop - clientHeight <= nearEnd);
          const top = virtualizer.getVirtualItems().find((item) => item.end > scrollTop);
          const row = top === undefined ? undefined : rows[top.index];
          if (top !== undefined && row !== undefined)
            held.current = { key: row.key, into: scrollTop - top.start };
        }}
      >
        {rows.length === 0 ? (
          <p className={classes['empty']}>Nothing to show yet.</p>
        ) : (
          <div className={classes['canvas']} style={{ height: total }}>
            {virtualizer.getVirtualItems().map((item) => {
              const row = rows[item.index];
              return (
                row !== undefined && (
                  <div
                    key={item.key}
                    ref={virtualizer.measureElement}
                    data-index={item.index}
                    className={rowClasses(row)}
                    style={{ transform: `translateY(${item.start}px)` }}
                  >
                    <ConsoleRowContent row={row} opened={opened} onToggle={toggle} />
                  </div>
                )
              );
            })}
          </div>
        )}
      </div>
      {!following && (
        <Button small className={classes['jump']} onPress={() => setFollowing(true)}>
          Jump to latest
        </Button>
      )}
    </div>
  );
}
