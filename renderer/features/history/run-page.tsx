import { useMemo, useState } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { RunId } from '../../../shared/run-history.ts';
import { formatMoment } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { routeHref } from '../../stores/router.ts';
import { useNow } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/words.tsx';
import { EventList } from '../timeline/event-list.tsx';
import { ProtocolStrip } from '../timeline/protocol-strip.tsx';
import { prerunSecondsOf, withCover } from '../timeline/run-marks.ts';
import { TimelinePanel } from '../timeline/timeline-panel.tsx';
import { ExportMenu } from './export-menu.tsx';
import { runTitle, seenDuration, storedPosition } from './history-model.ts';
import classes from './history.module.css';
import { OutcomeWord } from './outcome-word.tsx';
import { RemoveRunDialog } from './remove-run-dialog.tsx';
import { RunNote } from './run-note.tsx';
import { exportTitle as titleOf } from './run-picture.ts';
import { type StoredRun, useStoredRun } from './use-runs.ts';

/** One recorded run: its temperatures, its protocol and its events. */
export function RunPage({ id }: { readonly id: RunId }) {
  const [attempt, setAttempt] = useState(1);
  return (
    <div className={classes['page']}>
      <a className={classes['back']} href={routeHref({ kind: 'history', id: null })}>
        All runs
      </a>
      <RunReader key={attempt} id={id} onAgain={() => setAttempt(attempt + 1)} />
    </div>
  );
}

interface RunReaderProps {
  readonly id: RunId;
  readonly onAgain: () => void;
}

function RunReader({ id, onAgain }: RunReaderProps) {
  const reading = useStoredRun(id);
  switch (reading.kind) {
    case 'loading':
      return <p className={classes['calm']}>Reading the run…</p>;
    case 'failed':
      return (
        <>
          <Note tone="err">
            <span role="alert">
              <b>{reading.failure.message}</b> {reading.failure.remedy}
            </span>
          </Note>
          <Button icon="refresh" onPress={onAgain}>
            Try again
          </Button>
        </>
      );
    case 'loaded':
      return <RunView run={reading.value} />;
    default:
      return assertNever(reading);
  }
}

function RunView({ run }: { readonly run: StoredRun }) {
  const { record, telemetry, marks } = run;
  const now = useNow();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [removing, setRemoving] = useState(false);
  const position = useMemo(() => storedPosition(record), [record]);
  const protocol = useMemo(() => withCover(record.protocol, record), [record]);
  const { summary } = record;
  const exportTitle = titleOf(record);
  return (
    <>
      <header className={classes['runHead']}>
        <h1>{runTitle(summary)}</h1>
        <OutcomeWord summary={summary} />
        <span className={classes['push']} />
        <ExportMenu run={run} onFailure={setFailure} />
        <Button onPress={() => setRemoving(true)}>Remove</Button>
      </header>
      <p className={classes['calm']}>
        {[
          visibleText(summary.machineName),
          `started ${formatMoment(summary.startedAt ?? summary.observedFrom, now)}`,
          seenDuration(summary),
        ].join(' · ')}
      </p>
      <RunNote summary={summary} />
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>Nothing was exported. {failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      {summary.end !== null && summary.end.reason !== '' && (
        <Note tone="warn">The machine said: {visibleText(summary.end.reason)}</Note>
      )}
      {record.unreadable > 0 && (
        <Note tone="warn">
          {record.unreadable === 1 ? '1 part is' : `${record.unreadable} parts are`} on disk but
          cannot be read, and left out here.
        </Note>
      )}
      <TimelinePanel telemetry={telemetry} marks={marks} now={null} exportTitle={exportTitle} />
      {protocol !== null && (
        <ProtocolStrip
          protocol={protocol}
          position={position}
          prerunSeconds={prerunSecondsOf(record, summary.observedTo)}
          readAt={null}
        />
      )}
      <EventList events={record.events} exportTitle={exportTitle} />
      {removing && <RemoveRunDialog summary={summary} onClose={() => setRemoving(false)} />}
    </>
  );
}
