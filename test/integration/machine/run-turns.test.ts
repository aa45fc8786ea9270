import { afterEach, describe, expect, it } from 'vitest';
import { currentProgress } from '../../../electron/machine/run-monitor.ts';
import { type BenchOptions, createBench, type MachineBench } from '../../support/machine-bench.ts';

const benches: MachineBench[] = [];
function bench(options: BenchOptions = {}): MachineBench {
  const made = createBench(options);
  benches.push(made);
  return made;
}
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
});

/** Every place the machine was published at, repeats left out: `Stage 1/2`, `Cycle 3/5`. */
function watchPlaces({ machine }: MachineBench): readonly string[] {
  const places: string[] = [];
  machine.onChange(() => {
    const progress = currentProgress(machine.snapshot().run);
    if (progress?.stage.kind !== 'stage') return;
    const { stage, stageCount, cycle, cycleCount } = progress;
    const text = `stage ${stage.number}/${stageCount} cycle ${cycle ?? '-'}/${cycleCount}`;
    if (places.at(-1) !== text) places.push(text);
  });
  return places;
}

const statuses = (commands: readonly string[]): number =>
  commands.filter((command) => command.includes('$(ISTAT?)')).length;

describe('a turn of the run', () => {
  it('shows every stage with its totals from the first moment, however short the stage is', async () => {
    const made = bench();
    const places = watchPlaces(made);
    await made.ready();
    made.simulator.startRun('Demo', 'Plate 1');
    await made.clock.advance(240_000);
    expect(made.machine.snapshot().run).toMatchObject({ kind: 'ended', ending: 'completed' });
    expect(places).toEqual([
      'stage 1/2 cycle -/1',
      'stage 1/2 cycle 1/1',
      ...['-', 1, 2, 3, 4, 5].map((cycle) => `stage 2/2 cycle ${cycle}/5`),
    ]);
  });

  it('asks for the status at once, and not at the next regular time', async () => {
    const made = bench();
    await made.ready();
    await made.clock.advance(2_000);
    const before = statuses(made.network.commands);
    made.simulator.startRun('Demo', 'Plate 1');
    await made.clock.advance(100);
    expect(statuses(made.network.commands)).toBe(before + 1);
    expect(made.machine.snapshot()).toMatchObject({
      hasProtocol: true,
      run: { kind: 'active', progress: { stageCount: 2 } },
    });
  });

  it('asks at most once a second however many turns there are', async () => {
    const made = bench();
    await made.ready();
    await made.clock.advance(2_500);
    const before = statuses(made.network.commands);
    for (let moment = 0; moment < 100; moment++) {
      made.network.latest.say(`MESSage Run 1767225602.500 Stage ${moment % 9}\n`);
      await made.clock.advance(20);
    }
    const asked = statuses(made.network.commands) - before;
    expect(asked).toBeGreaterThanOrEqual(2);
    expect(asked).toBeLessThanOrEqual(4);
  });

  it('makes a status be asked for again that was on its way when the turn came, for it may be older', async () => {
    const made = bench();
    await made.ready();
    await made.clock.advance(2_000);
    const stages: string[] = [];
    made.machine.onChange(() => {
      const kind = currentProgress(made.machine.snapshot().run)?.stage.kind ?? 'none';
      if (stages.at(-1) !== kind) stages.push(kind);
    });
    let answers = 0;
    made.network.rewrite = (text) => {
      // Right behind the first answer after `Starting`, in the same moment.
      if (text.startsWith('OK') && text.includes('Plate 1') && answers++ === 0)
        queueMicrotask(() => made.network.latest.say('MESSage Run 1767225602.500 Stage PRERUN\n'));
      return text;
    };
    made.simulator.startRun('Demo', 'Plate 1');
    await made.clock.advance(100);
    expect(answers).toBeGreaterThan(1);
    expect(stages.slice(0, 2)).toEqual(['starting', 'prerun']);
  });

  it('asks for nothing once the session is gone', async () => {
    const made = bench();
    await made.ready();
    made.network.latest.say('MESSage Run 1767225602.500 Stage 1\n');
    await made.clock.advance(0);
    made.network.latest.say('MESSage Run 1767225602.500 Stage 2\n');
    await made.clock.advance(0);
    const before = statuses(made.network.commands);
    await made.machine.disconnect();
    await made.clock.advance(10_000);
    expect(statuses(made.network.commands)).toBe(before);
  });
});
