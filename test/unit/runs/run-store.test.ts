import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore } from '../../../electron/base/disposable.ts';
import { memory, openDatabase, openFile } from '../../../electron/store/database.ts';
import { runDesign } from '../../../electron/store/runs/run-database.ts';
import { exportName, exportRun, saveRun } from '../../../electron/store/runs/run-export.ts';
import { RunStore } from '../../../electron/store/runs/run-store.ts';
import type { Result } from '../../../shared/failure.ts';
import type { RunEnding } from '../../../shared/run.ts';
import { runFilterSchema, type RunId } from '../../../shared/run-history.ts';
import type { Celsius, Instant, MachineId } from '../../../shared/units.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { readCsv } from '../store/support/read-csv.ts';

let scope: DisposableStore;
let clock: FakeClock;
let runs: RunStore;
beforeEach(() => {
  scope = new DisposableStore();
  clock = new FakeClock();
  let ids = 0;
  const database = openDatabase(memory, openFile, runDesign);
  runs = scope.add(
    new RunStore({
      database,
      file: 'runs.db',
      clock,
      newId: () => `run-${ids++}`,
      lasting: null,
      onDamage: () => {
        throw new Error('Nothing is damaged');
      },
    }),
  );
});
afterEach(() => {
  scope.dispose();
  expect(clock.pending).toBe(0);
});

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

interface Planned {
  readonly title: string;
  readonly machine: string;
  readonly hour: number;
  readonly ending?: RunEnding;
  readonly seconds?: number;
}

const hours = (hour: number): Instant => (Date.UTC(2026, 0, 1) + hour * 3_600_000) as Instant;

function add({ title, machine, hour, ending, seconds = 60 }: Planned): RunId {
  const at = hours(hour);
  const machineId = machine as MachineId;
  const id = runs.begin({
    machineId,
    machineName: `Machine ${machine}`,
    title,
    sawStart: true,
    at,
  });
  for (let second = 0; second < seconds; second++) {
    const value = (20 + second / 10) as Celsius;
    const temperatures = {
      sample: [value, value],
      block: [value, value],
      cover: 105 as Celsius,
      heatsink: second % 2 === 0 ? null : value,
    };
    runs.addSample(id, { at: (at + second * 1000) as Instant, temperatures });
  }
  const end = (at + seconds * 1000) as Instant;
  runs.observed(id, end);
  if (ending !== undefined) runs.end(id, { ending, at: end, reason: '' });
  return id;
}

const titles = (filter: Parameters<typeof runFilterSchema.parse>[0]): readonly string[] =>
  valueOf(runs.list(runFilterSchema.parse(filter))).runs.map(({ title }) => title);

describe('the list of runs', () => {
  beforeEach(() => {
    add({ title: 'Plate A', machine: 'one', hour: 0, ending: 'completed' });
    add({ title: 'Plate Ä 100%', machine: 'two', hour: 10, ending: 'aborted' });
    add({ title: 'Melt', machine: 'one', hour: 20, ending: 'completed' });
    add({ title: 'Now', machine: 'two', hour: 30 });
    runs.flush();
  });

  it('shows the newest first', () => {
    expect(titles({ limit: 10 })).toEqual(['Now', 'Melt', 'Plate Ä 100%', 'Plate A']);
  });

  it('is restricted by machine, outcome, time and text', () => {
    expect(titles({ limit: 10, machineIds: ['one'] })).toEqual(['Melt', 'Plate A']);
    expect(titles({ limit: 10, outcomes: ['aborted'] })).toEqual(['Plate Ä 100%']);
    expect(titles({ limit: 10, outcomes: ['on', 'aborted'] })).toEqual(['Now', 'Plate Ä 100%']);
    expect(titles({ limit: 10, from: hours(9), to: hours(20) })).toEqual(['Plate Ä 100%']);
    expect(titles({ limit: 10, text: 'PLATE  ä' })).toEqual(['Plate Ä 100%']);
    expect(titles({ limit: 10, text: '%' })).toEqual(['Plate Ä 100%']);
    expect(titles({ limit: 10, text: 'machine two' })).toEqual(['Now', 'Plate Ä 100%']);
    expect(titles({ limit: 10, text: 'nothing' })).toEqual([]);
  });

  it('counts a run that lies over the border of a time', () => {
    expect(titles({ limit: 10, from: (hours(20) + 30_000) as Instant, to: hours(21) })).toEqual([
      'Melt',
    ]);
  });

  it('comes page by page, and says how many there are and of which machines', () => {
    const first = valueOf(runs.list({ limit: 3 }));
    expect(first).toMatchObject({ total: 4 });
    expect(first.machines).toEqual([
      { id: 'one', name: 'Machine one' },
      { id: 'two', name: 'Machine two' },
    ]);
    const second = valueOf(runs.list({ limit: 3, before: first.next ?? 0 }));
    expect(second.runs.map(({ title }) => title)).toEqual(['Plate A']);
    expect(second.next).toBeNull();
  });

  it('finds a run by the protocol that it learnt later', () => {
    const id = add({ title: 'Later', machine: 'one', hour: 40 });
    const protocol = {
      name: 'Norovirus',
      coverTarget: null,
      sampleVolume: null,
      runMode: null,
      stages: [],
      others: [],
      text: 'STAGe 1',
    };
    runs.addFact(id, { kind: 'protocol', at: hours(40), protocol });
    runs.flush();
    expect(titles({ limit: 10, text: 'norovirus' })).toEqual(['Later']);
  });
});

describe('the temperatures of a run', () => {
  it('are given for a part of it', () => {
    const id = add({ title: 'Plate', machine: 'one', hour: 0, ending: 'completed', seconds: 1000 });
    const from = (hours(0) + 290_000) as Instant;
    const to = (hours(0) + 310_000) as Instant;
    const { series } = valueOf(runs.telemetry(id, from, to));
    expect(series.at).toEqual(Array.from({ length: 20 }, (_, index) => from + index * 1000));
    expect(series.sample[1]?.[0]).toBe(49);
    expect(series.heatsink.slice(0, 2)).toEqual([null, 49.1]);
  });

  it('are in the order of time, none twice, when the workstation’s clock was set back', () => {
    const id = add({ title: 'Plate', machine: 'one', hour: 0, seconds: 10 });
    const temperatures = {
      sample: [1 as Celsius],
      block: [1 as Celsius],
      cover: 1 as Celsius,
      heatsink: null,
    };
    for (const milliseconds of [5_500, 6_000, 6_500])
      runs.addSample(id, { at: (hours(0) + milliseconds) as Instant, temperatures });
    const { series } = valueOf(runs.telemetry(id));
    const { at } = series;
    expect(at).toHaveLength(12);
    expect(at.every((time, index) => index === 0 || time > (at[index - 1] ?? 0))).toBe(true);
    expect(series.sample).toHaveLength(2);
  });

  it('are on disk 5 s after they came at the latest, without a sample that says so', async () => {
    const id = add({ title: 'Plate', machine: 'one', hour: 0, seconds: 3 });
    await clock.advance(5_000);
    expect(clock.pending).toBe(0);
    runs.leave(id);
    expect(valueOf(runs.telemetry(id)).series.at).toHaveLength(3);
    expect(valueOf(runs.live('one' as MachineId))).toBeNull();
  });
});

describe('removing runs', () => {
  it('takes everything of a run away, and leaves the others', () => {
    const gone = add({ title: 'Gone', machine: 'one', hour: 0, ending: 'completed' });
    const kept = add({ title: 'Kept', machine: 'one', hour: 1, ending: 'completed' });
    expect(runs.remove(gone)).toEqual({ ok: true, value: null });
    expect(runs.get(gone)).toMatchObject({ ok: false });
    expect(runs.telemetry(gone)).toMatchObject({ ok: false });
    expect(runs.remove(gone)).toMatchObject({ ok: false });
    expect(valueOf(runs.telemetry(kept)).series.at).toHaveLength(60);
  });

  it('is refused for a run that is being recorded', () => {
    const id = add({ title: 'On', machine: 'one', hour: 0 });
    expect(runs.remove(id)).toMatchObject({ ok: false, failure: { kind: 'busy' } });
    expect(valueOf(runs.get(id)).summary.title).toBe('On');
  });
});

describe('a note beside a run', () => {
  it('is found by the search, also while the run is on, and taken away by an empty one', async () => {
    const done = add({ title: 'A', machine: 'one', hour: 0, ending: 'completed' });
    const on = add({ title: 'B', machine: 'one', hour: 1 });
    runs.annotate(done, 'Lid was loose');
    runs.annotate(on, 'Lid was fine');
    await clock.advance(5_000);
    expect(titles({ limit: 10, text: 'LID' })).toEqual(['B', 'A']);
    expect(valueOf(runs.get(done)).summary.note).toBe('Lid was loose');
    runs.annotate(done, '');
    expect(titles({ limit: 10, text: 'lid' })).toEqual(['B']);
    runs.leave(on);
  });

  it('of a run that is gone is refused', () => {
    expect(runs.annotate('nothing' as RunId, 'x')).toMatchObject({ ok: false });
  });
});

describe('a machine with several runs that never ended', () => {
  it('goes on with the newest, and the others are closed with their last observation', () => {
    const old = add({ title: 'Old', machine: 'one', hour: 0 });
    const newest = add({ title: 'New', machine: 'one', hour: 1 });
    runs.flush();
    expect(runs.unfinished('one' as MachineId)?.summary.id).toBe(newest);
    expect(valueOf(runs.get(old)).summary.end).toEqual({
      ending: 'unknown',
      reason: '',
      at: hours(0) + 60_000,
    });
  });
});

describe('a machine that was removed during a run', () => {
  it('leaves a run that is closed with its last observation', () => {
    const id = add({ title: 'On', machine: 'one', hour: 0 });
    const other = add({ title: 'On, too', machine: 'two', hour: 0 });
    runs.leave(id);
    runs.closeRunsOf('one' as MachineId);
    expect(valueOf(runs.get(id)).summary.end).toMatchObject({
      ending: 'unknown',
      at: hours(0) + 60_000,
    });
    expect(valueOf(runs.get(other)).summary.end).toBeNull();
  });
});

describe('an exported run', () => {
  it('has its temperatures as a table, a row a second, with nothing where nothing was read', () => {
    const id = add({ title: 'Plate', machine: 'one', hour: 0, ending: 'completed', seconds: 3 });
    const files = exportRun(valueOf(runs.whole(id)), null);
    expect(files.map(({ name }) => name)).toEqual([
      'README.txt',
      'run.json',
      'telemetry.csv',
      'events.csv',
    ]);
    const text = String(files.find(({ name }) => name === 'telemetry.csv')?.content);
    expect(text.startsWith('\uFEFF')).toBe(true);
    const [header, ...rows] = readCsv(text.slice(1));
    expect(header?.slice(1)).toEqual([
      'time (unix ms)',
      'sample 1 (°C)',
      'sample 2 (°C)',
      'block 1 (°C)',
      'block 2 (°C)',
      'cover (°C)',
      'heatsink (°C)',
    ]);
    expect(rows.map((row) => row.slice(1))).toEqual([
      [String(hours(0)), '20', '20', '20', '20', '105', ''],
      [String(hours(0) + 1000), '20.1', '20.1', '20.1', '20.1', '105', '20.1'],
      [String(hours(0) + 2000), '20.2', '20.2', '20.2', '20.2', '105', ''],
    ]);
    expect(new Date(rows[1]?.[0] ?? '').getTime()).toBe(hours(0) + 1000);
  });

  it('has its events in words beside what the machine said, and its protocol as it came', () => {
    const id = add({ title: 'Plate', machine: 'one', hour: 0 });
    const machineAt = 1_763_430_539_494;
    const raw = 'Starting "=Plate, 3"';
    const event = { kind: 'event', about: 'run', text: 'Run starting', raw, machineAt } as const;
    runs.addFact(id, { ...event, at: hours(0) });
    const protocol = {
      name: 'Demo',
      coverTarget: null,
      sampleVolume: 50,
      runMode: 'standard',
      stages: [],
      others: [],
      text: 'STAGe 1 <multiline.stage>\n</multiline.stage>\n',
    };
    runs.addFact(id, { kind: 'protocol', at: hours(0), protocol });
    runs.flush();
    const files = exportRun(valueOf(runs.whole(id)), null);
    const textOf = (name: string): string =>
      String(files.find((file) => file.name === name)?.content);
    expect(readCsv(textOf('events.csv').slice(1))[1]?.slice(1)).toEqual([
      String(hours(0)),
      String(machineAt),
      'run',
      'Run starting',
      raw,
    ]);
    expect(textOf('protocol.txt')).toBe(protocol.text);
    const json = JSON.parse(textOf('run.json')) as Record<string, unknown>;
    expect(json).toMatchObject({ format: 'quantdeck-run', version: 1, protocol });
  });

  it('fits into a zip, in a folder whose name every file system takes', () => {
    const id = add({ title: '../../etc/pass:wd. ', machine: 'one', hour: 12, ending: 'completed' });
    const record = valueOf(runs.get(id));
    const name = exportName(record);
    expect(name).toMatch(/^20\d\d-\d\d-\d\d [\w.]+$/);
    expect(name).not.toContain('/');
    const picture = new Uint8Array([0x89, 0x50]);
    const { fileName, content } = saveRun(valueOf(runs.whole(id)), 'zip', picture);
    expect(fileName).toBe(`${name}.zip`);
    const zip = unzipSync(content);
    expect(Object.keys(zip).toSorted()).toEqual(
      ['README.txt', 'events.csv', 'run.json', 'telemetry.csv', 'timeline.png'].map(
        (file) => `${name}/${file}`,
      ),
    );
    expect(zip[`${name}/timeline.png`]).toEqual(picture);
    const readme = strFromU8(zip[`${name}/README.txt`] ?? new Uint8Array());
    expect(readme).toContain('°C');
    expect(readme).toContain('timeline.png');
    expect(readme).not.toContain('protocol.txt');
  });

  it('fits into one file: its temperatures as CSV, or all of it as JSON', () => {
    const id = add({ title: 'Plate', machine: 'one', hour: 0, ending: 'completed', seconds: 3 });
    const run = valueOf(runs.whole(id));
    const csv = saveRun(run, 'csv', null);
    expect(csv.fileName).toMatch(/ Plate\.csv$/);
    expect(readCsv(strFromU8(csv.content).slice(1))).toHaveLength(4);
    const json = saveRun(run, 'json', null);
    expect(json.fileName).toMatch(/ Plate\.json$/);
    expect(JSON.parse(strFromU8(json.content))).toMatchObject({
      summary: { title: 'Plate' },
      telemetry: { unit: '°C', cover: [105, 105, 105] },
    });
  });
});
