import { afterEach, describe, expect, it } from 'vitest';
import type { AccessLevel } from '../../../shared/access-level.ts';
import type { Acknowledgement } from '../../../shared/action.ts';
import { fail } from '../../../shared/failure.ts';
import { settle } from '../../support/fake-clock.ts';
import {
  type BenchOptions,
  createBench,
  deeds,
  finalStates,
  type MachineBench,
  performAgreeing,
  settled,
} from '../../support/machine-bench.ts';

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

async function running(): Promise<MachineBench> {
  const made = await bench();
  made.simulator.startRun('Demo', 'Plate 7');
  await made.clock.advance(6_000);
  return made;
}

describe('every action', () => {
  it.each([
    [{ kind: 'open-drawer' }, ['OPEN'], 'Drawer open'],
    [{ kind: 'power-on' }, ['POW ON'], 'Power on'],
    [{ kind: 'power-off' }, ['POW OFF'], 'Power off'],
    [{ kind: 'block-on', target: 60 }, ['BLOCK ON 60.0'], 'Block on, target 60.0 °C'],
    [{ kind: 'block-off' }, ['BLOCK OFF'], expect.stringContaining('Block off')],
  ] as const)(
    'on an idle machine is confirmed by what it then reports: %o',
    async (action, commands, readBack) => {
      const { machine, clock, network, ledger } = await bench();
      const record = await settled(clock, performAgreeing(machine, action));
      expect(record.state).toMatchObject({ kind: 'confirmed', readBack });
      expect(deeds(network.commands)).toEqual(commands);
      expect(machine.snapshot().connection).toMatchObject({ level: 'Observer' });
      expect(ledger.states.at(-1)?.state).toEqual(record.state);
    },
  );

  it.each([
    [{ kind: 'pause' }, ['PAUSe'], 'Machine paused'],
    [{ kind: 'stop-after-cycle' }, ['StopRun ${RunTitle}'], 'Machine running'],
    [{ kind: 'abort' }, ['AbortRun ${RunTitle}'], 'Machine idle'],
  ] as const)(
    'on a running machine is confirmed by what it then reports: %o',
    async (action, commands, readBack) => {
      const { machine, clock, network } = await running();
      const record = await settled(clock, performAgreeing(machine, action));
      expect(record.state).toMatchObject({ kind: 'confirmed', readBack });
      expect(deeds(network.commands)).toEqual(commands);
    },
  );

  it('goes on after a pause, when told to resume', async () => {
    const { machine, clock, simulator } = await running();
    await settled(clock, performAgreeing(machine, { kind: 'pause' }));
    expect(machine.snapshot().run.kind).toBe('paused');
    const record = await settled(clock, performAgreeing(machine, { kind: 'resume' }));
    expect(record.state).toMatchObject({ kind: 'confirmed', readBack: 'Machine running' });
    expect(machine.snapshot().run.kind).toBe('active');
    expect(simulator.instrument.run?.state.kind).toBe('running');
  });

  it('closes the drawer and lowers the cover where both were asked for, and reads both back', async () => {
    const { machine, clock, network } = await bench();
    await settled(clock, performAgreeing(machine, { kind: 'open-drawer' }));
    const close = { kind: 'close-drawer', lowerCover: true } as const;
    const record = await settled(clock, performAgreeing(machine, close));
    expect(record.state).toMatchObject({
      kind: 'confirmed',
      readBack: 'Drawer closed, cover down',
    });
    expect(deeds(network.commands)).toEqual(['OPEN', 'CLOSE', 'COVerDOWN']);
  });

  it('closes an open drawer before it lowers the cover', async () => {
    const { machine, clock, network } = await bench();
    await settled(clock, performAgreeing(machine, { kind: 'open-drawer' }));
    const record = await settled(clock, performAgreeing(machine, { kind: 'lower-cover' }));
    expect(record.state).toMatchObject({ kind: 'confirmed', readBack: 'Cover down' });
    expect(deeds(network.commands)).toEqual(['OPEN', 'CLOSE', 'COVerDOWN']);
  });

  it('waits for its turn only by refusing, and lets an abort alone come between', async () => {
    const { machine, clock, network } = await running();
    await settled(clock, performAgreeing(machine, { kind: 'pause' }));
    const opening = performAgreeing(machine, { kind: 'open-drawer' });
    await settle();
    const second = await machine.perform({ kind: 'power-on' }, null);
    expect(second.state).toMatchObject({ kind: 'not-sent', failure: { kind: 'busy' } });
    const abort = await settled(clock, performAgreeing(machine, { kind: 'abort' }));
    expect(abort.state.kind).toBe('confirmed');
    expect((await settled(clock, opening)).state.kind).toBe('confirmed');
    expect(deeds(network.commands)).toEqual(['PAUSe', 'OPEN', 'AbortRun ${RunTitle}']);
    expect(machine.snapshot().connection).toMatchObject({ level: 'Observer' });
  });

  it('is not sent, with the machine’s reason, while another connection has it exclusively', async () => {
    const { machine, clock, simulator, network } = await bench();
    const other = simulator.attach({ write: () => {}, close: () => {} });
    other.receive(Buffer.from('1 ACC -exclusive=True Controller\n'));
    await settle();
    expect(machine.snapshot().others).toMatchObject([{ level: 'Controller', exclusive: true }]);
    const record = await settled(clock, performAgreeing(machine, { kind: 'power-on' }));
    expect(record.state).toMatchObject({
      kind: 'not-sent',
      failure: { kind: 'exclusive-controller' },
    });
    expect(deeds(network.commands)).toEqual([]);
    other.receive(Buffer.from('2 QUIT\n'));
    other.closed();
    await settle();
    expect(machine.snapshot().others).toEqual([]);
  });

  it('proves a restart by a new session', async () => {
    const { machine, clock, network, actions } = await bench();
    const record = await settled(clock, performAgreeing(machine, { kind: 'restart-software' }));
    expect(record.state).toMatchObject({
      kind: 'confirmed',
      readBack: expect.stringContaining('answers again'),
    });
    expect(finalStates(actions)).toHaveLength(1);
    expect(deeds(network.commands)).toEqual(['SYST:EXEC "killall zygote"']);
  });

  it('keeps the last five that ended', async () => {
    const { machine, clock } = await bench();
    for (let turn = 0; turn < 8; turn++)
      await settled(clock, performAgreeing(machine, { kind: 'power-on' }));
    expect(machine.snapshot().actions.map(({ id }) => id)).toEqual([
      'action-4',
      'action-5',
      'action-6',
      'action-7',
      'action-8',
    ]);
  });
});

describe('the ledger', () => {
  it('has the intent before any byte, the mark before the command, and the wire’s own words after', async () => {
    const { machine, clock, network, ledger } = await bench();
    const order: string[] = [];
    const intend = ledger.intend.bind(ledger);
    ledger.intend = (intent) => {
      order.push('intent');
      return intend(intent);
    };
    const aboutToSend = ledger.aboutToSend.bind(ledger);
    ledger.aboutToSend = (id) => {
      order.push('mark');
      return aboutToSend(id);
    };
    network.onCommand = (command) => order.push(command);
    await settled(clock, performAgreeing(machine, { kind: 'power-off' }));
    const own = order.filter((entry) => !/^(RET |ISTAT)/.test(entry));
    expect(own).toEqual([
      'intent',
      'ACC -stealth=False -exclusive=False Controller',
      'mark',
      'POW OFF',
      'POW?',
      'ACC -stealth=False -exclusive=False Observer',
    ]);
    expect(ledger.evidence.map(({ text }) => text.replace(/\d+/, '#'))).toEqual([
      '# POW OFF',
      'OK #',
      '# POW?',
      'OK # OFF',
    ]);
  });

  it('keeps a command from leaving that could not be marked', async () => {
    const { machine, clock, network, ledger } = await bench();
    const failure = { kind: 'storage', message: 'Full.', remedy: 'Free.', detail: '' } as const;
    ledger.marking = fail(failure);
    const record = await settled(clock, performAgreeing(machine, { kind: 'power-off' }));
    expect(record.state).toMatchObject({ kind: 'not-sent', failure });
    expect(deeds(network.commands)).toEqual([]);
    expect(machine.snapshot().connection).toMatchObject({ level: 'Observer' });
  });

  it('never keeps an abort from leaving', async () => {
    const { machine, clock, ledger } = await running();
    ledger.marking = fail({ kind: 'storage', message: 'Full.', remedy: 'Free.', detail: '' });
    const record = await settled(clock, performAgreeing(machine, { kind: 'abort' }));
    expect(record.state.kind).toBe('confirmed');
  });

  it('knows what was refused before anything was sent', async () => {
    const { machine, ledger } = await running();
    await machine.perform({ kind: 'power-off' }, null);
    expect(ledger.intents).toHaveLength(1);
    expect(ledger.states.map(({ state }) => state)).toMatchObject([
      { kind: 'not-sent', failure: { kind: 'interlock' } },
    ]);
    expect(ledger.sending).toEqual([]);
  });
});

function send(made: MachineBench, text: string, change: object = {}) {
  return settled(
    made.clock,
    made.machine.console.send({
      text,
      level: 'Observer',
      wait: 'done',
      acknowledgement: null,
      ...change,
    }),
  );
}

/** Agrees to what is asked about a command now. */
function agreementTo({ machine }: MachineBench, text: string, level: AccessLevel): Acknowledgement {
  const verdict = machine.console.judge({ text, level });
  if (verdict.kind !== 'confirm') throw new Error(`not asked about, but ${verdict.kind}`);
  return {
    situation: verdict.situation,
    codes: verdict.reasons.map(({ code }) => code),
    typedName: machine.settings.name,
  };
}

describe('an action typed into the console', () => {
  it('is asked about during a run like its button, and sent once after the answer', async () => {
    const made = await running();
    const { network } = made;
    const typed = { level: 'Controller' };
    await expect(send(made, 'RET $(OPEN)', typed)).rejects.toThrow(/needs your confirmation/);
    expect(deeds(network.commands)).toEqual([]);
    const acknowledgement = agreementTo(made, 'OPEN', 'Controller');
    // What was agreed to for one text does not let another pass.
    await expect(send(made, 'open', { ...typed, acknowledgement })).rejects.toThrow(/changed/);
    await send(made, 'OPEN', { ...typed, acknowledgement });
    expect(network.commands.filter((command) => /open/i.test(command))).toEqual(['OPEN']);
  });

  it('is refused where its button is refused, whatever was agreed to', async () => {
    const made = await running();
    const acknowledgement = { situation: '', codes: ['run-on'], typedName: 'Lab 2' };
    const typed = { level: 'Controller', acknowledgement };
    await expect(send(made, 'POW OFF', typed)).rejects.toThrow(/lose the run/);
    await expect(send(made, '<block>\npow off\n</block>', typed)).rejects.toThrow(/lose the run/);
    expect(deeds(made.network.commands)).toEqual([]);
    expect(made.machine.snapshot().connection).toMatchObject({ level: 'Observer' });
  });
});

describe('the console', () => {
  it('answers exactly what the machine said, and shows both ways', async () => {
    const made = await bench();
    expect((await send(made, 'TBC:CONT?')).text).toMatch(/^-Zone1=False .* -Cover=False$/);
    const typed = made.lines.filter(({ origin }) => origin === 'console');
    expect(typed.map(({ kind, text }) => [kind, text.slice(0, 9)])).toEqual([
      ['command', 'TBC:CONT?'],
      ['ok', '-Zone1=Fa'],
    ]);
  });

  it('gives a level back that a command took by hand', async () => {
    const made = await bench();
    const text = 'ACC -exclusive=True Controller';
    await send(made, text, { acknowledgement: agreementTo(made, text, 'Observer') });
    await settle();
    expect(made.network.commands.at(-1)).toBe('ACC -stealth=False -exclusive=False Observer');
    expect((await send(made, 'ACC?')).text).toBe('-stealth=False -exclusive=False Observer');
  });

  it('gives the level back when the machine refused the command', async () => {
    const made = await bench();
    await expect(send(made, 'BLOCK ON 400', { level: 'Controller' })).rejects.toThrow(/4 to 100/);
    expect((await send(made, 'ACC?')).text).toContain('Observer');
  });

  it('does not cost the status of a machine while it stands below Observer', async () => {
    const made = await bench();
    const { machine, clock } = made;
    const typing = machine.console.send({
      text: 'HELP?',
      level: 'Guest',
      wait: 'done',
      acknowledgement: null,
    });
    await machine.refresh().catch(() => {});
    await settled(clock, typing);
    await clock.advance(20_000);
    const { interlocks, readings } = machine.snapshot();
    expect(interlocks['open-drawer'].kind).toBe('allow');
    expect(clock.now() - (readings.drawer?.at ?? 0)).toBeLessThan(6_000);
  });

  it('leaves a running action its level', async () => {
    const made = await bench();
    const { machine, clock } = made;
    const opening = performAgreeing(machine, { kind: 'open-drawer' });
    await clock.advance(500);
    const level = await machine.console.send({
      text: 'ACC?',
      level: 'Controller',
      wait: 'done',
      acknowledgement: null,
    });
    expect(level.text).toContain('Controller');
    expect((await settled(clock, opening)).state.kind).toBe('confirmed');
    expect(machine.snapshot().connection).toMatchObject({ level: 'Observer' });
  });
});

describe('a level held for a time', () => {
  const wish = { level: 'Controller', exclusive: true, stealth: false, seconds: 60 } as const;

  it('is given back at its time, and shows until when', async () => {
    const { machine, clock, network } = await bench();
    await settled(clock, machine.takeLease(wish));
    const lease = machine.snapshot().lease;
    expect(lease).toMatchObject({ level: 'Controller', exclusive: true });
    expect((lease?.until ?? 0) - (lease?.since ?? 0)).toBe(60_000);
    await clock.advance(61_000);
    expect(machine.snapshot()).toMatchObject({ lease: null, connection: { level: 'Observer' } });
    expect(network.commands.filter((command) => command.startsWith('ACC '))).toEqual([
      'ACC -stealth=False -exclusive=True Controller',
      'ACC -stealth=False -exclusive=False Observer',
    ]);
  });

  it('is shared by actions, extended, and released', async () => {
    const { machine, clock } = await bench();
    await settled(clock, machine.takeLease(wish));
    const record = await settled(clock, performAgreeing(machine, { kind: 'open-drawer' }));
    expect(record.state.kind).toBe('confirmed');
    expect(machine.snapshot().connection).toMatchObject({ level: 'Controller' });
    machine.extendLease(600);
    await clock.advance(120_000);
    expect(machine.snapshot().lease).not.toBeNull();
    await settled(clock, machine.releaseLease());
    expect(machine.snapshot()).toMatchObject({ lease: null, connection: { level: 'Observer' } });
  });

  it('above Controller does not stand in the way of an abort', async () => {
    const made = createBench({
      settings: { cap: 'Administrator' },
      simulator: { maxLevel: 'Administrator' },
    });
    benches.push(made);
    await made.ready();
    const { machine, clock, simulator } = made;
    simulator.startRun('Demo', 'Plate 7');
    await clock.advance(6_000);
    await settled(clock, machine.takeLease({ ...wish, level: 'Administrator' }));
    const record = await settled(clock, performAgreeing(machine, { kind: 'abort' }));
    expect(record.state.kind).toBe('confirmed');
    expect(machine.snapshot().connection).toMatchObject({ level: 'Administrator' });
  });

  it('ends with the connection and is not taken again', async () => {
    const { machine, clock, network } = await bench();
    await settled(clock, machine.takeLease(wish));
    network.latest.break();
    await clock.advance(5_000);
    expect(machine.snapshot()).toMatchObject({
      lease: null,
      connection: { kind: 'ready', level: 'Observer' },
    });
    expect(network.latest.commands.filter((command) => /Controller/.test(command))).toEqual([]);
  });

  it('never goes above the cap, and only one is held', async () => {
    const { machine, clock } = await bench();
    await expect(settled(clock, machine.takeLease({ ...wish, level: 'Full' }))).rejects.toThrow(
      /above the highest level/,
    );
    expect(machine.snapshot().lease).toBeNull();
    await settled(clock, machine.takeLease(wish));
    await expect(machine.takeLease(wish)).rejects.toThrow(/already held/);
  });

  it('is given back when the machine is left', async () => {
    const { machine, clock, network } = await bench();
    await settled(clock, machine.takeLease(wish));
    await settled(clock, machine.leave(5));
    expect(machine.snapshot().lease).toBeNull();
    expect(network.commands.at(-1)).toBe('QUIT');
  });
});

it('an answer about totals that makes no sense costs neither the status nor an action', async () => {
  const made = createBench({ settings: { mode: 'on-demand' } });
  benches.push(made);
  const { machine, clock, simulator, network } = made;
  simulator.startRun('Demo', 'Plate 7');
  while (simulator.instrument.run?.progress.stage !== 1) await clock.advance(1_000);
  network.rewrite = (text) => text.replace(/^(OK \d+) (2 1|[^]*STAGe[^]*)\n$/, '$1 what\n');
  await settled(clock, machine.refresh());
  expect(machine.snapshot().run).toMatchObject({ kind: 'active', progress: { stageCount: null } });
});
