import { afterEach, describe, expect, it } from 'vitest';
import { actionWords, type ActionKind, type MachineAction } from '../../../shared/action.ts';
import {
  type BenchOptions,
  createBench,
  type MachineBench,
  performAgreeing,
  settled,
} from '../../support/machine-bench.ts';

/*
 * A level that is left behind keeps the vendor's software from starting runs. So whatever was done, and however it ended, no session
 * of the machine may stay above Observer.
 */

const benches: MachineBench[] = [];
async function bench(options: BenchOptions = {}): Promise<MachineBench> {
  const made = createBench(options);
  benches.push(made);
  await made.ready();
  return made;
}
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
});

function everyAction(): readonly MachineAction[] {
  return (Object.keys(actionWords) as ActionKind[]).map((kind) =>
    kind === 'block-on' ? { kind, target: 60 } : { kind },
  );
}

async function performAll(made: MachineBench): Promise<readonly string[]> {
  const ends: string[] = [];
  for (const action of everyAction()) {
    const record = await settled(made.clock, performAgreeing(made.machine, action));
    ends.push(`${action.kind}: ${record.state.kind}`);
    expect(new Set(made.simulator.levels)).toEqual(new Set(['Observer']));
    // A restart ends the session; the next action is asked of a machine that is there again.
    while (made.machine.snapshot().connection.kind !== 'ready') await made.clock.advance(1_000);
    await made.clock.advance(6_000);
  }
  return ends;
}

describe('after every action, no session of the machine is above Observer', () => {
  it('on an idle machine', async () => {
    const made = await bench();
    const ends = await performAll(made);
    expect(ends).toContain('open-drawer: confirmed');
    expect(ends).toContain('pause: not-sent');
    expect(ends).toContain('restart-software: confirmed');
  });

  it('on a machine in the middle of a run', async () => {
    const made = await bench();
    made.simulator.startRun('Standard-PCR', 'Plate 7');
    await made.clock.advance(6_000);
    const ends = await performAll(made);
    expect(ends).toContain('power-off: not-sent');
    expect(ends).toContain('pause: confirmed');
    expect(ends).toContain('abort: confirmed');
  });

  it('where the machine refuses the action', async () => {
    const made = await bench({ simulator: { maxLevel: 'Observer' } });
    const ends = await performAll(made);
    expect(ends).toContain('open-drawer: not-sent');
  });

  it('where contact is lost in the middle of it', async () => {
    const made = await bench();
    for (const action of everyAction()) {
      const performing = performAgreeing(made.machine, action);
      await made.clock.advance(0);
      made.network.latest.break();
      await settled(made.clock, performing);
      expect(new Set(made.simulator.levels)).not.toContain('Controller');
      while (made.machine.snapshot().connection.kind !== 'ready') await made.clock.advance(1_000);
      await made.clock.advance(6_000);
    }
    expect(made.simulator.levels).toEqual(['Observer']);
  });
});
