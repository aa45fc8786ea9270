import { type Result, succeed } from '../../shared/failure.ts';
import type { RunTelemetry, SentTelemetry } from '../../shared/run-history.ts';
import { packSeries } from '../../shared/run-record.ts';
import { exportName, zipFiles } from '../store/runs/run-export.ts';
import type { Panel } from './panel.ts';
import type { RequestHandlers } from './requests.ts';

type RunRequests = Extract<keyof RequestHandlers, `runs.${string}`>;

/** The requests about stored runs. */
export function createRunHandlers({ runs }: Panel): Pick<RequestHandlers, RunRequests> {
  return {
    'runs.list': (filter) => runs.list(filter),
    'runs.get': ({ runId }) => runs.get(runId),
    'runs.telemetry': ({ runId }) => then(runs.telemetry(runId), sent),
    'runs.live': ({ machineId }) =>
      then(runs.live(machineId), (live) =>
        live === null ? null : { record: live.record, ...sent(live) },
      ),
    'runs.export': ({ runId }) => {
      const record = runs.get(runId);
      if (!record.ok) return record;
      return then(runs.export(runId), (files) => {
        const name = exportName(record.value);
        const zip = zipFiles(files, name, record.value.summary.observedFrom);
        return { fileName: `${name}.zip`, base64: Buffer.from(zip).toString('base64') };
      });
    },
    'runs.remove': ({ runId }) => runs.remove(runId),
  };
}

function sent({ series, damaged }: RunTelemetry): SentTelemetry {
  return { series: packSeries(series), damaged };
}

function then<T, U>(result: Result<T>, change: (value: T) => U): Result<U> {
  return result.ok ? succeed(change(result.value)) : result;
}
