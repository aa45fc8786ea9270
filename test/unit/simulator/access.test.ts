import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { Simulator, type SimulatorOptions } from '../../../electron/simulator/simulator.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { SimulatorClient } from '../../support/simulator-client.ts';

let simulator: Simulator | null = null;

let clock = new FakeClock();

function start(options: Partial<SimulatorOptions> = {}): () => SimulatorClient {
  clock = new FakeClock();
  const machine = new Simulator({ clock, ...options });
  simulator = machine;
  return () => {
    const client = new SimulatorClient(machine);
    client.take();
    return client;
  };
}

function authenticate(client: SimulatorClient, password: string): string {
  const challenge = client.ask('90 CHAL?').replace('OK 90 ', '');
  const answer = createHmac('md5', password).update(challenge).digest('hex');
  return client.ask(`91 AUTH ${answer}`);
}

afterEach(() => {
  simulator?.dispose();
  simulator = null;
});

describe('Access levels', () => {
  it('start at the default of the interface', () => {
    const guest = start({ defaultLevel: 'Guest' })();
    expect(guest.ask('1 ACC?')).toBe('OK 1 -stealth=False -exclusive=False Guest');
    expect(guest.ask('2 POW?')).toBe(
      'ERRor 2 [InsufficientAccess] -requiredAccess="Observer" -currentAccess="Guest" --> Insufficient access level for this command',
    );
    expect(guest.ask('3 HELP? QUIT')).toMatch(/^OK 3/);
  });

  it.each([
    'OPEN',
    'CLOSE',
    'COVerDOWN',
    'POW OFF',
    'BLOCK OFF',
    'RP Demo title',
    'PAUSe',
    'RESume',
    'StopRun x',
    'AbortRun x',
    'SYST:EXEC "killall zygote"',
    'LED:BLUEON',
    'FILE:MOVE a b',
    'EXP:ATTR= run collected True',
    'EXP:RUN -asynchronous <block> zip "run.eds" "run" </block>',
  ])('keep %s from an Observer', (command) => {
    const client = start()();
    expect(client.ask(`2 ${command}`)).toMatch(
      /^ERRor 2 \[InsufficientAccess\] -requiredAccess="Controller" -currentAccess="Observer" --> /,
    );
  });

  it('are read in any case and held until another is taken', () => {
    const client = start()();
    expect(client.ask('1 ACC -stealth=false -exclusive=true CONTROLLER')).toBe('OK 1');
    expect(client.ask('2 ACC?')).toBe('OK 2 -stealth=False -exclusive=True Controller');
    expect(client.ask('3 ACC guest')).toBe('OK 3');
    expect(client.ask('4 POW?')).toMatch(/InsufficientAccess/);
  });

  it('above the limit of the interface are refused', () => {
    const client = start({ maxLevel: 'Observer' })();
    expect(client.ask('1 ACC Controller')).toMatch(
      /^ERRor 1 \[AccessLevelExceeded\] -accessLimit="Observer" --> /,
    );
    expect(client.ask('2 ACC?')).toMatch(/Observer$/);
  });
});

describe('Exclusive access', () => {
  it('fails while another connection holds Controller', () => {
    const connect = start();
    const [first, second] = [connect(), connect()];
    first.say('1 ACC Controller');
    expect(second.ask('1 ACC -exclusive=True Controller')).toMatch(
      new RegExp(`^ERRor 1 \\[InvocationError\\] -sessionid="${first.session}" --> `),
    );
    expect(second.ask('2 ACC Controller')).toBe('OK 2');
  });

  it('keeps every other connection from Controller, until it is given back', () => {
    const connect = start();
    const [first, second] = [connect(), connect()];
    expect(first.ask('1 ACC -exclusive=True Controller')).toBe('OK 1');
    expect(second.ask('1 ACC Controller')).toMatch(/^ERRor 1 .*holds exclusive Controller access$/);
    expect(second.ask('2 POW?')).toBe('OK 2 ON');
    first.say('2 ACC Observer');
    expect(second.ask('3 ACC Controller')).toBe('OK 3');
  });

  it('ends with the connection that held it, however that ended', () => {
    const connect = start();
    const [first, second] = [connect(), connect()];
    first.say('1 ACC -exclusive=True Controller');
    first.vanish();
    expect(second.ask('1 ACC -exclusive=True Controller')).toBe('OK 1');
  });
});

describe('A password', () => {
  it('raises the limit; the level has still to be taken', () => {
    const client = start({ password: 'pcr', passwordLevel: 'Administrator' })();
    expect(client.ask('1 ACC Controller')).toMatch(/AccessLevelExceeded/);
    expect(authenticate(client, 'pcr')).toBe('OK 91');
    expect(client.ask('2 ACC?')).toMatch(/Observer$/);
    expect(client.ask('3 ACC Administrator')).toBe('OK 3');
    expect(client.ask('4 ACC Full')).toMatch(/-accessLimit="Administrator"/);
  });

  it('raises the limit of its own connection alone', () => {
    const connect = start({ password: 'pcr' });
    authenticate(connect(), 'pcr');
    expect(connect().ask('1 ACC Controller')).toMatch(/AccessLevelExceeded/);
  });

  it.each([
    ['that is wrong', { password: 'pcr' }, 'rcp'],
    ['on a machine without one', {}, 'pcr'],
  ] as const)('%s is refused with AuthError', (_, options, password) => {
    expect(authenticate(start(options)(), password)).toBe(
      'ERRor 91 [AuthError] --> Authentication failed',
    );
  });

  it('answers one challenge only once', () => {
    const client = start({ password: 'pcr' })();
    const challenge = client.ask('1 CHAL?').replace('OK 1 ', '');
    expect(challenge).not.toBe(client.ask('2 CHAL?').replace('OK 2 ', ''));
    const answer = createHmac('md5', 'pcr').update(challenge).digest('hex');
    expect(client.ask(`3 AUTH ${answer}`)).toMatch(/AuthError/);
    authenticate(client, 'pcr');
    expect(client.ask(`4 AUTH ${answer}`)).toMatch(/AuthError/);
  });
});

describe('Access notices', () => {
  it('tell every subscriber of every session, before the reply', () => {
    const connect = start();
    const [watcher, actor] = [connect(), connect()];
    watcher.say('1 SUBS System');
    actor.say('1 SUBS System');
    const notice = `MESSage System Access -sessionid=${actor.session} -level=Controller -exclusive=True`;
    expect(actor.say('2 ACC -exclusive=True Controller')).toEqual([notice, 'OK 2']);
    expect(watcher.take()).toEqual([notice]);
  });

  it('tell when a connection that held a level is gone', () => {
    const connect = start();
    const [watcher, actor] = [connect(), connect()];
    watcher.say('1 SUBS System');
    actor.say('2 ACC Controller\n3 QUIT');
    expect(watcher.take().at(-1)).toBe(
      `MESSage System Access -sessionid=${actor.session} -level=Guest -exclusive=False`,
    );
  });

  it('do not tell of stealthy sessions', () => {
    const connect = start();
    const [watcher, actor] = [connect(), connect()];
    watcher.say('1 SUBS System');
    actor.say('2 ACC -stealth=True Controller');
    expect(actor.ask('3 ACC?')).toBe('OK 3 -stealth=True -exclusive=False Controller');
    actor.vanish();
    expect(watcher.take()).toEqual([]);
  });

  it('do not reach those who unsubscribed', () => {
    const connect = start();
    const watcher = connect();
    watcher.say('1 SUBS System Run');
    expect(watcher.ask('2 UNS system')).toBe('OK 2');
    connect().say('2 ACC Controller');
    expect(watcher.take()).toEqual([]);
  });
});

describe('A key made for ten minutes', () => {
  it('gives Administrator to whoever authenticates with it, and stays the same until then', () => {
    const connect = start();
    const [maker, taker] = [connect(), connect()];
    maker.ask('1 ACC Controller');
    const key = maker.ask('2 RAND?').replace('OK 2 ', '');
    expect(key).toMatch(/^\d{6}$/);
    expect(maker.ask('3 RAND?')).toBe(`OK 3 ${key}`);
    expect(authenticate(taker, key)).toBe('OK 91');
    expect(taker.ask('4 ACC Administrator')).toBe('OK 4');
  });

  it('is worth nothing afterwards', async () => {
    const connect = start();
    const maker = connect();
    maker.ask('1 ACC Controller');
    const key = maker.ask('2 RAND?').replace('OK 2 ', '');
    await clock.advance(10 * 60_000);
    expect(authenticate(connect(), key)).toBe('ERRor 91 [AuthError] --> Authentication failed');
    expect(maker.ask('3 RAND?')).not.toBe(`OK 3 ${key}`);
  });

  it('is not made for an Observer', () => {
    expect(start()().ask('1 RAND?')).toMatch(/^ERRor 1 \[InsufficientAccess\]/);
  });
});
