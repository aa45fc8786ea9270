import { useMemo, useState } from 'react';
import type { Instant } from '../../../shared/units.ts';
import { routeHref } from '../../stores/router.ts';
import { useNow } from '../../stores/use-services.ts';
import { Note } from '../../ui/words.tsx';
import { startOfDay } from '../activity/selection.ts';
import { useSettled } from '../activity/use-journal.ts';
import { isNarrowed, noHistoryFilter, runSelection } from './history-filter.ts';
import { HistoryFilters } from './history-filters.tsx';
import classes from './history.module.css';
import type { RunList } from './run-list-reader.ts';
import { RunTable } from './run-table.tsx';
import { useRunList } from './use-runs.ts';

/** How long typing must rest before it is searched for. */
const typingMilliseconds = 300;
const noMachines: RunList['machines'] = [];

/** Every run this workstation recorded, newest first. */
export function HistoryPage() {
  const today = startOfDay(useNow(), 0) as Instant;
  const [filter, setFilter] = useState(noHistoryFilter);
  const text = useSettled(filter.text, typingMilliseconds);
  const selection = useMemo(() => runSelection({ ...filter, text }, today), [filter, text, today]);
  const { list, failure, readOn } = useRunList(selection);
  const narrowed = isNarrowed(filter);
  return (
    <div className={classes['listPage']}>
      <header className={classes['head']}>
        <h1>History</h1>
        <p>Runs as this workstation saw them.</p>
        <span className={classes['push']} />
        <p>
          <output>{list === null ? '' : countWords(list.total, narrowed)}</output>
        </p>
      </header>
      <HistoryFilters
        filter={filter}
        onChange={setFilter}
        machines={list?.machines ?? noMachines}
      />
      {selection === null && (
        <Note tone="warn">
          The first day is after the last, so the list still shows the choice before.
        </Note>
      )}
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      {list === null && failure === null && <p className={classes['calm']}>Reading the runs…</p>}
      {list !== null && list.runs.length === 0 && <Nothing narrowed={narrowed} />}
      {list !== null && list.runs.length > 0 && (
        <RunTable runs={list.runs} total={list.total} today={today} onNearEnd={readOn} />
      )}
    </div>
  );
}

function countWords(total: number, narrowed: boolean): string {
  const words = `${total.toLocaleString('en-US')} ${total === 1 ? 'run' : 'runs'}`;
  return narrowed ? `${words} found` : words;
}

function Nothing({ narrowed }: { readonly narrowed: boolean }) {
  if (narrowed) return <p className={classes['calm']}>No run fits the search.</p>;
  return (
    <section className={classes['empty']}>
      <h2>No runs yet</h2>
      <p>
        Every run of a machine that QuantDeck watches is recorded here by itself: its temperatures,
        its protocol and what happened. You need not start it from here.
      </p>
      <p>
        To see one now, press <b>Start practice run</b> on the practice machine under{' '}
        <a href={routeHref({ kind: 'machines' })}>Machines</a>.
      </p>
    </section>
  );
}
