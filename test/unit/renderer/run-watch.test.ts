import { beforeEach, expect, test } from 'vitest';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { succeed } from '../../../shared/failure.ts';
import { packSeries } from '../../../shared/run-record.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';
import { createRunWatch, type RunWatch } from '../../../renderer/features/machine/run-watch.ts';
import {
  idleReadings,
  idOf,
  instant,
  networkSettings,
  runningReadings,
  runProgress,
  snapshotOf,
} from '../../support/renderer-fixtures.ts';
import { FixtureHost, refused } from '../../support/renderer-host.ts';
import {
  runRecord,
  runSummary,
  sentRun,
  shortProtocol,
  steadySeries,
} from '../../support/renderer-runs.ts';

const noon = instant(1_780_000_000_000);

function machineAt(at: Instant, more: Partial<MachineSnapshot> = {}): MachineSnapshot {
  return snapshotOf(at, networkSettings('held', 'held'), {
    readings: runningReadings(at),
    run: { kind: 'active', progress: runProgress(at) },
    ...more,
  });
}

function machineIn(stage: number, cycle: number): MachineSnapshot {
  const progress = runProgress(noon, { stage: { kind: 'stage', number: stage }, cycle });
  return machineAt(noon, { run: { kind: 'active', progress } });
}

const time = { now: noon };
beforeEach(() => {
  time.now = noon;
});

function watchOf(): { readonly host: FixtureHost; readonly watch: RunWatch } {
  const host = new FixtureHost([], noon);
  return { host, watch: createRunWatch(host.ask, idOf('held'), () => time.now) };
}

/** Lets answers that are ready arrive. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the recorded run and the temperatures that came since are one series', async () => {
  const { host, watch } = watchOf();
  const record = runRecord(runSummary('run-1', noon));
  host.answer('runs.live', () => succeed(sentRun(record, steadySeries(noon, 60, 60))));
  watch.see(machineAt(instant(noon + 59_000)), 'up');
  await settle();
  watch.see(machineAt(instant(noon + 60_000)), 'up');
  watch.see(machineAt(instant(noon + 60_000)), 'up');
  const telemetry = watch.store.getState().run?.telemetry.current();
  expect(telemetry?.length).toBe(61);
  expect(telemetry?.at.at(-1)).toBe(noon + 60_000);
  expect(watch.gathered.current().length).toBe(2);
  expect(host.inputsOf('runs.live')).toEqual([{ machineId: 'held', known: null }]);
});

test('marks stay the same object until the record is read again, and unreadable parts are gaps', async () => {
  const { host, watch } = watchOf();
  const lost = { from: instant(noon + 50_000), to: instant(noon + 55_000) };
  const damaged = { from: instant(noon + 10_000), to: instant(noon + 20_000) };
  const record = runRecord(runSummary('run-1', noon), { gaps: [lost] });
  host.answer('runs.live', () => succeed(sentRun(record, steadySeries(noon, 9, 60), [damaged])));
  watch.see(machineAt(noon), 'up');
  await settle();
  const before = watch.store.getState().run;
  watch.see(machineAt(instant(noon + 60_000)), 'up');
  expect(watch.store.getState().run?.marks).toBe(before?.marks);
  expect(before?.marks.contactGaps).toEqual([damaged, lost]);
  watch.refresh();
  await settle();
  expect(watch.store.getState().run?.marks).not.toBe(before?.marks);
  expect(watch.store.getState().run?.telemetry).toBe(before?.telemetry);
});

test('another run is asked for at once and has a series of its own', async () => {
  const { host, watch } = watchOf();
  const send = (id: string, at: Instant): void =>
    host.answer('runs.live', () =>
      succeed(sentRun(runRecord(runSummary(id, at)), steadySeries(at, 5, 60))),
    );
  send('run-1', noon);
  watch.see(machineAt(noon), 'up');
  await settle();
  const first = watch.store.getState().run;
  send('run-2', instant(noon + 100_000));
  const progress = runProgress(noon, { title: 'Another' });
  watch.see(machineAt(noon, { run: { kind: 'active', progress } }), 'up');
  await settle();
  const second = watch.store.getState().run;
  expect(second?.telemetry).not.toBe(first?.telemetry);
  expect(second?.telemetry.current().length).toBe(5);
});

test('what is new is asked for when the run moves on: at once for another stage, else at most once a second', () => {
  const { host, watch } = watchOf();
  const asked = (): number => host.inputsOf('runs.live').length;
  watch.see(machineIn(1, 1), 'up');
  expect(asked()).toBe(1);
  watch.see(machineIn(1, 2), 'up');
  time.now = instant(noon + 999);
  watch.see(machineIn(1, 3), 'up');
  expect(asked()).toBe(1);
  time.now = instant(noon + 1_000);
  watch.see(machineIn(1, 3), 'up');
  expect(asked()).toBe(2);
  time.now = instant(noon + 5_000);
  watch.see(machineIn(1, 3), 'up');
  expect(asked()).toBe(2);
  watch.see(machineIn(2, 1), 'up');
  expect(asked()).toBe(3);
});

test('only what is new is asked for, and put behind what was there', async () => {
  const { host, watch } = watchOf();
  const first = runRecord(runSummary('run-1', noon), { protocol: shortProtocol });
  host.answer('runs.live', () => succeed(sentRun(first, steadySeries(noon, 60, 60))));
  watch.see(machineAt(noon), 'up');
  await settle();
  const { observedTo } = first.summary;
  const event = {
    at: observedTo,
    machineAt: null,
    kind: 'stage',
    text: 'Cycle 2 began',
    raw: 'Cycle 2',
  } as const;
  const fresh = runRecord(
    { ...first.summary, observedTo: instant(observedTo + 5_000) },
    {
      events: [event],
      setPoints: [],
    },
  );
  host.answer('runs.live', () =>
    succeed({ ...sentRun(fresh, steadySeries(observedTo, 5, 61)), since: observedTo }),
  );
  watch.refresh();
  await settle();
  expect(host.inputsOf('runs.live').at(-1)).toEqual({
    machineId: 'held',
    known: { runId: 'run-1', observedTo, protocol: true },
  });
  const run = watch.store.getState().run;
  expect(run?.record.events).toEqual([...first.events, event]);
  expect(run?.record.setPoints).toEqual(first.setPoints);
  expect(run?.record.protocol).toBe(shortProtocol);
  expect(run?.record.summary.observedTo).toBe(observedTo + 5_000);
  expect(run?.telemetry.current().length).toBe(65);
});

test('a run that has ended stays in sight, whole, until it is taken note of', async () => {
  const { host, watch } = watchOf();
  const live = runRecord(runSummary('run-1', noon));
  host.answer('runs.live', () => succeed(sentRun(live, steadySeries(noon, 50, 60))));
  watch.see(machineAt(instant(noon + 50_000)), 'up');
  await settle();
  const telemetry = watch.store.getState().run?.telemetry;

  const endedAt = instant(noon + 60_000);
  const { title } = runProgress(noon);
  const end = { ending: 'completed', at: endedAt, reason: '' } as const;
  const summary = runSummary('run-1', noon, { title, end });
  host.answer('runs.live', () => succeed(null));
  host.answer('runs.list', () => succeed({ runs: [summary], total: 1, next: null, machines: [] }));
  host.answer('runs.get', () => succeed(runRecord(summary)));
  host.answer('runs.telemetry', () =>
    succeed({ series: packSeries(steadySeries(noon, 60, 60)), damaged: [] }),
  );
  const run = {
    kind: 'ended',
    ending: 'completed',
    title,
    endedAt,
    last: null,
    reason: '',
  } as const;
  watch.see(machineAt(instant(noon + 61_000), { run }), 'up');
  await settle();
  const kept = watch.store.getState().run;
  expect(kept?.record.summary.end).toEqual(end);
  expect(kept?.telemetry).toBe(telemetry);
  watch.see(machineAt(instant(noon + 90_000), { run }), 'up');
  expect(kept?.telemetry.current().at.at(-1)).toBeLessThanOrEqual(endedAt + 1_000);

  host.answer('runs.list', () =>
    succeed({ runs: [{ ...summary, title: 'Another' }], total: 1, next: null, machines: [] }),
  );
  watch.refresh();
  await settle();
  expect(watch.store.getState().run).toBeNull();
  watch.see(machineAt(instant(noon + 95_000), { run: { kind: 'none' } }), 'up');
  await settle();
  expect(watch.store.getState().run).toBeNull();
});

test('a record that cannot be had leaves the temperatures gathered here', async () => {
  const { host, watch } = watchOf();
  host.answer('runs.live', () => refused('The store is broken.', 'Restart.'));
  watch.see(machineAt(noon), 'up');
  await settle();
  expect(watch.store.getState().run).toBeNull();
  expect(watch.gathered.current().length).toBe(1);
});

test('while the engine does not answer nothing is asked, and everything once it does', async () => {
  const { host, watch } = watchOf();
  watch.see(machineAt(noon, { hasProtocol: true }), 'down');
  expect(host.asked).toEqual([]);
  watch.see(machineAt(noon, { hasProtocol: true }), 'up');
  expect(host.asked.map(({ name }) => name)).toEqual(['runs.live', 'run.protocol']);
});

test('the answer to a question that was asked again is dropped', async () => {
  const { host, watch } = watchOf();
  let answerFirst: (() => void) | null = null;
  const record = runRecord(runSummary('old', noon));
  host.answer(
    'runs.live',
    () =>
      new Promise((resolve) => {
        answerFirst = () => resolve(succeed(sentRun(record, steadySeries(noon, 5, 60))));
      }),
  );
  watch.see(machineAt(noon), 'up');
  await settle();
  host.answer('runs.live', () => succeed(null));
  watch.refresh();
  await settle();
  expect(answerFirst).not.toBeNull();
  (answerFirst as (() => void) | null)?.();
  await settle();
  expect(watch.store.getState().run).toBeNull();
});

test('the protocol is asked for once the machine told one, and forgotten with it', async () => {
  const { host, watch } = watchOf();
  host.answer('run.protocol', () => succeed(shortProtocol));
  watch.see(machineAt(noon), 'up');
  expect(host.inputsOf('run.protocol')).toEqual([]);
  watch.see(machineAt(noon, { hasProtocol: true }), 'up');
  await settle();
  expect(watch.store.getState().protocol).toBe(shortProtocol);
  watch.see(machineAt(noon), 'up');
  expect(watch.store.getState().protocol).toBeNull();
});

test('temperatures without a run are kept for a day', () => {
  const { watch } = watchOf();
  const hour = 3_600_000;
  for (let hours = 0; hours <= 30; hours++) {
    const at = instant(noon + hours * hour);
    watch.see(machineAt(at, { run: { kind: 'none' }, readings: idleReadings(at) }), 'up');
  }
  const { at } = watch.gathered.current();
  expect(at.at(-1)).toBe(noon + 30 * hour);
  expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeLessThanOrEqual(24 * hour);
  expect(at.length).toBeGreaterThanOrEqual(24);
});

test('a machine with one zone adds to the same series', async () => {
  const { host, watch } = watchOf();
  const record = runRecord(runSummary('run-1', noon));
  host.answer('runs.live', () => succeed(sentRun(record, steadySeries(noon, 5, 60))));
  watch.see(machineAt(noon, { readings: idleReadings(noon) }), 'up');
  await settle();
  const at = instant(noon + 10_000);
  const temperatures = {
    at,
    value: {
      sample: [61.5 as Celsius],
      block: [61 as Celsius],
      cover: 105 as Celsius,
      heatsink: null,
    },
  };
  watch.see(machineAt(noon, { readings: { ...idleReadings(noon), temperatures } }), 'up');
  const { columns } = watch.store.getState().run?.telemetry.current() ?? { columns: [] };
  expect(columns.map(({ values }) => values.at(-1))).toEqual([61, 61.5, 105, Number.NaN]);
});
