import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import {
  memo,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Instant } from '../../../shared/units.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { ActivityDetails } from './activity-details.tsx';
import classes from './activity.module.css';
import { type ActivityItem, activityItems, activityRow } from './activity-model.ts';
import type { JournalList } from './journal-reader.ts';

interface ActivityListProps {
  readonly list: JournalList;
  /** Any moment of today. */
  readonly today: Instant;
  readonly withMachine: boolean;
  readonly older: 'idle' | 'loading';
  readonly onOlder: () => void;
}

/** Heights before anything was measured, in px. */
const rowHeight = 53;
const headingHeight = 29;

/** So few items are drawn as they are: measuring them one by one would cost more. */
const drawnWhole = 160;

/** Older entries are read once so many px or fewer are left below what is seen. */
const readAhead = 3_000;

/** How a key moves through entries. */
const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(count - 1, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  PageDown: (index, count) => Math.min(count - 1, index + 10),
  PageUp: (index) => Math.max(0, index - 10),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * The entries by day, of which only those in sight are in the page: a journal of years scrolls as one of a day. One row is in the
 * tab order, and the arrows go from row to row, so that what follows the list is one step away. New rows come in above without
 * moving what is being read. Older ones are read before their place comes into sight.
 */
export function ActivityList({ list, today, withMachine, older, onOlder }: ActivityListProps) {
  const items = useMemo(() => activityItems(list.entries, today), [list.entries, today]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const focusNext = useRef<string | null>(null);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler, which this would mislead, is not used here
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.kind === 'day' ? headingHeight : rowHeight),
    // Another function at each scroll step would make all places be worked out anew.
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    overscan: 12,
  });
  useAnchor(virtualizer, items);
  const whole = items.length <= drawnWhole;
  const shown = whole
    ? items.map((item, index) => ({ index, key: item.key, start: 0 }))
    : virtualizer.getVirtualItems();
  const entries = list.entries;
  const tabbable = entries.some(({ id }) => id === current) ? current : (entries[0]?.id ?? null);
  const readOn = ({ currentTarget: seen }: React.UIEvent<HTMLElement>): void => {
    const below = seen.scrollHeight - seen.scrollTop - seen.clientHeight;
    if (below <= readAhead && list.next !== null && older === 'idle') onOlder();
  };

  const toggle = useCallback((id: string): void => {
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);

  const move = (event: React.KeyboardEvent, id: string): void => {
    const step = steps[event.key];
    const index = entries.findIndex((entry) => entry.id === id);
    if (step === undefined || index < 0) return;
    event.preventDefault();
    const target = entries[step(index, entries.length)];
    if (target === undefined) return;
    focusNext.current = target.id;
    if (!whole) virtualizer.scrollToIndex(items.findIndex(({ key }) => key === target.id));
    focusRow(scroller.current, focusNext);
  };
  const latestMove = useRef(move);
  useLayoutEffect(() => {
    latestMove.current = move;
  });
  // The same function for good, or every row in sight would be drawn again at each scroll step.
  const onMove = useCallback<typeof move>((event, id) => latestMove.current(event, id), []);
  // A row that had to be scrolled to is there only after it was drawn.
  useEffect(() => focusRow(scroller.current, focusNext));

  return (
    <div className={classes['scroller']} ref={scroller} onScroll={readOn}>
      <ol
        className={classes['virtual']}
        style={whole ? undefined : { height: virtualizer.getTotalSize() }}
      >
        {shown.map(({ index, key, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <li
              key={key}
              data-index={index}
              {...(whole
                ? {}
                : {
                    ref: virtualizer.measureElement,
                    className: classes['placed'],
                    style: { transform: `translateY(${start}px)` },
                  })}
            >
              {item.kind === 'day' ? (
                <h2 className={classes['date']}>{item.label}</h2>
              ) : (
                <Row
                  entry={item.entry}
                  withMachine={withMachine}
                  open={opened.has(item.key)}
                  tabbable={item.key === tabbable}
                  onToggle={toggle}
                  onFocus={setCurrent}
                  onMove={onMove}
                />
              )}
            </li>
          );
        })}
      </ol>
      <div className={classes['end']}>
        {list.next === null ? (
          <p>That is everything.</p>
        ) : older === 'loading' ? (
          <LockedButton name="Load older" reason="Reading older entries…" />
        ) : (
          <Button onPress={onOlder}>Load older</Button>
        )}
      </div>
    </div>
  );
}

type List = Virtualizer<HTMLDivElement, Element>;

/** Keeps what is being read where it is when new rows come in above it; at the top the newest stay in sight. */
function useAnchor(virtualizer: List, items: readonly ActivityItem[]): void {
  const anchor = useRef<{ readonly key: string; readonly below: number } | null>(null);
  const known = useRef(items);
  useLayoutEffect(() => {
    const offset = virtualizer.scrollOffset ?? 0;
    const held = anchor.current;
    if (known.current !== items && held !== null && offset > 0) {
      const index = items.findIndex(({ key }) => key === held.key);
      const place = virtualizer.measurementsCache[index];
      if (place !== undefined) virtualizer.scrollToOffset(place.start + held.below);
    }
    known.current = items;
    const top = virtualizer.getVirtualItemForOffset(virtualizer.scrollOffset ?? 0);
    const item = top === undefined ? undefined : items[top.index];
    anchor.current =
      top === undefined || item === undefined
        ? null
        : { key: item.key, below: (virtualizer.scrollOffset ?? 0) - top.start };
  });
}

function focusRow(list: HTMLElement | null, wanted: React.RefObject<string | null>): void {
  const id = wanted.current;
  if (id === null || list === null) return;
  const row = list.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  if (row === null) return;
  wanted.current = null;
  row.focus();
}

interface RowProps {
  readonly entry: Extract<ActivityItem, { kind: 'entry' }>['entry'];
  readonly withMachine: boolean;
  readonly open: boolean;
  readonly tabbable: boolean;
  readonly onToggle: (id: string) => void;
  readonly onFocus: (id: string) => void;
  readonly onMove: (event: React.KeyboardEvent, id: string) => void;
}

const Row = memo(function Row(props: RowProps) {
  const { entry, withMachine, open, tabbable, onToggle, onFocus, onMove } = props;
  const detailsId = useId();
  const row = useMemo(() => activityRow(entry), [entry]);
  const { outcome } = row;
  return (
    <div className={classes['entry']}>
      <button
        type="button"
        data-row={row.id}
        className={classNames(classes['row'], !withMachine && classes['alone'])}
        tabIndex={tabbable ? 0 : -1}
        aria-expanded={open}
        aria-controls={detailsId}
        onClick={() => onToggle(row.id)}
        onFocus={() => onFocus(row.id)}
        onKeyDown={(event) => onMove(event, row.id)}
      >
        <time dateTime={new Date(row.at).toISOString()}>{formatTimeSeconds(row.at)}</time>
        {withMachine && (
          <span className={classes['machine']} title={row.machine}>
            {row.machine}
          </span>
        )}
        <Icon name={row.icon} />
        <span className={classes['what']}>
          <span className={row.wire ? classes['wire'] : classes['words']}>{row.what}</span>
          {row.note !== '' && <span className={classes['note']}>{row.note}</span>}
        </span>
        <span className={classNames(classes['outcome'], outcome && classes[outcome.tone])}>
          {outcome !== null && (
            <>
              <Icon name={outcome.icon} />
              {outcome.word}
            </>
          )}
        </span>
        <ChevronRight size={16} aria-hidden="true" className={classes['chevron']} />
      </button>
      <div id={detailsId} hidden={!open}>
        {open && <ActivityDetails entry={row.entry} />}
      </div>
    </div>
  );
});
