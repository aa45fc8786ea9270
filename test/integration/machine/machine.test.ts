import { afterEach, describe, expect, it } from 'vitest';
import {
  type BenchOptions,
  createBench,
  deeds,
  type MachineBench,
  performAgreeing,
  settled,
} from '../../support/machine-bench.ts';

const benches: MachineBench[] = [];
function bench(options: BenchOptions = {}): MachineBench {
  const made = createBench(options);
  benches.push(made);
  return made;
}
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
});

describe('a machine that stays connected', () => {
  it('connects, reads the whole status and follows the temperatures', async () => {
    const { machine, clock, ready } = bench();
    await ready();
    await clock.advance(3_000);
    const { connection, readings, run, heardAt } = machine.snapshot();
    expect(connection).toMatchObject({ kind: 'ready', level: 'Observer' });
    expect(run).toEqual({ kind: 'none' });
    expect(readings.drawer?.value).toBe('Closed');
    expect(readings.instrument?.value).toEqual({ kind: 'idle' });
    expect(readings.temperatures?.value.heatsink).not.toBeNull();
    expect(clock.now() - (heardAt ?? 0)).toBeLessThan(1_000);
    expect(machine.trace.length).toBeGreaterThanOrEqual(2);
  });

  it('opens the drawer as Controller, confirms it by reading back, and rests as Observer again', async () => {
    const { machine, clock, network, actions, ready } = bench();
    await ready();
    const record = await settled(clock, performAgreeing(machine, { kind: 'open-drawer' }));
    expect(record.state).toMatchObject({ kind: 'confirmed', readBack: 'Drawer open' });
    expect(actions.map(({ state }) => state.kind)).toEqual([
      'preparing',
      'sent',
      'accepted',
      'checking',
      'confirmed',
    ]);
    expect(deeds(network.commands)).toEqual(['OPEN']);
    expect(machine.snapshot().connection).toMatchObject({ kind: 'ready', level: 'Observer' });
  });
});
