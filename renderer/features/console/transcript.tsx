import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import type { AccessLevel } from '../../../shared/access-level.ts';
import type { MachineId } from '../../../shared/units.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { HeldTranscript } from '../../stores/console-state.ts';
import { speak } from '../../ui/announcer.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { ConsoleRow, rowClasses } from './console-row.tsx';
import { kindWords } from './kind-words.ts';
import type { TranscriptSearch } from './search/search.ts';
import { movedIndex, type RowSelection, selects } from './selection.ts';
import classes from './transcript.module.css';
import { repeatWords, type TranscriptRow, type TranscriptRows } from './transcript-rows.ts';
import { transcriptText } from './transcript-text.ts';
import { useFollowing } from './use-following.ts';

/** What the rest of the console does with the transcript. */
export interface TranscriptHandle {
  readonly focus: () => void;
  readonly jumpToLatest: () => void;
  /** Brings a line into view and makes it the current one. */
  readonly show: (sequence: number) => void;
  /** The line that is being read: the current one, or the first in view. */
  readonly reading: () => number;
}

interface TranscriptProps {
  readonly ref: Ref<TranscriptHandle>;
  readonly machineId: MachineId;
  readonly held: HeldTranscript;
  readonly rows: TranscriptRows;
  readonly search: TranscriptSearch;
  readonly cap: AccessLevel;
  readonly onRunAs: (command: string, level: AccessLevel) => void;
  /** Asked for when the oldest lines held come into view. */
  readonly onOlder: () => void;
  /** Esc: back to where commands are typed. */
  readonly onLeave: () => void;
}

const rowHeight = 26;
/** How near to the oldest line held, in pixels, older ones are fetched. */
const nearStart = 3_000;

/** The lines, drawn only where they are seen. It follows the latest until someone scrolls up. */
export function Transcript(props: TranscriptProps) {
  const { ref, machineId, held, rows, search, cap, onRunAs, onOlder, onLeave } = props;
  const { log } = held;
  // Its matches are marked in the rows: they are drawn anew as more are found.
  useStore(search.state, (state) => state.count);
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const [selection, setSelection] = useState<RowSelection | null>(null);
  const getItemKey = useCallback(
    (index: number) => rows.keyAt(index),
    // Keys move when lines leave in front or come there: the first one says so.
    // oxlint-disable-next-line react/exhaustive-deps -- `rows` changes in place
    [rows, log.first],
  );
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler, which this would mislead, is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey,
    overscan: 12,
  });
  const total = virtualizer.getTotalSize();
  const following = useFollowing(scroller, log.last, total);
  /** The row at the top of what is being read, and how far it is scrolled out. */
  const reading = useRef<{ readonly sequence: number; readonly into: number } | null>(null);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (following.on || element === null || reading.current === null) return;
    const { sequence, into } = reading.current;
    const start = virtualizer.measurementsCache[rows.indexOf(sequence)]?.start;
    // Lines come and go in front: what is being read stays where it is.
    if (start !== undefined) element.scrollTop = start + into;
  }, [following.on, rows, log.first, virtualizer]);

  const { stop } = following;
  const toggle = useCallback(
    (key: number): void => {
      setOpened((before) => {
        const next = new Set(before);
        if (!next.delete(key)) next.add(key);
        return next;
      });
      // Opening a body is reading it: the view must not run away.
      stop();
    },
    [stop],
  );

  const show = (sequence: number): void => {
    following.stop();
    const index = rows.indexOf(sequence);
    setSelection({ anchor: sequence, cursor: sequence });
    virtualizer.scrollToIndex(index, { align: 'center' });
  };

  useImperativeHandle(ref, () => ({
    focus: () => scroller.current?.focus(),
    jumpToLatest: following.start,
    show,
    reading: () => selection?.cursor ?? reading.current?.sequence ?? log.last,
  }));

  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    following.onScroll(element);
    const { scrollTop } = element;
    const top = virtualizer.getVirtualItems().find((item) => item.end > scrollTop);
    if (top !== undefined)
      reading.current = {
        sequence: Math.abs(rows.keyAt(top.index)),
        into: scrollTop - top.start,
      };
    if (scrollTop < nearStart && !following.on) onOlder();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== event.currentTarget || rows.length === 0) return;
    const cursor = selection?.cursor ?? null;
    if (event.key === 'Escape') {
      setSelection(null);
      onLeave();
    } else if ((event.key === 'Enter' || event.key === ' ') && cursor !== null) {
      event.preventDefault();
      toggle(rows.keyAt(rows.indexOf(cursor)));
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      setSelection({
        anchor: Math.abs(rows.keyAt(0)),
        cursor: Math.abs(rows.keyAt(rows.length - 1)),
      });
    } else {
      const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeight) - 1);
      const from = cursor === null ? rows.length : rows.indexOf(cursor);
      const to =
        event.altKey || event.ctrlKey ? null : movedIndex(event.key, from, rows.length, page);
      if (to === null) return;
      event.preventDefault();
      const sequence = Math.abs(rows.keyAt(to));
      setSelection({
        anchor: event.shiftKey ? (selection?.anchor ?? sequence) : sequence,
        cursor: sequence,
      });
      speak(spoken(rows.rowAt(to)));
      if (event.key === 'End') following.start();
      else {
        following.stop();
        virtualizer.scrollToIndex(to, { align: 'auto' });
      }
    }
  };

  /** A press beside the text chooses whole lines; in the text it marks words as everywhere. */
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (!(event.target instanceof Element) || event.target.closest('button') !== null) return;
    const row = event.target.closest<HTMLElement>('[data-sequence]');
    if (row === null) return;
    const sequence = Number(row.dataset['sequence']);
    setSelection((before) => ({
      anchor: event.shiftKey ? (before?.anchor ?? sequence) : sequence,
      cursor: sequence,
    }));
    if (event.shiftKey) event.preventDefault();
  };

  const onCopy = (event: ClipboardEvent<HTMLDivElement>): void => {
    const marked = window.getSelection();
    if (selection === null || (marked !== null && !marked.isCollapsed)) return;
    event.preventDefault();
    const { anchor, cursor } = selection;
    const last = rows.rowAt(rows.indexOf(Math.max(anchor, cursor)));
    const to = last?.line.sequence ?? Math.max(anchor, cursor);
    event.clipboardData.setData(
      'text/plain',
      transcriptText(log, rows, Math.min(anchor, cursor), to),
    );
  };

  const fresh = following.on ? 0 : rows.length - rows.indexOf(following.seen + 1);
  return (
    <div className={classes['frame']} data-part="transcript">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys and presses choose lines to copy, which text alone cannot offer */}
      <div
        ref={scroller}
        className={classes['log']}
        role="log"
        aria-label="Transcript"
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onCopy={onCopy}
      >
        {rows.length === 0 ? (
          <p className={classes['empty']}>Nothing to show yet.</p>
        ) : (
          <div className={classes['canvas']} style={{ height: total }}>
            {virtualizer.getVirtualItems().map((item) => {
              const row = rows.rowAt(item.index);
              if (row === null) return null;
              const key = rows.keyAt(item.index);
              const sequence = Math.abs(key);
              return (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-selected={selects(selection, sequence)}
                  data-index={item.index}
                  data-sequence={sequence}
                  className={classNames(
                    rowClasses(row),
                    selection?.cursor === sequence && classes['current'],
                  )}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <ConsoleRow
                    machineId={machineId}
                    rowKey={key}
                    line={row.line}
                    repeats={row.repeats}
                    log={log}
                    open={opened.has(key)}
                    ranges={row.repeats === null ? search.rangesOf(sequence) : null}
                    cap={cap}
                    onToggle={toggle}
                    onRunAs={onRunAs}
                  />
                </div>
              );
            })}
          </div>
        )}
      </div>
      {!following.on && (
        <Button small className={classes['jump']} onPress={following.start}>
          {fresh > 0 ? `Jump to latest (${fresh.toLocaleString('en')} new)` : 'Jump to latest'}
        </Button>
      )}
    </div>
  );
}

/** What a screen reader is told about the line the keys went to. */
function spoken(row: TranscriptRow | null): string {
  if (row === null) return '';
  if (row.repeats !== null) return repeatWords(row.repeats.counts);
  return `${kindWords[row.line.kind]} ${visibleText(row.line.text.slice(0, 200))}`;
}
