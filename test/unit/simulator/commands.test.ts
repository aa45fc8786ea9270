import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CommandTable, spellings } from '../../../electron/simulator/command-table.ts';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';

let clock: FakeClock;
let simulator: Simulator;
let client: SimulatorClient;

beforeEach(() => {
  clock = new FakeClock();
  simulator = new Simulator({ clock, defaultLevel: 'Observer', nickname: 'Bench 4' });
  client = new SimulatorClient(simulator);
});

afterEach(() => {
  simulator.dispose();
  expect(clock.pending).toBe(0);
});

describe('The greeting', () => {
  it('is one READy line with a session of its own for every connection', () => {
    const other = new SimulatorClient(simulator);
    const facts = '-product=QuantStudio3_5 -version=1.3.0 -build=001 -capabilities=Index';
    expect(client.take()).toEqual([`READy -session=${client.session} ${facts}`]);
    expect(other.take()).toEqual([`READy -session=${other.session} ${facts}`]);
    expect(other.session).not.toBe(client.session);
  });
});

describe('Command names', () => {
  beforeEach(() => void client.take());

  it('are read in their short and long forms', () => {
    expect(spellings('EXPeriment:READ?')).toEqual(['experiment:read?', 'exp:read?']);
    expect(spellings('OPEN')).toEqual(['open']);
    expect(spellings('RunProtocol')).toEqual(['runprotocol', 'rp']);
  });

  it.each([
    ['POW?', 'ON'],
    ['power?', 'ON'],
    ['DRAW?', 'Closed'],
    ['DRAWer?', 'Closed'],
    ['DRAWER?', 'Closed'],
    ['ENG?', 'Down'],
    ['COVer?', 'OFF 105.0'],
    ['cover?', 'OFF 105.0'],
    ['BLOCK?', 'OFF 25.0'],
    ['ISTAT?', 'Idle'],
    ['LST?', 'On 90'],
    ['RUNTitle?', '-'],
    ['RUNT?', '-'],
    ['RunProgress?', '-RunMode=- -Step=- -RunTitle=- -Cycle=- -Stage=-'],
    ['RUN?', '-RunMode=- -Step=- -RunTitle=- -Cycle=- -Stage=-'],
    [
      'TBC:SETT?',
      '-Zone1=25.0 -Zone2=25.0 -Zone3=25.0 -Zone4=25.0 -Zone5=25.0 -Zone6=25.0 -Fan1=44.0 -Cover=105.0',
    ],
    [
      'TBC:CONT?',
      '-Zone1=False -Zone2=False -Zone3=False -Zone4=False -Zone5=False -Zone6=False -Fan1=False -Cover=False',
    ],
    ['SYST:SETT:NICK?', '"Bench 4"'],
    ['SYSTem:SETT:NICKname?', '"Bench 4"'],
    ['ACC?', '-stealth=False -exclusive=False Observer'],
  ])('%s is answered', (command, value) => {
    expect(client.ask(`7 ${command}`)).toBe(`OK 7 ${value}`);
  });

  it.each(['POWE?', 'DRAWE?', 'DRA?', 'POW', 'ISTATUSES?', 'EXPE:LIST?'])(
    '%s is neither the short nor the long form of a query',
    (command) => {
      expect(client.ask(`7 ${command}`)).not.toMatch(/^OK/);
    },
  );

  it('may not be shared by two commands', () => {
    const command = { level: 'Guest', usage: '', help: '', run: () => '' } as const;
    expect(
      () =>
        new CommandTable([
          { ...command, name: 'RunProtocol' },
          { ...command, name: 'RP' },
        ]),
    ).toThrow("RP and RunProtocol are both 'rp'");
  });

  it('that are unknown are refused with NoMatch', () => {
    expect(client.ask('12 FOO:BAR? 1')).toBe(
      `ERRor 12 [NoMatch] -command="FOO:BAR?" --> Command 'FOO:BAR?' not found`,
    );
  });
});

describe('Replies', () => {
  beforeEach(() => void client.take());

  it('repeat the ident, or the whole command text where there is none', () => {
    expect(client.ask('00042 ISTAT?')).toBe('OK 00042 Idle');
    expect(client.ask('ISTAT?')).toBe('OK ISTAT? Idle');
    expect(client.ask('  ACCess   OBSERVER ')).toBe('OK ACCess   OBSERVER');
    expect(client.ask('nonsense at all')).toMatch(/^ERRor nonsense at all \[NoMatch\] /);
  });

  it('do not come for empty lines and comments', () => {
    expect(client.say('')).toEqual([]);
    expect(client.say('  # a remark')).toEqual([]);
    expect(client.ask('1 RET a # b')).toBe('OK 1 a');
  });

  it('name the command even if it cannot be taken apart', () => {
    expect(client.ask('5 RET "open')).toBe(
      'ERRor 5 [ParseError] -message="No closing quotation" --> In command line 1 --> No closing quotation',
    );
  });

  it('tell an ident without a command that it has none', () => {
    expect(client.ask('5')).toMatch(/^ERRor 5 \[NoMatch\]/);
  });

  it('come in another order where one command takes longer', async () => {
    client.say('1 ACC Controller');
    const first = client.say('2 OPEN\n3 DRAW?');
    expect(first).toEqual(['NEXT 2', 'OK 3 Unknown']);
    await clock.advance(5000);
    expect(client.take()).toEqual(['OK 2']);
    expect(client.ask('4 DRAW?')).toBe('OK 4 Open');
  });

  it('stop after QUIT, which is answered before the connection ends', () => {
    expect(client.say('9 QUIT\n10 POW?')).toEqual(['OK 9']);
    expect(client.hungUp).toBe(true);
    expect(simulator.sessionCount).toBe(0);
  });

  it('end with an error and a closed connection when the tags cannot be trusted', () => {
    expect(client.ask('1 RET </quote>')).toMatch(
      /^ERRor \[ParseError\] -message="<\/quote> closes/,
    );
    expect(client.hungUp).toBe(true);
  });
});

describe('HELP?', () => {
  beforeEach(() => void client.take());

  it('lists the documented names, and explains one of them', () => {
    const list = client.ask('1 HELP?').split('\n');
    expect(list[0]).toBe('OK 1 <quote.reply>');
    expect(list.at(-1)).toBe('</quote.reply>');
    for (const name of ['ACCess', 'COVerDOWN', 'PAUSe', 'RESume', 'RUNTitle?', 'RunProgress?']) {
      expect(list).toContain(name);
    }
    expect(client.ask('2 HELP? drawer?')).toContain('Access level: Observer');
    expect(client.ask('3 HELP? nothing')).toMatch(/^ERRor 3 \[NoMatch\]/);
  });
});

describe('Arguments', () => {
  beforeEach(() => void client.take());

  it.each([
    'ACC Emperor',
    'ACC',
    'ACC -exclusive=perhaps Observer',
    'SUBS',
    'DRAW? now',
    'HELP? a b',
    'AUTH',
    'SUBS -timestmp Run',
    'POW? -now',
  ])('of %s are refused with InvocationError', (command) => {
    expect(client.ask(`1 ${command}`)).toMatch(/^ERRor 1 \[InvocationError\] --> /);
  });

  it.each([
    'POW maybe',
    'BLOCK ON 3',
    'BLOCK ON 101',
    'BLOCK ON warm',
    'SYST:EXEC "rm -rf"',
    'RP Demo',
  ])('of %s are refused with InvocationError to a Controller', (command) => {
    client.say('1 ACC Controller');
    expect(client.ask(`2 ${command}`)).toMatch(/^ERRor 2 \[InvocationError\] --> /);
  });
});
