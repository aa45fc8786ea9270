import { type Failure, fail, type Result, succeed } from '../../shared/failure.ts';
import type { RunTelemetry, SentTelemetry } from '../../shared/run-history.ts';
import { packSeries } from '../../shared/run-record.ts';
import { saveRun } from '../store/runs/run-export.ts';
import type { Panel } from './panel.ts';
import type { RequestHandlers } from './requests.ts';

type RunRequests = Extract<keyof RequestHandlers, `runs.${string}`>;

/** What every PNG begins with (PNG specification, 5.2). */
const pngBegins = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const noPicture: Failure = {
  kind: 'invalid-input',
  message: 'The picture of the run is not a PNG, so nothing was exported.',
  remedy: 'Export again; if this comes back, export as CSV or JSON.',
  detail: '',
};

/** The requests about stored runs. */
export function createRunHandlers({ runs, history }: Panel): Pick<RequestHandlers, RunRequests> {
  return {
    'runs.list': (filter) => runs.list(filter),
    'runs.get': ({ runId }) => runs.get(runId),
    'runs.telemetry': ({ runId }) => then(runs.telemetry(runId), sent),
    'runs.live': ({ machineId, known }) =>
      then(runs.live(machineId, known), (live) =>
        live === null ? null : { record: live.record, since: live.since, ...sent(live) },
      ),
    'runs.export': ({ runId, format, picture }) => {
      const image = picture === null ? null : Buffer.from(picture, 'base64');
      if (image !== null && !image.subarray(0, pngBegins.length).equals(pngBegins))
        return fail(noPicture);
      return then(runs.whole(runId), (run) => {
        const { content, ...file } = saveRun(run, format, image);
        return { ...file, base64: Buffer.from(content).toString('base64') };
      });
    },
    'runs.annotate': ({ runId, note }) => runs.annotate(runId, note),
    'runs.usage': () => runs.usage(),
    'runs.forecast': ({ limits }) => history.forecast(limits),
    'runs.remove': ({ runId }) => {
      const removed = runs.remove(runId);
      if (removed.ok) history.giveBack();
      return removed;
    },
  };
}

function sent({ series, damaged }: RunTelemetry): SentTelemetry {
  return { series: packSeries(series), damaged };
}

function then<T, U>(result: Result<T>, change: (value: T) => U): Result<U> {
  return result.ok ? succeed(change(result.value)) : result;
}
