import { ChevronRight } from 'lucide-react';
import { memo, useId, useMemo, useState } from 'react';
import type { Instant } from '../../../shared/units.ts';
import { formatTimeSeconds } from '../../format/time.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { ActivityDetails } from './activity-details.tsx';
import classes from './activity.module.css';
import { activityDays, type ActivityRow } from './activity-model.ts';
import type { JournalList } from './journal-reader.ts';

interface ActivityListProps {
  readonly list: JournalList;
  /** Any moment of today. */
  readonly today: Instant;
  readonly withMachine: boolean;
  readonly older: 'idle' | 'loading';
  readonly onOlder: () => void;
}

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(count - 1, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** The arrows, Home and End go from row to row. */
function moveFocus(event: React.KeyboardEvent<HTMLButtonElement>): void {
  const step = steps[event.key];
  const list = event.currentTarget.closest('[data-rows]');
  if (step === undefined || list === null) return;
  event.preventDefault();
  const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
  rows[step(rows.indexOf(event.currentTarget), rows.length)]?.focus();
}

/**
 * The entries by day. One row is in the tab order, and the arrows go from row to row, so that what follows the list is
 * one step away. New rows come in above without moving what is being read: the browser anchors the scroll position.
 */
export function ActivityList({ list, today, withMachine, older, onOlder }: ActivityListProps) {
  const days = useMemo(() => activityDays(list.entries, today), [list.entries, today]);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState<string | null>(null);
  const first = days[0]?.rows[0]?.id ?? null;
  const tabbable = list.entries.some(({ id }) => id === current) ? current : first;

  const toggle = useMemo(
    () =>
      (id: string): void =>
        setOpened((before) => {
          const next = new Set(before);
          if (!next.delete(id)) next.add(id);
          return next;
        }),
    [],
  );
  return (
    <div className={classes['scroller']} data-rows>
      {days.map((day) => (
        <section key={day.key} aria-label={day.label}>
          <h2 className={classes['date']}>{day.label}</h2>
          <ol>
            {day.rows.map((row) => (
              <Row
                key={row.id}
                row={row}
                withMachine={withMachine}
                open={opened.has(row.id)}
                tabbable={row.id === tabbable}
                onToggle={toggle}
                onFocus={setCurrent}
              />
            ))}
          </ol>
        </section>
      ))}
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

interface RowProps {
  readonly row: ActivityRow;
  readonly withMachine: boolean;
  readonly open: boolean;
  readonly tabbable: boolean;
  readonly onToggle: (id: string) => void;
  readonly onFocus: (id: string) => void;
}

const Row = memo(function Row({ row, withMachine, open, tabbable, onToggle, onFocus }: RowProps) {
  const detailsId = useId();
  const { outcome } = row;
  return (
    <li className={classes['entry']}>
      <button
        type="button"
        data-row
        className={classNames(classes['row'], !withMachine && classes['alone'])}
        tabIndex={tabbable ? 0 : -1}
        aria-expanded={open}
        aria-controls={detailsId}
        onClick={() => onToggle(row.id)}
        onFocus={() => onFocus(row.id)}
        onKeyDown={moveFocus}
      >
        <time dateTime={new Date(row.at).toISOString()}>{formatTimeSeconds(row.at)}</time>
        {withMachine && <span className={classes['machine']}>{row.machine}</span>}
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
    </li>
  );
});
