import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RunPage as Runs, RunSummary } from '../../../shared/run-history.ts';
import type { Instant, MachineId } from '../../../shared/units.ts';
import { formatMoment } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { routeHref } from '../../stores/router.ts';
import { useNow } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/words.tsx';
import { useSettled } from '../activity/use-journal.ts';
import { runTitle, seenDuration } from './history-model.ts';
import classes from './history.module.css';
import { OutcomeWord } from './outcome-word.tsx';
import { useRunList } from './use-runs.ts';

const pageSize = 100;
/** The most that main gives at a time. */
const largestPage = 500;
/** How long typing must rest before it is searched for. */
const typingMilliseconds = 300;
const noMachines: Runs['machines'] = [];

/** Every run this workstation recorded, newest first. */
export function HistoryPage() {
  const now = useNow();
  const [text, setText] = useState('');
  const [machineId, setMachineId] = useState<MachineId | null>(null);
  const [limit, setLimit] = useState(pageSize);
  const searched = useSettled(text, typingMilliseconds);
  const reading = useRunList({ text: searched, machineId, limit });
  const machines = reading.kind === 'loaded' ? reading.value.machines : noMachines;
  const filtered = text.trim() !== '' || machineId !== null;
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <h1>History</h1>
        <p>Runs as this workstation saw them.</p>
      </header>
      <form
        aria-label="Filter"
        className={classes['filters']}
        onSubmit={(event) => event.preventDefault()}
      >
        <TextInput
          aria-label="Search"
          type="search"
          className={classes['search'] ?? ''}
          placeholder="Search runs, machines, protocols"
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label="Machine"
          value={machineId ?? ''}
          data={[
            { value: '', label: 'All machines' },
            ...machines.map(({ id, name }) => ({ value: id, label: visibleText(name) })),
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setMachineId(machines.find(({ id }) => id === value)?.id ?? null);
          }}
        />
        {filtered && (
          <Button
            emphasis="quiet"
            onPress={() => {
              setText('');
              setMachineId(null);
            }}
          >
            Clear filters
          </Button>
        )}
      </form>
      {reading.kind === 'loading' && <p className={classes['calm']}>Reading the runs…</p>}
      {reading.kind === 'failed' && (
        <Note tone="err">
          <span role="alert">
            <b>{reading.failure.message}</b> {reading.failure.remedy}
          </span>
        </Note>
      )}
      {reading.kind === 'loaded' && reading.value.runs.length === 0 && (
        <Nothing filtered={filtered} />
      )}
      {reading.kind === 'loaded' && reading.value.runs.length > 0 && (
        <>
          <RunTable runs={reading.value.runs} now={now} />
          <p className={classes['calm']}>
            <output>{countWords(reading.value)}</output>
          </p>
          {reading.value.next !== null && limit < largestPage && (
            <Button onPress={() => setLimit(Math.min(largestPage, limit + pageSize))}>
              Show older runs
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function countWords({ runs, total }: Runs): string {
  if (total === 1) return '1 run';
  if (runs.length === total) return `${total} runs`;
  const more = runs.length >= largestPage ? ' Search to find older ones.' : '';
  return `The newest ${runs.length} of ${total} runs.${more}`;
}

function Nothing({ filtered }: { readonly filtered: boolean }) {
  if (filtered) return <p className={classes['calm']}>No run fits the search.</p>;
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

interface RunTableProps {
  readonly runs: readonly RunSummary[];
  readonly now: Instant;
}

function RunTable({ runs, now }: RunTableProps) {
  return (
    <div className={classes['frame']}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Machine</th>
            <th scope="col">Outcome</th>
            <th scope="col">Started</th>
            <th scope="col">Duration</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <a className={classes['open']} href={routeHref({ kind: 'history', id: run.id })}>
                  {runTitle(run)}
                </a>
              </td>
              <td>{visibleText(run.machineName)}</td>
              <td>
                <OutcomeWord summary={run} />
              </td>
              <td>{formatMoment(run.startedAt ?? run.observedFrom, now)}</td>
              <td>{seenDuration(run)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
