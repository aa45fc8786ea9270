import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';

let clock: FakeClock;
let simulator: Simulator;
let client: SimulatorClient;

beforeEach(() => {
  clock = new FakeClock();
  simulator = new Simulator({ clock });
  client = new SimulatorClient(simulator);
  client.say('1 ACC Controller');
});

afterEach(() => {
  simulator.dispose();
  expect(clock.pending).toBe(0);
});

const position = (): string => client.ask('9 RET $(DRAW?) $(ENG?)').replace('OK 9 ', '');

describe('Drawer and cover', () => {
  it('take seconds to move, and are Unknown meanwhile', async () => {
    expect(position()).toBe('Closed Down');
    expect(client.ask('2 OPEN')).toBe('NEXT 2');
    expect(position()).toBe('Unknown Unknown');
    await clock.advance(2000);
    expect(position()).toBe('Unknown Up');
    await clock.advance(2250);
    expect(client.take()).toEqual(['OK 2']);
    expect(position()).toBe('Open Up');
    expect(client.ask('3 CLOSE')).toBe('NEXT 3');
    await clock.advance(3000);
    expect(position()).toBe('Unknown Up');
    await clock.advance(1250);
    expect(client.take()).toEqual(['OK 3']);
    expect(position()).toBe('Closed Up');
    expect(client.ask('4 COVerDOWN')).toBe('NEXT 4');
    await clock.advance(5250);
    expect(client.take()).toEqual(['OK 4']);
    expect(position()).toBe('Closed Down');
  });

  it('answer commands that ask for where they are already', async () => {
    expect(client.ask('2 CLOSE')).toBe('NEXT 2');
    await clock.advance(1000);
    expect(client.take()).toEqual(['OK 2']);
  });

  it('do one motion after the other', async () => {
    expect(client.say('2 OPEN\n3 CLOSE\n4 COVDOWN')).toEqual(['NEXT 2', 'NEXT 3', 'NEXT 4']);
    await clock.advance(4500);
    expect(client.take()).toEqual(['OK 2']);
    await clock.advance(12_000);
    expect(client.take()).toEqual(['OK 3', 'OK 4']);
    expect(position()).toBe('Closed Down');
  });

  it('do not lower the cover onto an open drawer', async () => {
    client.say('2 OPEN');
    await clock.advance(5000);
    client.take();
    expect(client.ask('3 COVerDOWN')).toBe('ERRor 3 [InvocationError] --> The drawer is open');
  });

  it('are noted in the log as they move', async () => {
    client.say('2 SUBS Debug');
    client.say('3 OPEN\n4 CLOSE\n5 COVDOWN');
    await clock.advance(20_000);
    expect(client.take().filter((message) => message.startsWith('MESSage'))).toEqual([
      'MESSage Debug Cover Raised',
      'MESSage Debug Drawer Opening',
      'MESSage Debug Drawer Opened',
      'MESSage Debug Drawer Closing',
      'MESSage Debug Drawer Closed',
      'MESSage Debug Cover Lowering',
      'MESSage Debug Cover Lowered',
    ]);
  });

  it('go on when the one who asked has left', async () => {
    client.say('2 OPEN');
    client.vanish();
    await clock.advance(5000);
    const other = new SimulatorClient(simulator);
    other.take();
    expect(other.ask('1 DRAW?')).toBe('OK 1 Open');
  });
});

describe('Power and block', () => {
  it('switch lamp and heating', async () => {
    expect(client.ask('2 POW OFF')).toBe('OK 2');
    expect(client.ask('3 RET $(POW?) $(LST?)')).toBe('OK 3 OFF "Off 0"');
    client.say('4 SUBS LEDStatus');
    await clock.advance(1000);
    expect(client.take()[0]).toMatch(
      /^MESSage LEDStatus Temperature:[\d.]+ Current:0 Voltage:0 JuncTemp:[\d.]+$/,
    );
    client.say('5 POW on');
    await clock.advance(1000);
    expect(client.take().at(-1)).toMatch(/Current:9\.\d+ Voltage:3\.\d+ JuncTemp:[\d.]+$/);
  });

  it('hold the block at a temperature until told to let go', async () => {
    expect(client.ask('2 BLOCK ON 60')).toBe('OK 2');
    expect(client.ask('3 RET $(BLOCK?) $(TBC:CONT?)')).toContain(
      '"ON 60.0" "-Zone1=True -Zone2=True',
    );
    await clock.advance(60_000);
    expect(client.ask('4 TBC:BlockTemperatures?')).toBe('OK 4 60.0 60.0 60.0 60.0 60.0 60.0');
    expect(client.ask('5 BLOCK OFF')).toBe('OK 5');
    expect(client.ask('6 BLOCK?')).toBe('OK 6 OFF 60.0');
  });

  it('show a colour on the front', () => {
    expect(client.ask('2 LED:STAT?')).toBe('OK 2 Green On');
    expect(client.ask('3 LED:BLUEBLINK')).toBe('OK 3');
    expect(client.ask('4 LED:STATus?')).toBe('OK 4 Blue Blink');
    expect(client.ask('5 LED:LightOFF')).toBe('OK 5');
    expect(client.ask('6 LED:STATus?')).toBe('OK 6 - Off');
  });
});

describe('Topics', () => {
  it('come once a second with temperatures and lamp, in the shape of the real machine', async () => {
    client.say('2 SUBS -timestamp temperature LEDStatus');
    await clock.advance(10_000);
    const messages = client.take();
    expect(messages).toHaveLength(20);
    const stamps = messages.map((message) => {
      expect(message).toMatch(
        /^MESSage (Temperature \d+\.\d{3} -sample=[\d.,]+ -heatsink=[\d.]+ -cover=[\d.]+ -block=[\d.,]+|LEDStatus \d+\.\d{3} Temperature:[\d.]+ Current:[\d.]+ Voltage:[\d.]+ JuncTemp:[\d.]+)$/,
      );
      return Number(message.split(' ')[2]);
    });
    expect(stamps.toSorted((a, b) => a - b)).toEqual(stamps);
  });

  it('have a timestamp for those alone who want one', async () => {
    const other = new SimulatorClient(simulator);
    other.take();
    client.say('2 SUBS -timestamp Temperature');
    other.say('2 SUBS Temperature');
    await clock.advance(1000);
    expect(client.take()[0]).toMatch(/^MESSage Temperature 1767225600\.750 -sample=/);
    expect(other.take()[0]).toMatch(/^MESSage Temperature -sample=/);
  });

  it('carry instrument time, which runs at the speed asked for', async () => {
    const fast = new Simulator({ clock, speed: 60 });
    const watcher = new SimulatorClient(fast);
    watcher.say('1 SUBS -timestamp Temperature');
    watcher.take();
    await clock.advance(1000);
    const stamps = watcher.take().map((message) => Number(message.split(' ')[2]));
    expect(stamps).toHaveLength(60);
    expect(stamps.at(-1)).toBe(1_767_225_659.75);
    expect(new Set(stamps.slice(1).map((stamp, index) => stamp - (stamps[index] ?? 0)))).toEqual(
      new Set([1]),
    );
    fast.dispose();
  });

  it('do not come in a flood after the computer has slept', async () => {
    const start = clock.now();
    let slept = 0;
    const sleepy = new Simulator({
      clock: { now: () => (clock.now() + slept) as typeof start, after: clock.after.bind(clock) },
    });
    const watcher = new SimulatorClient(sleepy);
    watcher.say('1 SUBS Temperature');
    watcher.take();
    slept = 8 * 3_600_000;
    await clock.advance(2000);
    expect(watcher.take().length).toBeLessThanOrEqual(3);
    sleepy.dispose();
  });
});

describe('Restarting the software', () => {
  it('drops every connection, loses the run, and listens again after half a minute', async () => {
    const restarts: string[] = [];
    simulator.onRestart((state) => restarts.push(state));
    const other = new SimulatorClient(simulator);
    client.say('2 RP Demo run');
    expect(client.say('3 SYST:EXEC "killall zygote"')[0]).toBe('NEXT 3');
    expect(client.hungUp).toBe(true);
    expect(other.hungUp).toBe(true);
    expect(restarts).toEqual(['down']);
    const early = new SimulatorClient(simulator);
    expect(early.take()).toEqual([]);
    expect(early.hungUp).toBe(true);
    await clock.advance(29_000);
    expect(restarts).toEqual(['down']);
    await clock.advance(1000);
    expect(restarts).toEqual(['down', 'up']);
    const late = new SimulatorClient(simulator);
    expect(late.take()[0]).toMatch(/^READy /);
    expect(late.ask('1 RET $(ISTAT?) ${RunTitle:--}')).toBe('OK 1 Idle -');
    expect(simulator.instrument.experiments.facts('run')?.state).toBe('Terminated');
  });

  it('stops what was moving', async () => {
    client.say('2 OPEN\n3 SYST:EXEC "killall zygote"');
    await clock.advance(31_000);
    const late = new SimulatorClient(simulator);
    late.take();
    expect(late.ask('1 DRAW?')).toBe('OK 1 Unknown');
    late.say('2 ACC Controller\n3 CLOSE');
    await clock.advance(5000);
    expect(late.say('4 DRAW?')).toEqual(['OK 3', 'OK 4 Closed']);
  });
});

describe('Faults', () => {
  it('record every command as it arrived, with its session and time', async () => {
    await clock.advance(1500);
    client.say('POW?  # as it was');
    expect(simulator.received).toEqual([
      { session: client.session, text: '1 ACC Controller', at: Date.UTC(2026, 0, 1) },
      { session: client.session, text: 'POW?  # as it was', at: Date.UTC(2026, 0, 1) + 1500 },
    ]);
  });

  it('drop all connections, and new ones are welcome', () => {
    simulator.dropConnections();
    expect(client.hungUp).toBe(true);
    const next = new SimulatorClient(simulator);
    next.take();
    expect(next.ask('1 ACC -exclusive=True Controller')).toBe('OK 1');
  });

  it('play dead: nothing is executed, answered or published, and the connection stays', async () => {
    client.say('2 SUBS Temperature');
    simulator.setSilent(true);
    client.say('3 OPEN');
    await clock.advance(10_000);
    expect(client.take()).toEqual([]);
    expect(client.hungUp).toBe(false);
    simulator.setSilent(false);
    expect(client.ask('4 DRAW?')).toBe('OK 4 Closed');
    expect(simulator.received.map(({ text }) => text)).toContain('3 OPEN');
    await clock.advance(1000);
    expect(client.take()).toHaveLength(1);
  });

  it('drop or delay the replies to one command', async () => {
    simulator.faultReply({ command: 'DRAW?', kind: 'drop', times: 1 });
    simulator.faultReply({ command: 'POWer?', kind: 'delay', times: 1, milliseconds: 3000 });
    expect(client.say('2 DRAWer?\n3 POW?\n4 DRAW?\n5 POW?')).toEqual(['OK 4 Closed', 'OK 5 ON']);
    await clock.advance(3000);
    expect(client.take()).toEqual(['OK 3 ON']);
  });

  it('drop the end of a moving command, which moves all the same', async () => {
    simulator.faultReply({ command: 'OPEN', kind: 'drop', times: 2 });
    expect(client.say('2 OPEN')).toEqual([]);
    await clock.advance(5000);
    expect(client.say('3 DRAW?')).toEqual(['OK 3 Open']);
  });

  it('leave the drawer at Unknown though the command says OK', async () => {
    simulator.setDrawerStuck(true);
    client.say('2 OPEN');
    await clock.advance(5000);
    expect(client.say('3 DRAW?')).toEqual(['OK 2', 'OK 3 Unknown']);
    simulator.setDrawerStuck(false);
    expect(client.ask('4 DRAW?')).toBe('OK 4 Open');
  });
});
