import { expect, it } from 'vitest';
import { recordWith } from '../../../shared/run-history.ts';
import { unpackSeries } from '../../../shared/run-record.ts';
import { createPanelBench } from '../../support/machine-panel.ts';

it('a run is recorded from its start to its end, and answered as it went', async () => {
  const { ask, clock, simulator, end } = createPanelBench();
  await clock.advance(1_000);
  simulator.startRun('Demo', 'Plate 7');
  await clock.advance(60_000);
  const live = await ask('runs.live', { machineId: 'machine-1', known: null });
  if (!live.ok || live.value === null) throw new Error('no run is being recorded');
  expect(live.value.record.summary).toMatchObject({ title: 'Plate 7', sawStart: true, end: null });
  const { at, sample, cover } = unpackSeries(live.value.series);
  // One row a second, six zones.
  expect(at.length).toBeGreaterThan(55);
  expect(sample).toHaveLength(6);
  expect(cover).toHaveLength(at.length);

  await clock.advance(10_000);
  const { summary } = live.value.record;
  const known = { runId: summary.id, observedTo: summary.observedTo, protocol: true };
  const news = await ask('runs.live', { machineId: 'machine-1', known });
  if (!news.ok || news.value === null) throw new Error('no run is being recorded');
  const { record: fresh, since, series } = news.value;
  expect(since).toBe(summary.observedTo);
  expect(unpackSeries(series).at.length).toBeLessThanOrEqual(11);
  const whole = await ask('runs.live', { machineId: 'machine-1', known: null });
  if (!whole.ok || whole.value === null) throw new Error('no run is being recorded');
  expect(recordWith(live.value.record, fresh, summary.observedTo)).toEqual(whole.value.record);
  const other = await ask('runs.live', {
    machineId: 'machine-1',
    known: { ...known, runId: 'another' },
  });
  const unread = await ask('runs.live', {
    machineId: 'machine-1',
    known: { ...known, protocol: false },
  });
  expect(unread).toMatchObject({ value: { record: { protocol: { name: 'Demo' } } } });
  expect(other).toEqual(whole);

  await clock.advance(150_000);
  const page = await ask('runs.list', { limit: 10 });
  if (!page.ok) throw new Error(page.failure.message);
  const [run] = page.value.runs;
  expect(run).toMatchObject({ title: 'Plate 7', end: { ending: 'completed' } });
  const record = await ask('runs.get', { runId: run?.id ?? '' });
  if (!record.ok) throw new Error(record.failure.message);
  expect(record.value.stages.map(({ label }) => label)).toEqual(
    expect.arrayContaining(['PRERUN', 'Stage 1', 'Stage 2']),
  );
  expect(record.value.collections.map(({ cycle }) => cycle)).toEqual([1, 2, 3, 4, 5]);
  expect(record.value.protocol?.stages).toHaveLength(2);
  const zip = await ask('runs.export', {
    runId: run?.id ?? '',
    format: 'zip',
    picture: null,
  });
  if (!zip.ok) throw new Error(zip.failure.message);
  expect(zip.value.fileName).toMatch(/ Plate 7\.zip$/);
  const picture = Buffer.from('<svg/>').toString('base64');
  const refused = await ask('runs.export', { runId: run?.id ?? '', format: 'zip', picture });
  expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
  const usage = await ask('runs.usage', {});
  expect(usage).toMatchObject({ ok: true, value: { runs: 1, oldest: expect.any(Number) } });
  const limits = { keepDays: 1, keepMegabytes: null };
  expect(await ask('runs.forecast', { limits })).toMatchObject({ ok: true, value: { runs: 0 } });
  // A zip begins with “PK”.
  expect(Buffer.from(zip.value.base64, 'base64').subarray(0, 2).toString()).toBe('PK');
  await end();
});

it('a run that is gone is said to be gone', async () => {
  const { ask, end } = createPanelBench();
  expect(await ask('runs.get', { runId: 'nothing' })).toMatchObject({ ok: false });
  await end();
});
