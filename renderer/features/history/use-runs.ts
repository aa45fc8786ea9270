import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Failure } from '../../../shared/failure.ts';
import type { RunId, RunRecord } from '../../../shared/run-history.ts';
import { unpackSeries } from '../../../shared/run-record.ts';
import { usePanel, useServices } from '../../stores/use-services.ts';
import { runMarks } from '../timeline/run-marks.ts';
import type { TimelineMarks } from '../timeline/scene.ts';
import { SeriesBuffer } from '../timeline/series-buffer.ts';
import {
  createRunListReader,
  type RunListReader,
  type RunListState,
  type RunSelection,
} from './run-list-reader.ts';

type Reading<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'loaded'; readonly value: T };

/** How often the list is read again while it is seen. */
const refreshMilliseconds = 15_000;

/** The stored runs of a selection. Until its answer came, and for a null one, the list before stays. */
export function useRunList(
  selection: RunSelection | null,
): RunListState & Pick<RunListReader, 'readOn'> {
  const { bridge, clock } = useServices();
  const link = usePanel((state) => state.link.kind);
  const [reader] = useState(() => createRunListReader((input) => bridge.ask('runs.list', input)));
  const state = useStore(reader.store);
  const key = selection === null ? null : JSON.stringify(selection);

  useEffect(() => {
    if (key !== null && link === 'up') reader.select(JSON.parse(key) as RunSelection);
  }, [reader, key, link]);

  useEffect(
    () =>
      clock.every(refreshMilliseconds, () => {
        if (document.visibilityState !== 'hidden' && link === 'up') reader.refresh();
      }),
    [reader, clock, link],
  );

  return { ...state, readOn: reader.readOn };
}

/** Everything kept of one run. */
export interface StoredRun {
  readonly record: RunRecord;
  readonly telemetry: SeriesBuffer;
  readonly marks: TimelineMarks;
}

/** One stored run with its temperatures, read once. To read again, or another one, its view needs another `key`. */
export function useStoredRun(runId: RunId): Reading<StoredRun> {
  const { bridge } = useServices();
  const [reading, setReading] = useState<Reading<StoredRun>>({ kind: 'loading' });

  useEffect(() => {
    let left = false;
    const read = async (): Promise<void> => {
      const [record, sent] = await Promise.all([
        bridge.ask('runs.get', { runId }),
        bridge.ask('runs.telemetry', { runId }),
      ]);
      if (left) return;
      if (!record.ok) setReading({ kind: 'failed', failure: record.failure });
      else if (!sent.ok) setReading({ kind: 'failed', failure: sent.failure });
      else {
        const telemetry = new SeriesBuffer();
        telemetry.add(unpackSeries(sent.value.series));
        const marks = runMarks(record.value, sent.value.damaged);
        setReading({ kind: 'loaded', value: { record: record.value, telemetry, marks } });
      }
    };
    void read();
    return () => {
      left = true;
    };
  }, [bridge, runId]);

  return reading;
}
