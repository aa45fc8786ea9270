import { createStore, type StoreApi } from 'zustand/vanilla';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Ask, RequestInput } from '../../../shared/contract.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Protocol } from '../../../shared/protocol.ts';
import type { Reading, Temperatures } from '../../../shared/readings.ts';
import { type RunRecord, recordWith, type SentLiveRun } from '../../../shared/run-history.ts';
import { type Series, unpackSeries } from '../../../shared/run-record.ts';
import type { RunStage, RunState } from '../../../shared/run.ts';
import type { Instant, MachineId } from '../../../shared/units.ts';
import { runMarks } from '../timeline/run-marks.ts';
import type { TimelineMarks } from '../timeline/scene.ts';
import { SeriesBuffer } from '../timeline/series-buffer.ts';

/**
 * The run that is on, as main recorded it, with the temperatures that came since; or the one that ended, until a person
 * has taken note of it.
 */
export interface WatchedRun {
  readonly record: RunRecord;
  readonly telemetry: SeriesBuffer;
  readonly marks: TimelineMarks;
  readonly damaged: SentLiveRun['damaged'];
}

export interface RunWatchState {
  /** Null while none is on, and where its record cannot be had. */
  readonly run: WatchedRun | null;
  /** Of the run that is on or was last; null until it was read. */
  readonly protocol: Protocol | null;
}

/** Follows one machine's run and temperatures for one view. */
export interface RunWatch {
  readonly store: StoreApi<RunWatchState>;
  /** Every temperature that came while the view was there, of the last 24 h. */
  readonly gathered: SeriesBuffer;
  /**
   * Takes the newest snapshot; asks main where it tells of another run, stage, protocol or link, and at most once a
   * second where it tells of anything else that is on record.
   */
  readonly see: (machine: MachineSnapshot, link: 'up' | 'down') => void;
  /** Reads what is new of the run's record. The answer to an earlier question is dropped. */
  readonly refresh: () => void;
}

const keptMilliseconds = 24 * 3_600_000;
/** Forgetting copies everything, so it is done for minutes at a time. */
const trimMilliseconds = 10 * 60_000;

/** Between two questions about what is new. */
const newsMilliseconds = 1_000;

export function createRunWatch(ask: Ask, machineId: MachineId, now: () => Instant): RunWatch {
  const store = createStore<RunWatchState>()(() => ({ run: null, protocol: null }));
  const gathered = new SeriesBuffer();
  let heardAt = -Infinity;
  let runKey = '';
  let placeKey = '';
  let behind = false;
  /** Of the run that ended and was not taken note of; null if none did. */
  let endedTitle: string | null = null;
  let askedAt = -Infinity;
  let protocolKey = '';
  let runTurn = 0;
  let protocolTurn = 0;

  const hear = (reading: Reading<Temperatures>): void => {
    if (reading.at <= heardAt) return;
    heardAt = reading.at;
    const row = seriesOf(reading);
    gathered.add(row);
    const oldest = gathered.current().at[0] ?? reading.at;
    if (oldest < reading.at - keptMilliseconds)
      gathered.trimBefore(reading.at - keptMilliseconds + trimMilliseconds);
    const { run } = store.getState();
    if (run?.record.summary.end === null) run.telemetry.add(row);
  };

  const refresh = async (): Promise<void> => {
    const turn = ++runTurn;
    behind = false;
    askedAt = now();
    const had = store.getState().run;
    const known = had === null ? null : knownOf(had.record);
    const answer = await ask('runs.live', { machineId, known });
    if (turn !== runTurn) return;
    if (answer.ok && answer.value !== null) {
      const sent = answer.value;
      store.setState((state) => ({ run: watched(sent, state.run) }));
      return;
    }
    const ended = endedTitle === null ? null : await readEnded(endedTitle);
    if (turn === runTurn) store.setState({ run: ended });
  };

  /** The newest stored run, if it is the one the machine says has ended. */
  const readEnded = async (title: string): Promise<WatchedRun | null> => {
    const page = await ask('runs.list', { machineIds: [machineId], limit: 1 });
    const summary = page.ok ? page.value.runs[0] : undefined;
    if (summary === undefined || summary.end === null || summary.title !== title) return null;
    const { id: runId } = summary;
    const [record, telemetry] = await Promise.all([
      ask('runs.get', { runId }),
      ask('runs.telemetry', { runId }),
    ]);
    if (!record.ok || !telemetry.ok) return null;
    return watched({ record: record.value, since: null, ...telemetry.value }, store.getState().run);
  };

  const readProtocol = async (): Promise<void> => {
    const turn = ++protocolTurn;
    const answer = await ask('run.protocol', { machineId });
    if (turn !== protocolTurn) return;
    store.setState({ protocol: answer.ok ? answer.value : null });
  };

  const forgetProtocol = (): void => {
    protocolTurn++;
    store.setState({ protocol: null });
  };

  const see = (machine: MachineSnapshot, link: 'up' | 'down'): void => {
    const { temperatures } = machine.readings;
    if (temperatures !== null) hear(temperatures);
    const session = machine.connection.kind === 'ready' ? machine.connection.facts.session : '';
    const title = titleOf(machine.run);
    endedTitle = machine.run.kind === 'ended' ? machine.run.title : null;
    const newRunKey = JSON.stringify([
      link,
      machine.run.kind,
      title,
      session,
      stageOf(machine.run),
    ]);
    if (newRunKey !== runKey) {
      runKey = newRunKey;
      if (link === 'up') void refresh();
    }
    const newPlaceKey = JSON.stringify(placeOf(machine.run));
    if (newPlaceKey !== placeKey) {
      placeKey = newPlaceKey;
      behind = true;
    }
    // Snapshots come at least once a second while there is news.
    if (behind && link === 'up' && now() - askedAt >= newsMilliseconds) void refresh();
    const newProtocolKey = JSON.stringify([link, machine.hasProtocol, title, session]);
    if (newProtocolKey !== protocolKey) {
      protocolKey = newProtocolKey;
      if (!machine.hasProtocol) forgetProtocol();
      else if (link === 'up') void readProtocol();
    }
  };

  return { store, gathered, see, refresh: () => void refresh() };
}

/** The same run goes on in its own memory, so that a chart of it stays as a person left it. */
function watched(sent: SentLiveRun, before: WatchedRun | null): WatchedRun {
  const same = before?.record.summary.id === sent.record.summary.id;
  const telemetry = same ? before.telemetry : new SeriesBuffer();
  telemetry.add(unpackSeries(sent.series));
  const { since } = sent;
  const record =
    same && since !== null ? recordWith(before.record, sent.record, since) : sent.record;
  const damaged =
    same && since !== null
      ? [...before.damaged.filter(({ from }) => from < since), ...sent.damaged]
      : sent.damaged;
  return { record, telemetry, damaged, marks: runMarks(record, damaged) };
}

function knownOf({ summary, protocol }: RunRecord): RequestInput<'runs.live'>['known'] {
  return { runId: summary.id, observedTo: summary.observedTo, protocol: protocol !== null };
}

/** Where a run is and what it does: each change of it is on record. */
function placeOf(run: RunState): unknown {
  if (run.kind !== 'active' && run.kind !== 'paused') return run.kind;
  const { cycle, step, point, activity } = run.progress;
  return [run.kind, cycle, step, point, activity];
}

function titleOf(run: RunState): string | null {
  switch (run.kind) {
    case 'unknown':
    case 'none':
      return null;
    case 'active':
    case 'paused':
      return run.progress.title;
    case 'ended':
      return run.title;
    default:
      return assertNever(run);
  }
}

/** The stage, because a chart that shades time by stages would go on with the one before. */
function stageOf(run: RunState): RunStage | null {
  return run.kind === 'active' || run.kind === 'paused' ? run.progress.stage : null;
}

function seriesOf({ value, at }: Reading<Temperatures>): Series {
  return {
    at: [at],
    sample: value.sample.map((celsius) => [celsius]),
    block: value.block.map((celsius) => [celsius]),
    cover: [value.cover],
    heatsink: [value.heatsink],
  };
}
