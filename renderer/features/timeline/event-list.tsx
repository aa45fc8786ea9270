import { TextInput } from '@mantine/core';
import { Copy, Download, ListFilter } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import type { RunEventKind, RunEventLine } from '../../../shared/run-record.ts';
import { speak } from '../../ui/announcer.ts';
import { downloadFile } from './download.ts';
import {
  type EventFilter,
  eventRows,
  eventsText,
  everyEvent,
  kindCounts,
  kindName,
} from './event-list-model.ts';
import classes from './event-list.module.css';
import { EventRows } from './event-rows.tsx';
import { fileNameOf } from './file-name.ts';

export interface EventListProps {
  /** Oldest first. */
  readonly events: readonly RunEventLine[];
  /** Machine and run: names the file of an export. */
  readonly exportTitle: string;
  readonly heading?: string;
  /** The tallest the list gets, in CSS pixels; then it scrolls. */
  readonly height?: number;
}

/** What happened, newest first, in words; the machine's own message on demand. */
export function EventList({
  events,
  exportTitle,
  heading = 'Events',
  height = 320,
}: EventListProps) {
  const id = useId();
  const [filter, setFilter] = useState<EventFilter>(everyEvent);
  const [filtering, setFiltering] = useState(false);
  const rows = useMemo(() => eventRows(events, filter), [events, filter]);
  const counts = useMemo(() => kindCounts(events), [events]);
  const toggleKind = (kind: RunEventKind): void => {
    const hidden = new Set(filter.hidden);
    if (!hidden.delete(kind)) hidden.add(kind);
    setFilter({ ...filter, hidden });
  };
  const copy = async (): Promise<void> => {
    const count = rows.length === 1 ? '1 event' : `${rows.length} events`;
    try {
      await navigator.clipboard.writeText(eventsText(rows));
      speak(`${count} copied`);
    } catch {
      // The system may keep its clipboard from windows without the focus.
      speak('The clipboard was refused. Save the events as text instead');
    }
  };
  const save = (): void => {
    const from = events[0]?.at ?? 0;
    const text = `${eventsText(rows)}\n`;
    const name = fileNameOf(`${exportTitle} events`, from, 'txt');
    downloadFile(name, new Blob([text], { type: 'text/plain' }));
  };
  return (
    <section className={classes['panel']} aria-labelledby={id}>
      <div className={classes['head']}>
        <h2 id={id}>{heading}</h2>
        {rows.length !== events.length && (
          <span className={classes['count']}>
            {rows.length} of {events.length}
          </span>
        )}
        <span className={classes['push']} />
        <button
          type="button"
          className={classes['tool']}
          aria-label="Filter events"
          aria-expanded={filtering}
          title="Filter events"
          onClick={() => setFiltering(!filtering)}
        >
          <ListFilter size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className={classes['tool']}
          aria-label="Copy events"
          title="Copy events"
          onClick={() => void copy()}
        >
          <Copy size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          className={classes['tool']}
          aria-label="Save events as text"
          title="Save events as text"
          onClick={save}
        >
          <Download size={14} aria-hidden="true" />
        </button>
      </div>
      {filtering && (
        <div className={classes['filter']}>
          <TextInput
            aria-label="Search events"
            placeholder="Search"
            value={filter.search}
            onChange={(event) => setFilter({ ...filter, search: event.currentTarget.value })}
          />
          <fieldset className={classes['kinds']} aria-label="Kinds of events">
            {counts.map(({ kind, count }) => (
              <button
                key={kind}
                type="button"
                className={classes['chip']}
                aria-pressed={!filter.hidden.has(kind)}
                onClick={() => toggleKind(kind)}
              >
                {kindName(kind)} <b>{count}</b>
              </button>
            ))}
          </fieldset>
        </div>
      )}
      {rows.length === 0 ? (
        <p className={classes['calm']}>
          {events.length === 0 ? 'Nothing has happened yet.' : 'No event fits the filter.'}
        </p>
      ) : (
        <EventRows rows={rows} height={height} labelledBy={id} />
      )}
    </section>
  );
}
