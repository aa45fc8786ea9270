import { useMemo, useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';
import { useNow } from '../../stores/use-services.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { Note } from '../../ui/words.tsx';
import classes from './activity.module.css';
import { ActivityFilters } from './activity-filters.tsx';
import { ActivityList } from './activity-list.tsx';
import { ExportButtons } from './export-buttons.tsx';
import type { JournalView } from './journal-reader.ts';
import { isFiltered, noFilter, readSelection, startOfDay } from './selection.ts';
import { useJournal, useSettled } from './use-journal.ts';

/** How long typing must rest before it is searched for. */
const typingMilliseconds = 300;

interface ActivityViewProps {
  /** The machine whose entries are listed; null for all. */
  readonly machineId: MachineId | null;
}

/** The journal with its filters: what was done, when, where, and how it ended. */
export function ActivityView({ machineId }: ActivityViewProps) {
  const now = useNow();
  const [filter, setFilter] = useState({ ...noFilter, machineId });
  const [exportFailure, setExportFailure] = useState<Failure | null>(null);
  const text = useSettled(filter.text, typingMilliseconds);
  // “Today” moves on at midnight, and only then.
  const today = startOfDay(now, 0) as typeof now;
  const reading = useMemo(() => readSelection({ ...filter, text }, today), [filter, text, today]);
  const selection = reading.kind === 'selection' ? reading.selection : null;
  const journal = useJournal(selection);
  const { view } = journal;
  const total = view.kind === 'loaded' ? view.list.total : 0;
  return (
    <div className={classes['view']}>
      <ActivityFilters
        filter={filter}
        onChange={setFilter}
        machines={journal.machines}
        ownMachine={machineId}
      />
      <div className={classes['bar']}>
        <p className={classes['count']}>
          <output>{countWords(view)}</output>
        </p>
        <ExportButtons selection={selection} total={total} onFailure={setExportFailure} />
      </div>
      {reading.kind === 'problem' && <Note tone="warn">{reading.text}</Note>}
      {exportFailure !== null && (
        <FailureNote title="Nothing was exported." failure={exportFailure} />
      )}
      {view.kind === 'loaded' && view.failure !== null && (
        <FailureNote title="This list may be out of date." failure={view.failure} />
      )}
      {view.kind === 'loaded' && view.list.unreadable > 0 && (
        <Note tone="warn">
          {view.list.unreadable === 1 ? '1 entry is' : `${view.list.unreadable} entries are`} on
          disk but cannot be read, and left out here.
        </Note>
      )}
      <div
        className={classNames(
          classes['frame'],
          view.kind === 'loaded' && view.outdated && classes['outdated'],
        )}
      >
        {view.kind === 'loading' && <p className={classes['calm']}>Reading the journal…</p>}
        {view.kind === 'failed' && (
          <div className={classes['empty']} role="alert">
            <h2>The journal could not be read</h2>
            <p>
              {view.failure.message} {view.failure.remedy}
            </p>
            <Button icon="refresh" onPress={journal.refresh}>
              Try again
            </Button>
          </div>
        )}
        {view.kind === 'loaded' &&
          (view.list.entries.length === 0 ? (
            <Empty
              filtered={isFiltered(filter, machineId)}
              oneMachine={machineId !== null}
              onClear={() => setFilter({ ...noFilter, machineId })}
            />
          ) : (
            <ActivityList
              list={view.list}
              today={today}
              withMachine={machineId === null}
              older={view.older}
              onOlder={journal.loadOlder}
            />
          ))}
      </div>
    </div>
  );
}

function countWords(view: JournalView): string {
  if (view.kind !== 'loaded') return '';
  const { total, entries } = view.list;
  const words = total === 1 ? '1 entry' : `${total.toLocaleString('en')} entries`;
  return entries.length < total
    ? `${words}, the newest ${entries.length.toLocaleString('en')} shown`
    : words;
}

function FailureNote({ title, failure }: { readonly title: string; readonly failure: Failure }) {
  return (
    <Note tone="err">
      <span role="alert">
        <b>{title}</b> {failure.message} {failure.remedy}
      </span>
    </Note>
  );
}

interface EmptyProps {
  readonly filtered: boolean;
  readonly oneMachine: boolean;
  readonly onClear: () => void;
}

/** An empty list says what would be in it. */
function Empty({ filtered, oneMachine, onClear }: EmptyProps) {
  if (filtered)
    return (
      <div className={classes['empty']}>
        <h2>Nothing matches</h2>
        <p>Try fewer words, another time span or any outcome.</p>
        <Button onPress={onClear}>Clear filters</Button>
      </div>
    );
  return (
    <div className={classes['empty']}>
      <h2>{oneMachine ? 'Nothing yet on this machine' : 'Nothing yet'}</h2>
      <p>
        Every action, console command and change of Controller from this workstation is noted here
        before it is sent, with how it ended and what crossed the wire.
      </p>
    </div>
  );
}
