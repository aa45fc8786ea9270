import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { outside } from './support/outside.ts';
import { RunSource } from './support/run-source.ts';
import { newDirectory, valueOf, Watcher } from './support/watcher.ts';

let scope: DisposableStore;
let clock: FakeClock;
let source: RunSource;
beforeEach(() => {
  scope = new DisposableStore();
  clock = new FakeClock();
  source = scope.add(new RunSource(clock));
});
afterEach(() => {
  scope.dispose();
  expect(clock.pending).toBe(0);
});

function watch(directory = newDirectory()): Watcher {
  scope.add(toDisposable(() => rmSync(directory, { recursive: true, force: true })));
  return scope.add(new Watcher(source, directory));
}

describe('recording a run from its start to its end', () => {
  it('keeps when it began and ended, its protocol, stages, collections, set points and every second of its temperatures', async () => {
    const watcher = watch();
    await clock.advance(10_000);
    source.simulator.startRun('Demo', 'Plate 3');
    const protocol = source.tellProtocol('Plate 3');
    await source.finish();
    const { record, telemetry } = watcher.only();
    expect(record.summary).toMatchObject({
      title: 'Plate 3',
      machineName: 'Left machine',
      sawStart: true,
      protocolName: 'Demo',
      end: { ending: 'completed', reason: '' },
    });
    expect(record.summary.startedAt).toBe(record.summary.observedFrom);
    expect(record.protocol).toEqual(protocol);
    expect(record.stages.map(({ label }) => label)).toEqual([
      'PRERUN',
      'Stage 1',
      'Stage 2',
      'POSTRUN',
    ]);
    expect(record.stages.at(-1)?.to).toBe(record.summary.end?.at);
    expect(record.collections.map(({ stage, cycle, step }) => ({ stage, cycle, step }))).toEqual(
      [1, 2, 3, 4, 5].map((cycle) => ({ stage: 2, cycle, step: 2 })),
    );
    expect(record.setPoints.map(({ zones }) => zones[0])).toEqual(expect.arrayContaining([40, 44]));
    expect(record.events[0]).toMatchObject({ kind: 'run', raw: 'Starting "Plate 3"' });
    expect(record.events.at(-1)).toMatchObject({ kind: 'run', raw: 'Ended "Plate 3"' });
    expect(record.gaps).toEqual([]);
    expect(record.unreadable).toBe(0);
    const { at } = telemetry.series;
    const seconds = ((record.summary.end?.at ?? 0) - record.summary.observedFrom) / 1000;
    expect(at.length).toBeGreaterThan(seconds - 2);
    expect(telemetry.series.sample).toHaveLength(6);
    expect(watcher.live()).toBeNull();
  });

  it('keeps the temperatures exactly as the machine said them', async () => {
    const said: number[] = [];
    const watcher = watch();
    source.add(
      source.simulator.onPublished(({ topic, body }) => {
        const cover = /-cover=([\d.]+)/.exec(body)?.[1];
        if (topic === 'Temperature' && watcher.recorder.run !== null) said.push(Number(cover));
      }),
    );
    await clock.advance(10_000);
    source.simulator.startRun('Demo', 'Plate 3');
    await source.finish();
    expect(said.length).toBeGreaterThan(100);
    expect(watcher.only().telemetry.series.cover).toEqual(said);
  });

  it.each([
    ['aborted', () => source.simulator.instrument.run?.abort()],
    ['failed', () => source.simulator.failRun('Heater 2 is broken')],
  ] as const)('says that it was %s, and why', async (ending, act) => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(60_000);
    act();
    await clock.advance(10_000);
    const { end } = watcher.only().record.summary;
    expect(end?.ending).toBe(ending);
    expect(end?.reason).toContain(ending === 'failed' ? 'Heater 2' : '');
  });

  it('shows the run that is on with everything so far, also what is not on disk yet', async () => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(61_900);
    const live = watcher.live();
    expect(live?.record.summary.end).toBeNull();
    const last = live?.series.at.at(-1) ?? 0;
    expect(clock.now() - last).toBeLessThan(1_000);
  });

  it('keeps a pause as such', async () => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(60_000);
    source.simulator.instrument.run?.pause();
    await clock.advance(20_000);
    source.simulator.instrument.run?.resume();
    await source.finish();
    const texts = watcher.only().record.events.map(({ text }) => text);
    expect(texts).toContain('Run paused');
    expect(texts.indexOf('Run resumed')).toBeGreaterThan(texts.indexOf('Run paused'));
  });

  it('keeps when the drawer was open', async () => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(60_000);
    source.simulator.instrument.mechanics.open(() => {});
    await clock.advance(20_000);
    source.simulator.instrument.mechanics.close(() => {});
    await source.finish();
    const drawer = watcher.only().record.openings.filter(({ what }) => what === 'drawer');
    expect(drawer).toHaveLength(1);
    const [span] = drawer;
    expect((span?.to ?? 0) - (span?.from ?? 0)).toBeGreaterThan(10_000);
  });
});

describe('a panel that comes and goes during a run', () => {
  it('says of a run that it found on since when it was observed', async () => {
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(63_000);
    const watcher = watch();
    await source.finish();
    const { summary, events, stages } = watcher.only().record;
    expect(summary.sawStart).toBe(false);
    expect(summary.startedAt).toBeLessThan(summary.observedFrom - 50_000);
    expect(summary.end?.ending).toBe('completed');
    expect(events[0]?.text).toBe('The run was on already when it was found');
    expect(stages.at(-1)?.label).toBe('POSTRUN');
  });

  it('killed at any time and started again later, it keeps the same as one that stayed, outside the gap', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 70_000 }),
        fc.integer({ min: 1, max: 15_000 }),
        fc.nat(20_000),
        async (before, away, idle) => {
          source.dispose();
          clock = new FakeClock();
          source = scope.add(new RunSource(clock));
          const stayed = watch();
          const killed = watch();
          await clock.advance(idle);
          source.simulator.startRun('Demo', 'Plate 3');
          source.tellProtocol('Plate 3');
          await clock.advance(before);
          const killedAt = clock.now();
          const image = killed.imageOfKill();
          killed.dispose();
          await clock.advance(away);
          const again = watch(image);
          expect(again.notices).toEqual([]);
          // As a new session begins: the status, and the protocol of the run that is on.
          await source.poll();
          source.tellProtocol('Plate 3');
          await source.finish();
          const whole = again.only();
          const [gap] = whole.record.gaps;
          expect(whole.record.gaps).toHaveLength(1);
          if (gap === undefined || gap.to === null) throw new Error('It has a gap');
          expect(killedAt - gap.from).toBeLessThanOrEqual(5_000);
          expect(gap.to - killedAt).toBe(away);
          const span = { from: gap.from, to: gap.to };
          expect(outside(whole, [span])).toEqual(outside(stayed.only(), [span]));
          const { at } = whole.telemetry.series;
          expect(at.some((time) => time > span.from && time < span.to)).toBe(false);
          stayed.dispose();
          again.dispose();
        },
      ),
      { numRuns: 20 },
    );
  }, 60_000);

  it('killed twice in a run of 40 cycles, it keeps the same as one that stayed, outside the gaps', async () => {
    const stayed = watch();
    let current = watch();
    source.simulator.startRun('Standard-PCR', 'Plate 3');
    source.tellProtocol('Plate 3');
    for (const seconds of [1_500, 1_801]) {
      await clock.advance(seconds * 1_000);
      const image = current.imageOfKill();
      current.dispose();
      await clock.advance(95_000);
      current = watch(image);
      await source.poll();
    }
    await source.finish();
    const whole = current.only();
    const { gaps } = whole.record;
    expect(gaps).toHaveLength(2);
    const spans = gaps.map(({ from, to }) => ({ from, to: to ?? from }));
    expect(outside(whole, spans)).toEqual(outside(stayed.only(), spans));
    expect(whole.telemetry.series.at.length).toBeGreaterThan(4_500);
  }, 60_000);

  it('that was closed properly loses nothing from before it was closed', async () => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(47_900);
    const closedAt = clock.now();
    watcher.dispose();
    await clock.advance(20_000);
    const again = watch(watcher.directory);
    expect(again.only().record.gaps).toEqual([{ from: expect.any(Number), to: null }]);
    await source.finish();
    const { gaps } = again.only().record;
    expect(gaps).toHaveLength(1);
    expect(closedAt - (gaps[0]?.from ?? 0)).toBeLessThan(500);
  });

  it('closes a run that ended unseen, as unknown and with its last observation', async () => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(60_000);
    const closedAt = clock.now();
    watcher.dispose();
    await source.finish();
    const again = watch(watcher.directory);
    await clock.advance(6_000);
    const { record, telemetry } = again.only();
    expect(record.summary.end?.ending).toBe('unknown');
    expect(record.summary.end?.at).toBe(record.summary.observedTo);
    expect(closedAt - record.summary.observedTo).toBeLessThan(1_000);
    expect(telemetry.series.at.at(-1)).toBeLessThanOrEqual(record.summary.observedTo);
    expect(record.events.at(-1)?.text).toBe('Run over; how it ended was not seen');
  });

  it('takes a second run of the same title for another one', async () => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(60_000);
    watcher.dispose();
    await source.finish();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(20_000);
    const again = watch(watcher.directory);
    await source.finish();
    const { runs } = valueOf(again.runs.list({ limit: 10 }));
    expect(runs.map(({ end, sawStart }) => [end?.ending, sawStart])).toEqual([
      ['completed', false],
      ['unknown', true],
    ]);
  });

  it('hears the end of a run that ends right after it came back', async () => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(60_000);
    watcher.dispose();
    await clock.advance(20_000);
    const again = watch(watcher.directory);
    // No status was read yet.
    source.simulator.instrument.run?.abort();
    await clock.advance(6_000);
    expect(again.only().record.summary.end?.ending).toBe('aborted');
    expect(again.only().record.gaps).toHaveLength(1);
  });

  it('writes a gap when contact is lost and found, and nothing of what came in between', async () => {
    const watcher = watch();
    source.simulator.startRun('Demo', 'Plate 3');
    await clock.advance(60_000);
    watcher.recorder.hear({ kind: 'contact', at: clock.now(), contact: 'lost' });
    await clock.advance(4_000);
    const waiting = watcher.only().record.gaps;
    await source.finish();
    expect(waiting).toEqual([]);
    expect(watcher.only().record.gaps).toHaveLength(1);
    expect(watcher.only().record.summary.end?.ending).toBe('completed');
  });
});
