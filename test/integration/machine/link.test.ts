import { afterEach, describe, expect, it } from 'vitest';
import { settle } from '../../support/fake-clock.ts';
import {
  type BenchOptions,
  createBench,
  deeds,
  type MachineBench,
  performAgreeing,
  settled,
} from '../../support/machine-bench.ts';
import { follow } from '../../support/scpi-session.ts';

const benches: MachineBench[] = [];
function bench(options: BenchOptions = {}): MachineBench {
  const made = createBench(options);
  benches.push(made);
  return made;
}
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
});

const onDemand: BenchOptions = { settings: { mode: 'on-demand' } };

describe('reconnecting', () => {
  it('waits 1 s, then twice as long each time, up to 60 s, and never gives up', async () => {
    const { machine, network, clock, ready } = bench();
    network.faults.push(...Array.from({ length: 12 }, () => 'refused' as const));
    await ready();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 12; attempt++) {
      const { connection } = machine.snapshot();
      if (connection.kind !== 'waiting') throw new Error(`Not waiting but ${connection.kind}`);
      expect(connection).toMatchObject({ attempt, last: { kind: 'connection-refused' } });
      waits.push(connection.retryAt - clock.now());
      await clock.advance(connection.retryAt - clock.now());
    }
    expect(waits.map((wait) => wait / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]);
    expect(machine.snapshot().connection.kind).toBe('ready');
    expect(network.attempts).toHaveLength(13);
  });

  it('takes up to a quarter off at random, never less than 1 s', async () => {
    const { machine, network, clock, ready } = bench({ random: () => 0.999999 });
    network.faults.push('dns', 'timed-out', 'tls-too-old');
    await ready();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { connection } = machine.snapshot();
      if (connection.kind !== 'waiting') throw new Error(`Not waiting but ${connection.kind}`);
      waits.push(connection.retryAt - clock.now());
      await clock.advance(connection.retryAt - clock.now());
    }
    expect(waits).toEqual([1_000, 1_500, 3_000]);
  });

  it('tries at once when told to, and only once', async () => {
    const { machine, network, clock, ready } = bench();
    network.faults.push('refused');
    await ready();
    machine.retryNow();
    machine.retryNow();
    await settle();
    expect(machine.snapshot().connection.kind).toBe('ready');
    machine.retryNow();
    await clock.advance(5_000);
    expect(network.attempts).toHaveLength(2);
  });

  it('comes back after the connection broke and sends nothing but queries', async () => {
    const { machine, network, clock, ready } = bench();
    await ready();
    await clock.advance(20_000);
    network.latest.break();
    expect(machine.snapshot().connection).toMatchObject({
      kind: 'waiting',
      attempt: 1,
      last: { kind: 'connection-lost' },
    });
    await clock.advance(2_000);
    expect(machine.snapshot().connection.kind).toBe('ready');
    expect(deeds(network.commands)).toEqual([]);
  });

  it('keeps the last values while contact is lost, without their age growing younger', async () => {
    const { machine, network, clock, ready } = bench();
    await ready();
    await clock.advance(20_000);
    const before = machine.snapshot();
    network.faults.push(...Array.from({ length: 50 }, () => 'refused' as const));
    network.latest.break();
    await clock.advance(300_000);
    const after = machine.snapshot();
    expect(after.readings).toEqual(before.readings);
    expect(after.heardAt).toBe(before.heardAt);
    expect(after.interlocks['open-drawer']).toMatchObject({
      kind: 'confirm',
      reasons: [{ code: 'state-unknown' }],
    });
  });

  it('waits longer and longer for a machine that accepts and then drops at once', async () => {
    const { machine, network, clock, ready } = bench();
    network.rules = { cutAfterCommand: /^RET / };
    await ready();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      const { connection } = machine.snapshot();
      if (connection.kind !== 'waiting') throw new Error(`Not waiting but ${connection.kind}`);
      waits.push(connection.retryAt - clock.now());
      await clock.advance(connection.retryAt - clock.now());
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  it('gives up on a peer that accepts and never greets, and says what that means', async () => {
    const { machine, network, clock, ready } = bench();
    network.faults.push('silent-peer');
    await ready();
    expect(machine.snapshot().connection).toMatchObject({ kind: 'connecting', step: 'greeting' });
    await clock.advance(10_000);
    expect(machine.snapshot().connection).toMatchObject({
      kind: 'waiting',
      last: { kind: 'not-a-quantstudio' },
    });
    expect(network.connections[0]?.writes).toEqual([]);
  });
});

describe('stopping', () => {
  it.each([
    ['certificate-untrusted', 'certificate-untrusted'],
    ['certificate-changed', 'certificate-changed'],
  ] as const)('does not retry by itself after %s, until told to', async (fault, kind) => {
    const { machine, network, clock, ready } = bench();
    network.faults.push(fault);
    await ready();
    expect(machine.snapshot().connection).toMatchObject({ kind: 'stopped', last: { kind } });
    expect(machine.snapshot().offeredCertificate?.fingerprint).toMatch(/^BB:/);
    await clock.advance(3_600_000);
    expect(network.attempts).toHaveLength(1);
    machine.retryNow();
    await settle();
    expect(machine.snapshot().connection.kind).toBe('ready');
    expect(machine.snapshot().offeredCertificate).toBeNull();
  });

  it('does not retry with a wrong password, and leaves in order', async () => {
    const { machine, network, clock, ready } = bench({
      simulator: { password: 'right' },
      target: { password: 'wrong' },
    });
    await ready();
    expect(machine.snapshot().connection).toMatchObject({
      kind: 'stopped',
      last: { kind: 'wrong-password' },
    });
    await clock.advance(600_000);
    expect(network.attempts).toHaveLength(1);
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(network.openCount).toBe(0);
  });

  it('does not retry when the machine allows less than watching', async () => {
    const { machine, clock, network, ready } = bench({
      simulator: { defaultLevel: 'Guest', maxLevel: 'Guest' },
    });
    await ready();
    expect(machine.snapshot().connection).toMatchObject({
      kind: 'stopped',
      last: { kind: 'level-above-limit' },
    });
    await clock.advance(600_000);
    expect(network.attempts).toHaveLength(1);
  });

  it('takes the password where the machine has one', async () => {
    const { machine, clock, ready } = bench({
      simulator: { password: 'right' },
      target: { password: 'right' },
    });
    await ready();
    const record = await settled(clock, performAgreeing(machine, { kind: 'power-off' }));
    expect(record.state.kind).toBe('confirmed');
  });

  it('never goes above a cap of Guest, and watches nothing then', async () => {
    const { machine, network, clock, ready } = bench({ settings: { cap: 'Guest' } });
    await ready();
    await clock.advance(20_000);
    expect(machine.snapshot().connection).toMatchObject({ kind: 'ready', level: 'Guest' });
    const record = await settled(clock, performAgreeing(machine, { kind: 'power-on' }));
    expect(record.state).toMatchObject({ kind: 'not-sent', failure: { kind: 'level-above-cap' } });
    expect(network.commands.filter((command) => /Observer|Controller/.test(command))).toEqual([]);
    expect(deeds(network.commands)).toEqual([]);
  });
});

describe('the watch for silence', () => {
  it('asks after a silent minute and closes 30 s later, then comes back', async () => {
    const { machine, network, simulator, clock, ready } = bench({
      settings: { mode: 'on-demand' },
    });
    await ready();
    machine.connect();
    await clock.advance(5_000);
    simulator.setSilent(true);
    const silentSince = clock.now();
    const asked = () => network.latest.commands.filter((command) => command === 'ISTAT?').length;
    await clock.advance(59_000);
    expect(asked()).toBe(0);
    await clock.advance(6_000);
    expect(asked()).toBe(1);
    expect(machine.snapshot().connection.kind).toBe('ready');
    while (machine.snapshot().connection.kind === 'ready') await clock.advance(500);
    expect(machine.snapshot().connection).toMatchObject({
      kind: 'waiting',
      last: { kind: 'connection-lost' },
    });
    expect(network.openCount).toBe(0);
    expect(clock.now() - silentSince).toBeLessThanOrEqual(96_000);
    simulator.setSilent(false);
    await clock.advance(2_000);
    expect(machine.snapshot().connection.kind).toBe('ready');
  });

  it('leaves a machine alone that answers the probe', async () => {
    const { machine, network, simulator, clock, ready } = bench();
    await ready();
    simulator.setSilent(true);
    await clock.advance(70_000);
    simulator.setSilent(false);
    await clock.advance(120_000);
    expect(machine.snapshot().connection.kind).toBe('ready');
    expect(network.attempts).toHaveLength(1);
  });
});

describe('leaving', () => {
  it('sends QUIT, and stays away', async () => {
    const { machine, network, clock, ready } = bench();
    await ready();
    await settled(clock, machine.disconnect());
    expect(machine.snapshot().connection).toEqual({ kind: 'off', last: null });
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(network.openCount).toBe(0);
    await clock.advance(600_000);
    expect(network.attempts).toHaveLength(1);
  });

  it('waits for a silent machine only as long as it was told', async () => {
    const { machine, network, simulator, clock, ready } = bench();
    await ready();
    simulator.setSilent(true);
    const leaving = follow(machine.leave(2));
    await clock.advance(1_900);
    expect(leaving.outcome).toBe('waiting');
    expect(machine.snapshot().connection.kind).toBe('leaving');
    await clock.advance(100);
    expect(leaving.outcome).not.toBe('waiting');
    expect(network.openCount).toBe(0);
  });

  it('gives up a connection that is being made', async () => {
    const { machine, network, clock, ready } = bench();
    network.faults.push('hangs');
    await ready();
    expect(machine.snapshot().connection).toMatchObject({ kind: 'connecting', step: 'tcp' });
    await settled(clock, machine.disconnect());
    expect(machine.snapshot().connection).toEqual({ kind: 'off', last: null });
    await clock.advance(600_000);
    expect(network.attempts).toHaveLength(1);
  });

  it('is over only when a connection that was being made has been left too', async () => {
    const { machine, network, simulator, clock } = bench();
    simulator.faultReply({ kind: 'drop', command: 'SUBS', times: 1 });
    machine.start();
    await settle();
    expect(machine.snapshot().connection).toMatchObject({ kind: 'connecting', step: 'subscribe' });
    await settled(clock, machine.leave(5));
    expect(network.openCount).toBe(0);
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(machine.snapshot().connection).toEqual({ kind: 'off', last: null });
  });

  it('is bounded for a machine that falls silent while the connection is being made', async () => {
    const { machine, simulator, clock } = bench();
    simulator.faultReply({ kind: 'drop', command: 'SUBS', times: 1 });
    machine.start();
    await settle();
    simulator.setSilent(true);
    const leaving = follow(machine.leave(2));
    await clock.advance(2_000);
    expect(leaving.outcome).not.toBe('waiting');
  });

  it('gives up waiting for the next try', async () => {
    const { machine, network, clock, ready } = bench();
    network.faults.push('refused');
    await ready();
    await settled(clock, machine.disconnect());
    expect(machine.snapshot().connection).toEqual({ kind: 'off', last: null });
    await clock.advance(600_000);
    expect(network.attempts).toHaveLength(1);
  });

  it('comes back when it is wanted again while it leaves', async () => {
    const { machine, clock, network, ready } = bench();
    await ready();
    const leaving = machine.disconnect();
    machine.connect();
    await settled(clock, leaving);
    await settle();
    expect(machine.snapshot().connection.kind).toBe('ready');
    expect(network.attempts).toHaveLength(2);
  });

  it('connects again when it is wanted again while the making of a connection is given up', async () => {
    const { machine, clock, network, ready } = bench();
    network.faults.push('hangs');
    await ready();
    const leaving = machine.disconnect();
    machine.connect();
    await settled(clock, leaving);
    await settle();
    expect(machine.snapshot().connection.kind).toBe('ready');
    expect(network.openCount).toBe(1);
  });

  it('is final once the machine was disposed', async () => {
    const { machine, clock, network, ready } = bench();
    await ready();
    machine.dispose();
    machine.connect();
    machine.retryNow();
    await clock.advance(10_000);
    expect(network.attempts).toHaveLength(1);
  });
});

describe('sleep', () => {
  it('leaves with QUIT and comes back to a machine that was connected', async () => {
    const { machine, clock, network, ready } = bench();
    await ready();
    await settled(clock, machine.suspend());
    expect(network.commands.at(-1)).toBe('QUIT');
    await clock.advance(600_000);
    expect(network.attempts).toHaveLength(1);
    machine.resume();
    await settle();
    expect(machine.snapshot().connection.kind).toBe('ready');
  });

  it('comes back after two announcements of sleep in a row', async () => {
    const { machine, clock, ready } = bench();
    await ready();
    await settled(clock, Promise.all([machine.suspend(), machine.suspend()]));
    await settled(clock, machine.suspend());
    machine.resume();
    await settle();
    expect(machine.snapshot().connection.kind).toBe('ready');
  });

  it('comes back to a machine that was waiting for its next try', async () => {
    const { machine, clock, network, ready } = bench();
    network.faults.push('refused');
    await ready();
    await settled(clock, machine.suspend());
    machine.resume();
    await settle();
    expect(machine.snapshot().connection.kind).toBe('ready');
  });

  it('comes back to an on-demand machine that a person had connected', async () => {
    const { machine, clock } = bench(onDemand);
    machine.connect();
    await settle();
    await settled(clock, machine.suspend());
    machine.resume();
    await settle();
    expect(machine.snapshot().connection.kind).toBe('ready');
  });

  it('does not connect what was not connected', async () => {
    const { machine, clock, network, ready } = bench();
    await ready();
    await settled(clock, machine.disconnect());
    await settled(clock, machine.suspend());
    machine.resume();
    await clock.advance(60_000);
    expect(network.attempts).toHaveLength(1);
  });

  it('keeps the reason why a machine was stopped', async () => {
    const { machine, clock, network, ready } = bench();
    network.faults.push('certificate-changed');
    await ready();
    await settled(clock, machine.suspend());
    machine.resume();
    await clock.advance(60_000);
    expect(machine.snapshot().connection).toMatchObject({
      kind: 'stopped',
      last: { kind: 'certificate-changed' },
    });
    expect(network.attempts).toHaveLength(1);
  });
});

describe('an on-demand machine', () => {
  it('connects for a look and leaves', async () => {
    const { machine, clock, network, connections, ready } = bench(onDemand);
    await ready();
    expect(network.attempts).toEqual([]);
    await settled(clock, machine.refresh());
    expect(machine.snapshot().readings.drawer?.value).toBe('Closed');
    expect(machine.snapshot().connection).toEqual({ kind: 'off', last: null });
    expect(connections.map(({ kind }) => kind)).toContain('ready');
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(network.openCount).toBe(0);
  });

  it('connects for an action, confirms it, and leaves as Observer', async () => {
    const { machine, clock, network, ready } = bench(onDemand);
    await ready();
    const record = await settled(clock, performAgreeing(machine, { kind: 'open-drawer' }));
    expect(record.state).toMatchObject({ kind: 'confirmed' });
    expect(network.commands.filter((command) => command.startsWith('ACC '))).toEqual([
      'ACC -stealth=False -exclusive=False Controller',
      'ACC -stealth=False -exclusive=False Observer',
    ]);
    expect(network.openCount).toBe(0);
  });

  it('aborts a run it was not known to have, once the question about it was answered', async () => {
    const { machine, simulator, clock, network, ready } = bench(onDemand);
    await ready();
    simulator.startRun('Demo', 'Plate 7');
    const abort = { kind: 'abort' } as const;
    const first = await settled(clock, performAgreeing(machine, abort));
    expect(first.state).toMatchObject({
      kind: 'not-sent',
      failure: { kind: 'situation-changed' },
    });
    expect(deeds(network.commands)).toEqual([]);
    // The session waits for the answer, so that what was read stays true.
    expect(machine.snapshot().connection.kind).toBe('ready');
    await clock.advance(20_000);
    const second = await settled(clock, performAgreeing(machine, abort));
    expect(second.state).toMatchObject({ kind: 'confirmed' });
    await clock.advance(60_000);
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(network.openCount).toBe(0);
  });

  it('leaves when the question was not answered within a minute', async () => {
    const { machine, simulator, clock, network, ready } = bench(onDemand);
    await ready();
    simulator.startRun('Demo', 'Plate 7');
    await settled(clock, performAgreeing(machine, { kind: 'abort' }));
    await clock.advance(61_000);
    expect(machine.snapshot().connection).toEqual({ kind: 'off', last: null });
    expect(network.openCount).toBe(0);
  });

  it('shares one connection between two who need it at once', async () => {
    const { machine, clock, network, ready } = bench(onDemand);
    await ready();
    await settled(clock, Promise.all([machine.refresh(), machine.refresh(), machine.refresh()]));
    expect(network.attempts).toHaveLength(1);
  });

  it('serves who comes while it is leaving, by a new connection', async () => {
    const { machine, clock, network, ready } = bench(onDemand);
    await ready();
    const first = machine.refresh();
    while (machine.snapshot().connection.kind !== 'leaving') await Promise.resolve();
    const second = machine.console.send({
      text: 'POW?',
      level: 'Observer',
      wait: 'done',
      acknowledgement: null,
    });
    await settled(clock, first);
    expect((await settled(clock, second)).text).toBe('ON');
    expect(network.attempts).toHaveLength(2);
    expect(network.openCount).toBe(0);
  });

  it('shows why it could not be reached, and is off', async () => {
    const { machine, clock, network, ready } = bench(onDemand);
    network.faults.push('dns');
    await ready();
    await expect(settled(clock, machine.refresh())).rejects.toThrow(/No machine called/);
    expect(machine.snapshot().connection).toMatchObject({ kind: 'off', last: { kind: 'dns' } });
    await clock.advance(600_000);
    expect(network.attempts).toHaveLength(1);
  });

  it('is off with the reason when its connection breaks during the work', async () => {
    const { machine, clock, network, ready } = bench(onDemand);
    network.rules = { cutAfterCommand: /^RET / };
    await ready();
    await expect(settled(clock, machine.refresh())).rejects.toThrow();
    expect(machine.snapshot().connection).toMatchObject({
      kind: 'off',
      last: { kind: 'connection-lost' },
    });
  });

  it('knows its state as long as a person keeps it connected', async () => {
    const { machine, clock } = bench(onDemand);
    machine.connect();
    await clock.advance(120_000);
    expect(machine.snapshot().interlocks['open-drawer'].kind).toBe('allow');
  });
});

describe('ownership', () => {
  it('leaves no timer and no connection wherever it is disposed', async () => {
    // Every step of connecting, acting and leaving, one microtask at a time, then in steps of time.
    for (const mode of ['stay-connected', 'on-demand'] as const) {
      for (let turns = 0; turns < 120; turns += 1) {
        const made = createBench({ settings: { mode } });
        made.machine.start();
        const acting =
          mode === 'on-demand' || turns > 60
            ? made.machine.perform({ kind: 'power-on' }, null)
            : null;
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        await made.end();
        await acting;
      }
    }
  });

  it('leaves nothing behind when disposed while an action moves, is read back, or a restart is awaited', async () => {
    for (const kind of ['open-drawer', 'restart-software'] as const) {
      for (let waited = 0; waited <= 10_000; waited += 500) {
        const made = createBench({
          settings: { mode: waited % 1_000 ? 'on-demand' : 'stay-connected' },
        });
        await made.ready();
        const acting = performAgreeing(made.machine, { kind });
        await made.clock.advance(waited);
        await made.end();
        await acting;
      }
    }
  });
});
