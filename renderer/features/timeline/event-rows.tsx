import { useVirtualizer } from '@tanstack/react-virtual';
import {
  Camera,
  ChevronRight,
  CircleAlert,
  Flag,
  Info,
  type LucideIcon,
  PanelBottomOpen,
  Play,
  Thermometer,
} from 'lucide-react';
import { type UIEvent, useLayoutEffect, useRef, useState } from 'react';
import type { RunEventKind, RunEventLine } from '../../../shared/run-record.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { MachineText } from '../../ui/words.tsx';
import type { EventRow } from './event-list-model.ts';
import classes from './event-list.module.css';

const pictures: Readonly<Record<RunEventKind, LucideIcon>> = {
  run: Play,
  stage: Flag,
  temperature: Thermometer,
  collection: Camera,
  contact: Info,
  hardware: PanelBottomOpen,
  problem: CircleAlert,
  other: Info,
};

const rowHeight = 32;
/** How far from the top still counts as being there, in pixels. */
const nearTop = 12;

interface RowsProps {
  readonly rows: readonly EventRow[];
  /** The tallest the list gets, in CSS pixels. */
  readonly height: number;
  readonly labelledBy: string;
}

/** Up to so many rows are simply there; more are drawn where they are seen. */
const fewRows = 60;

/** Events as rows, which unfold to the machine's own message. */
export function EventRows(props: RowsProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string): void => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  return props.rows.length <= fewRows ? (
    <div className={classes['frame']}>
      <div
        className={classes['few']}
        style={{ maxHeight: props.height }}
        role="log"
        aria-labelledby={props.labelledBy}
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
      >
        {props.rows.map(({ key, event }) => (
          <Row key={key} event={event} opened={opened.has(key)} onToggle={() => toggle(key)} />
        ))}
      </div>
    </div>
  ) : (
    <ManyRows {...props} opened={opened} onToggle={toggle} />
  );
}

interface ManyRowsProps extends RowsProps {
  readonly opened: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

/** The rows that are in sight. It stays with the newest until someone scrolls away. */
function ManyRows({ rows, height, labelledBy, opened, onToggle }: ManyRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  /** The row at the top of what is being read, and how far it is scrolled out. */
  const held = useRef<{ readonly key: string; readonly into: number } | null>(null);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler, which this would mislead, is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (following) {
      element.scrollTop = 0;
      return;
    }
    if (held.current === null) return;
    const { key, into } = held.current;
    const index = rows.findIndex((row) => row.key === key);
    const start = virtualizer.measurementsCache[index]?.start;
    // New rows come in above: what is being read stays where it is.
    if (start !== undefined) element.scrollTop = start + into;
  }, [following, rows, virtualizer]);
  const scrolled = (event: UIEvent<HTMLDivElement>): void => {
    const { scrollTop } = event.currentTarget;
    setFollowing(scrollTop <= nearTop);
    const top = virtualizer.getVirtualItems().find((item) => item.end > scrollTop);
    const row = top === undefined ? undefined : rows[top.index];
    if (top !== undefined && row !== undefined)
      held.current = { key: row.key, into: scrollTop - top.start };
  };
  return (
    <div className={classes['frame']}>
      <div
        ref={scroller}
        className={classes['list']}
        style={{ maxHeight: height }}
        role="log"
        aria-labelledby={labelledBy}
        aria-live="off"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard (WCAG 2.1.1)
        tabIndex={0}
        onScroll={scrolled}
      >
        <div className={classes['canvas']} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row !== undefined && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  className={classes['item']}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Row
                    event={row.event}
                    opened={opened.has(row.key)}
                    onToggle={() => onToggle(row.key)}
                  />
                </div>
              )
            );
          })}
        </div>
      </div>
      {!following && (
        <Button small className={classes['jump']} onPress={() => setFollowing(true)}>
          Jump to latest
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  readonly event: RunEventLine;
  readonly opened: boolean;
  readonly onToggle: () => void;
}

function Row({ event, opened, onToggle }: RowProps) {
  const Picture = pictures[event.kind];
  const at = new Date(event.at);
  return (
    <div>
      <div className={classNames(classes['row'], event.kind === 'problem' && classes['problem'])}>
        <time dateTime={at.toISOString()} title={at.toLocaleString('en-GB')}>
          {formatTimeSeconds(event.at)}
        </time>
        <Picture size={14} aria-hidden="true" />
        <span className={classes['words']}>
          <MachineText text={event.text} />
        </span>
        {event.raw !== '' && (
          <button
            type="button"
            className={classes['more']}
            aria-expanded={opened}
            aria-label={`Raw message of ${event.text}`}
            onClick={onToggle}
          >
            <ChevronRight size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      {opened && (
        <pre className={classes['raw']}>
          <MachineText text={event.raw} />
        </pre>
      )}
    </div>
  );
}
