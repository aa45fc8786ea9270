import { useEffect, useState } from 'react';
import type { Failure, Result } from '../../../shared/failure.ts';
import type { RunId, RunPage, RunRecord } from '../../../shared/run-history.ts';
import { unpackSeries } from '../../../shared/run-record.ts';
import type { MachineId } from '../../../shared/units.ts';
import { usePanel, useServices } from '../../stores/use-services.ts';
import { runMarks } from '../timeline/run-marks.ts';
import type { TimelineMarks } from '../timeline/scene.ts';
import { SeriesBuffer } from '../timeline/series-buffer.ts';

export type Reading<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'loaded'; readonly value: T };

export interface RunSelection {
  readonly text: string;
  readonly machineId: MachineId | null;
  readonly limit: number;
}

/** How often the list is read again while it is seen. */
const refreshMilliseconds = 15_000;

/** The stored runs of a selection. Until its answer came, the list before stays. */
export function useRunList({ text, machineId, limit }: RunSelection): Reading<RunPage> {
  const { bridge, clock } = useServices();
  const link = usePanel((state) => state.link.kind);
  const [reading, setReading] = useState<Reading<RunPage>>({ kind: 'loading' });

  useEffect(() => {
    if (link !== 'up') return undefined;
    let left = false;
    const read = async (): Promise<void> => {
      const answer = await bridge.ask('runs.list', {
        limit,
        ...(text.trim() === '' ? {} : { text: text.trim() }),
        ...(machineId === null ? {} : { machineIds: [machineId] }),
      });
      if (!left) setReading(readingOf(answer));
    };
    void read();
    const end = clock.every(refreshMilliseconds, () => {
      if (document.visibilityState !== 'hidden') void read();
    });
    return () => {
      left = true;
      end();
    };
  }, [bridge, clock, link, text, machineId, limit]);

  return reading;
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

function readingOf<T>(answer: Result<T>): Reading<T> {
  return answer.ok
    ? { kind: 'loaded', value: answer.value }
    : { kind: 'failed', failure: answer.failure };
}
