import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { noTlsSettings } from '../../../shared/machine-settings.ts';
import type { MachineId } from '../../../shared/units.ts';
import { settle } from '../../support/fake-clock.ts';
import { settled } from '../../support/machine-bench.ts';
import { trustedFingerprint } from '../../support/machine-network.ts';
import {
  createPanelBench,
  newDirectory,
  type PanelBench,
  type PanelBenchOptions,
  panelMachine,
} from '../../support/machine-panel.ts';
import { follow } from '../../support/scpi-session.ts';

const benches: PanelBench[] = [];
const directories: string[] = [];
function bench(options: PanelBenchOptions = {}): PanelBench {
  const made = createPanelBench(options);
  benches.push(made);
  return made;
}
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

const machineId = 'machine-1' as MachineId;
const draft = {
  name: 'Lab 3',
  address: 'other.lab:7000',
  cap: 'Controller',
  mode: 'stay-connected',
  tls: noTlsSettings,
} as const;
const keep = { kind: 'keep' } as const;

describe('requests', () => {
  it.each([
    ['no name at all', undefined],
    ['a name that does not exist', 'machines.explode'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['toString', 'toString'],
    ['hasOwnProperty', 'hasOwnProperty'],
    ['a number', 7],
    ['a list', ['panel.view']],
    ['an object that has no words', { toString: 1, valueOf: 1 }],
    ['an object without a prototype', Object.create(null)],
  ])('named by %s are refused', async (_, name) => {
    const { panel } = bench();
    expect(await panel.handle(name, {})).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input' },
    });
  });

  it.each([
    ['panel.view', undefined],
    ['panel.view', null],
    ['panel.view', { extra: 1 }],
    ['machines.remove', { machineId: '../../etc' }],
    ['machines.remove', { machineId: 5 }],
    ['machines.add', { draft: {}, password: keep }],
    ['machines.add', { draft, password: { kind: 'set', password: '' } }],
    [
      'action.perform',
      { machineId, action: { kind: 'block-on', target: 101 }, acknowledgement: null },
    ],
    ['action.perform', { machineId, action: { kind: 'explode' }, acknowledgement: null }],
    ['console.send', { machineId, command: { text: '', level: 'Observer', wait: 'done' } }],
    ['lease.take', { machineId, wish: { level: 'Controller' } }],
    ['constructor.prototype', {}],
  ])('%s with input that fails its schema is refused', async (name, input) => {
    const { panel } = bench();
    expect(await panel.handle(name, input)).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input', message: expect.stringMatching(/\.$/) },
    });
  });

  it('say in the schema’s own words what is wrong with a name or an address', async () => {
    const { ask } = bench();
    const answerTo = (change: object) =>
      ask('machines.add', { draft: { ...draft, ...change }, password: keep });
    expect(await answerTo({ name: ' ' })).toMatchObject({
      failure: { message: 'Give the machine a name.' },
    });
    expect(await answerTo({ name: 'x'.repeat(61) })).toMatchObject({
      failure: { message: 'Keep the name within 60 characters.' },
    });
    expect(await answerTo({ address: 'qs5:0' })).toMatchObject({
      failure: { message: expect.stringContaining('not a port') },
    });
  });

  it('about a machine that is gone say so', async () => {
    const { ask } = bench();
    for (const name of ['machine.refresh', 'connection.connect', 'machines.remove'] as const)
      expect(await ask(name, { machineId: 'gone' })).toMatchObject({
        failure: { kind: 'unknown-machine' },
      });
  });

  it('after the panel has left begin nothing any more', async () => {
    const { ask, panel, network, clock } = bench({ list: [] });
    await panel.leave(5);
    const answer = await ask('machines.add', { draft, password: keep });
    expect(answer).toMatchObject({ ok: false });
    await settle();
    expect(network.attempts).toEqual([]);
    expect(clock.pending).toBe(1);
  });
});

describe('the list of machines', () => {
  it('begins with a practice machine, which stays away once removed', async () => {
    const directory = newDirectory();
    directories.push(directory);
    const first = bench({ directory, list: null });
    await until(() => first.network.attempts.length > 0);
    const [practice] = first.panel.view().machines;
    expect(practice?.settings).toMatchObject({ kind: 'simulated', name: 'Practice machine' });
    await settled(first.clock, first.ask('machines.remove', { machineId: practice?.id ?? '' }));
    await first.panel.leave(5);
    const second = bench({ directory, list: null });
    expect(second.panel.view().machines).toEqual([]);
    expect(second.panel.view().notices).toEqual([]);
  });

  it('is the same after a restart, in the same order', async () => {
    const directory = newDirectory();
    directories.push(directory);
    const first = bench({ directory, list: null });
    await until(() => first.network.attempts.length > 0);
    for (const name of ['Zeta', 'Alpha'])
      await first.ask('machines.add', { draft: { ...draft, name }, password: keep });
    const before = first.panel.view().machines.map(({ settings }) => settings);
    await first.panel.leave(5);
    const second = bench({ directory, list: null });
    expect(second.panel.view().machines.map(({ settings }) => settings)).toEqual(before);
    expect(before.map(({ name }) => name)).toEqual(['Practice machine', 'Zeta', 'Alpha']);
  });

  it.each([
    ['cut in the middle', '{"version":1,"machines":[{"kind":"netw'],
    ['empty', ''],
    ['of another kind', '[1,2,3]'],
    ['null', 'null'],
    ['of a later version', '{"version":2,"machines":[]}'],
    ['without machines', '{"version":1}'],
  ])('that is %s is set aside untouched, with a notice', async (_, text) => {
    const { panel, directory, ask } = bench({ list: text });
    expect(panel.view().machines).toEqual([]);
    const [notice] = panel.view().notices;
    const aside = readdirSync(directory).find((file) => file.startsWith('machines.damaged'));
    expect(notice?.severity).toBe('warning');
    expect(notice?.text).toContain(aside);
    expect(readFileSync(join(directory, aside ?? ''), 'utf8')).toBe(text);
    expect(await ask('machines.add', { draft, password: keep })).toMatchObject({ ok: true });
    await ask('notices.dismiss', { id: notice?.id ?? '' });
    expect(panel.view().notices).toEqual([]);
  });

  it('with one bad entry keeps that aside and loads the good ones', async () => {
    const good = panelMachine('machine-1');
    const list = JSON.stringify({
      version: 1,
      machines: [{ ...good, cap: 'Emperor', id: 'bad' }, good, { ...good, name: 'twin' }],
    });
    const { panel, directory } = bench({ list });
    expect(panel.view().machines.map(({ id }) => id)).toEqual(['machine-1']);
    const aside = readdirSync(directory).find((file) => file.startsWith('machines.damaged'));
    expect(readFileSync(join(directory, aside ?? ''), 'utf8')).toBe(list);
    expect(panel.view().notices[0]?.text).toContain('2 of 3');
  });

  it('that cannot be written changes nothing: no machine, no password', async () => {
    const { panel, ask, directory, network, secrets } = bench({
      list: [panelMachine('machine-1')],
    });
    await settle();
    breakFolder(directory);
    const attempts = network.attempts.length;
    const password = { kind: 'set', password: 'hunter2-secret' } as const;
    expect(await ask('machines.add', { draft, password })).toMatchObject({
      failure: { kind: 'storage' },
    });
    expect(await ask('machines.update', { machineId, draft, password })).toMatchObject({
      failure: { kind: 'storage' },
    });
    expect(await ask('machines.remove', { machineId })).toMatchObject({
      failure: { kind: 'storage' },
    });
    expect(secrets.has(machineId)).toBe(false);
    expect(panel.view().machines.map(({ settings }) => settings)).toEqual([
      panelMachine('machine-1'),
    ]);
    await settle();
    expect(network.attempts).toHaveLength(attempts);
  });

  it('in a folder that cannot be used lets the panel start all the same, and says so', async () => {
    const directory = newDirectory();
    directories.push(directory);
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    const { panel } = bench({ directory: join(file, 'folder'), list: null });
    expect(panel.view().notices.some(({ text }) => /list of machines/i.test(text))).toBe(true);
  });
});

describe('changing a machine', () => {
  it('connects to its new address and leaves the old', async () => {
    const { ask, network, clock, panel } = bench();
    await settle();
    await settled(clock, ask('machines.update', { machineId, draft, password: keep }));
    await settle();
    expect(network.attempts).toEqual(['tcp machine.lab:7000', 'tcp other.lab:7000']);
    expect(network.connections[0]?.commands.at(-1)).toBe('QUIT');
    expect(panel.view().machines[0]).toMatchObject({
      settings: { name: 'Lab 3' },
      connection: { kind: 'ready' },
    });
  });

  it('twice at once leaves one machine, as it was asked last', async () => {
    const { ask, network, clock, panel } = bench();
    await settle();
    const change = (name: string) =>
      ask('machines.update', { machineId, draft: { ...draft, name }, password: keep });
    await settled(clock, Promise.all([change('First'), change('Second')]));
    await settle();
    expect(panel.view().machines.map(({ settings }) => settings.name)).toEqual(['Second']);
    expect(network.openCount).toBe(1);
  });

  it('and removing it at once leaves none', async () => {
    const { ask, network, clock, panel } = bench();
    await settle();
    const change = ask('machines.update', { machineId, draft, password: keep });
    const removal = ask('machines.remove', { machineId });
    await settled(clock, Promise.all([change, removal]));
    await settle();
    expect(panel.view().machines).toEqual([]);
    expect(network.openCount).toBe(0);
  });

  it('while the panel leaves begins nothing any more', async () => {
    const { ask, network, clock, panel } = bench();
    await settle();
    const change = ask('machines.update', { machineId, draft, password: keep });
    const leaving = panel.leave(5);
    await settled(clock, Promise.all([change, leaving]));
    await settle();
    expect(network.openCount).toBe(0);
    expect(clock.pending).toBe(1);
  });

  it('removes it with its password and leaves with QUIT', async () => {
    const { ask, network, clock, secrets, panel } = bench({
      simulator: { password: 'hunter2-secret' },
    });
    await settled(
      clock,
      ask('machines.update', {
        machineId,
        draft,
        password: { kind: 'set', password: 'hunter2-secret' },
      }),
    );
    await settle();
    expect(panel.view().machines[0]).toMatchObject({
      hasPassword: true,
      connection: { kind: 'ready' },
    });
    expect(secrets.read(machineId)).toEqual({ kind: 'password', password: 'hunter2-secret' });
    await settled(clock, ask('machines.remove', { machineId }));
    expect(secrets.has(machineId)).toBe(false);
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(panel.view().machines).toEqual([]);
  });
});

describe('the practice machine', () => {
  const practice = {
    kind: 'simulated',
    id: 'practice',
    name: 'Practice',
    cap: 'Controller',
    mode: 'on-demand',
  } as const;

  it('starts a run only once it was connected to, and says so', async () => {
    const list = JSON.stringify({ version: 1, machines: [practice] });
    const { ask, network } = bench({ list });
    const start = () => ask('practice.startRun', { machineId: 'practice' });
    expect(await start()).toMatchObject({ ok: false, failure: { kind: 'simulator' } });
    await ask('connection.connect', { machineId: 'practice' });
    await until(() => network.attempts.length > 0);
    expect(await start()).toEqual({ ok: true, value: null });
    expect(await start()).toMatchObject({ failure: { detail: expect.stringContaining('active') } });
  });

  it('has no settings to change, and no other machine starts practice runs', async () => {
    const list = JSON.stringify({ version: 1, machines: [practice, panelMachine('machine-1')] });
    const { ask } = bench({ list });
    expect(
      await ask('machines.update', { machineId: 'practice', draft, password: keep }),
    ).toMatchObject({ failure: { kind: 'invalid-input' } });
    expect(await ask('practice.startRun', { machineId })).toMatchObject({
      failure: { kind: 'invalid-input' },
    });
  });
});

describe('trusting a certificate', () => {
  const tls = panelMachine('machine-1', { address: 'gateway.lab:7443' });

  it('pins what was shown, and connects', async () => {
    const { ask, network, clock, panel } = bench({ list: [tls] });
    await settle();
    const offered = panel.view().machines[0]?.offeredCertificate;
    expect(panel.view().machines[0]?.connection).toMatchObject({
      kind: 'stopped',
      last: { kind: 'certificate-untrusted' },
    });
    expect(offered?.fingerprint).toBe(trustedFingerprint);
    expect(network.connections[0]?.writes).toEqual([]);
    await settled(
      clock,
      ask('connection.trust', { machineId, fingerprint: offered?.fingerprint ?? '' }),
    );
    await settle();
    expect(panel.view().machines[0]).toMatchObject({
      connection: { kind: 'ready', facts: { transport: { kind: 'tls' } } },
      offeredCertificate: null,
      settings: { tls: { pinnedFingerprint: trustedFingerprint } },
    });
  });

  it('is refused for another certificate than the one offered', async () => {
    const { ask, panel } = bench({ list: [tls] });
    await settle();
    expect(await ask('connection.trust', { machineId, fingerprint: 'AA:BB' })).toMatchObject({
      failure: { kind: 'situation-changed' },
    });
    expect(panel.view().machines[0]?.settings).toEqual(tls);
  });

  it('is refused where none is offered', async () => {
    const { ask } = bench();
    await settle();
    expect(
      await ask('connection.trust', { machineId, fingerprint: trustedFingerprint }),
    ).toMatchObject({ failure: { kind: 'situation-changed' } });
  });

  it('stops at a changed certificate instead of trusting it, and never falls back to plain text', async () => {
    const pinned = {
      ...tls,
      address: 'gateway.lab',
      tls: { ...noTlsSettings, pinnedFingerprint: trustedFingerprint.replaceAll('AA', 'CC') },
    } as typeof tls;
    const { network, clock, panel } = bench({ list: [pinned] });
    await clock.advance(600_000);
    expect(network.attempts).toEqual(['tls gateway.lab:7443']);
    expect(panel.view().machines[0]?.connection).toMatchObject({
      kind: 'stopped',
      last: { kind: 'certificate-changed' },
    });
  });
});

describe('the connection test', () => {
  it('tells every step, leaves with QUIT, and adds nothing', async () => {
    const { ask, network, clock, panel } = bench({ list: [] });
    const answer = await settled(
      clock,
      ask('machines.test', { draft, password: keep, machineId: null }),
    );
    if (!answer.ok) throw new Error(answer.failure.message);
    expect(answer.value.succeeded).toBe(true);
    expect(answer.value.steps.map(({ step }) => step)).toEqual([
      'dns',
      'tcp',
      'greeting',
      'level',
      'subscribe',
    ]);
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(network.openCount).toBe(0);
    expect(panel.view().machines).toEqual([]);
  });

  it.each([
    ['dns', 'dns', 'dns'],
    ['refused', 'tcp', 'connection-refused'],
  ] as const)('stops at the first failure: %s', async (fault, step, kind) => {
    const { ask, network, clock } = bench({ list: [] });
    network.faults.push(fault);
    const answer = await settled(
      clock,
      ask('machines.test', { draft, password: keep, machineId: null }),
    );
    if (!answer.ok) throw new Error(answer.failure.message);
    expect(answer.value).toMatchObject({ succeeded: false });
    expect(answer.value.steps.at(-1)).toMatchObject({ step, failure: { kind } });
  });

  it('uses the stored password where it is to be kept', async () => {
    const { ask, clock, secrets, network } = bench({
      simulator: { password: 'hunter2-secret' },
    });
    secrets.write(machineId, 'hunter2-secret');
    const answer = await settled(clock, ask('machines.test', { draft, password: keep, machineId }));
    if (!answer.ok) throw new Error(answer.failure.message);
    expect(answer.value.steps.map(({ step }) => step)).toContain('password');
    expect(network.commands.some((command) => command.startsWith('AUTH '))).toBe(true);
  });

  it('ends with the panel', async () => {
    const { ask, network, clock, panel, simulator } = bench({ list: [] });
    network.faults.push('silent-peer');
    const testing = ask('machines.test', { draft, password: keep, machineId: null });
    await settle();
    await settled(clock, panel.leave(5));
    simulator.dispose();
    await testing;
    expect({ timers: clock.pending, open: network.openCount }).toEqual({ timers: 0, open: 0 });
  });
});

describe('events', () => {
  it('come at most ten times a second of each kind, and lose nothing', async () => {
    const list = ['a', 'b', 'c'].map((id) => panelMachine(id));
    const { events, panel, clock, simulator } = bench({ list });
    simulator.startRun('Demo', 'A');
    await clock.advance(20_000);
    const times = new Map<string, number[]>();
    for (const { at, event } of events)
      times.set(event.event, [...(times.get(event.event) ?? []), at]);
    for (const [name, moments] of times)
      for (const [index, at] of moments.entries())
        if (index > 0) expect(at - (moments[index - 1] ?? 0), name).toBeGreaterThanOrEqual(100);
    for (const { id } of list) {
      const lines = events.flatMap(({ event }) =>
        event.event === 'console'
          ? event.payload.flatMap((part) => (part.machineId === id ? part.lines : []))
          : [],
      );
      expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1));
      const points = events.flatMap(({ event }) =>
        event.event === 'traces'
          ? event.payload.flatMap((part) => (part.machineId === id ? part.points : []))
          : [],
      );
      expect(points.length).toBeGreaterThan(15);
      expect(points).toEqual(panel.view().traces[id]?.slice(0, points.length));
    }
  });

  it('end with the machine as it now is', async () => {
    const { events, panel, clock, simulator } = bench();
    simulator.startRun('Demo', 'A');
    await clock.advance(12_345);
    await clock.advance(100);
    const last = events.findLast(({ event }) => event.event === 'machines')?.event;
    if (last?.event !== 'machines') throw new Error('no machine event');
    // The estimate is reckoned anew at every look.
    const { estimate: _now, ...view } = panel.view().machines[0] ?? {};
    const { estimate: _then, ...told } =
      last.payload.changed.find(({ id }) => id === machineId) ?? {};
    expect(told).toEqual(view);
    expect(last.payload.order).toEqual([machineId]);
  });

  it('tell of a removed machine by the order alone', async () => {
    const { events, ask, clock } = bench();
    await settle();
    await settled(clock, ask('machines.remove', { machineId }));
    await clock.advance(200);
    const last = events.findLast(({ event }) => event.event === 'machines')?.event;
    expect(last).toEqual({ event: 'machines', payload: { changed: [], order: [] } });
  });

  it('reach the other windows even if one of them fails', async () => {
    const { panel, clock, ask, events } = bench({ list: [] });
    const failing = panel.onEvent(() => {
      throw new Error('window gone');
    });
    const before = events.length;
    void ask('machines.add', { draft: { ...draft, mode: 'on-demand' }, password: keep });
    await settle();
    await clock.advance(150).catch(() => {});
    failing.dispose();
    expect(events.length).toBeGreaterThan(before);
  });
});

describe('a level held for a time', () => {
  const wish = { level: 'Controller', exclusive: false, stealth: false, seconds: 600 } as const;

  it('is given back some seconds after the last window is gone, but not for a reload', async () => {
    const { ask, clock, panel } = bench();
    await settle();
    panel.windowOpened();
    await settled(clock, ask('lease.take', { machineId, wish }));
    panel.windowClosed();
    await clock.advance(5_000);
    panel.windowOpened();
    await clock.advance(60_000);
    expect(panel.view().machines[0]?.lease).not.toBeNull();
    panel.windowClosed();
    await clock.advance(11_000);
    expect(panel.view().machines[0]).toMatchObject({
      lease: null,
      connection: { level: 'Observer' },
    });
  });
});

describe('leaving and sleeping', () => {
  it('leaves every machine with QUIT, once, whoever asks', async () => {
    const list = ['a', 'b', 'c'].map((id) => panelMachine(id));
    const { panel, network, clock, simulator } = bench({ list });
    await settle();
    await settled(clock, Promise.all([panel.leave(5), panel.leave(5)]));
    expect(network.connections.map((connection) => connection.commands.at(-1))).toEqual([
      'QUIT',
      'QUIT',
      'QUIT',
    ]);
    simulator.dispose();
    expect({ timers: clock.pending, open: network.openCount }).toEqual({ timers: 0, open: 0 });
  });

  it('is over in time even if no machine answers, and leaves nothing behind', async () => {
    const list = ['a', 'b'].map((id) => panelMachine(id));
    const { panel, network, clock, simulator } = bench({ list });
    network.faults.push('hangs');
    await settle();
    simulator.setSilent(true);
    const leaving = follow(panel.leave(2));
    await clock.advance(2_000);
    expect(leaving.outcome).not.toBe('waiting');
    simulator.dispose();
    expect({ timers: clock.pending, open: network.openCount }).toEqual({ timers: 0, open: 0 });
  });

  it('gives Controller back in the middle of an action', async () => {
    const { panel, network, clock, ask } = bench();
    await settle();
    const acting = ask('action.perform', {
      machineId,
      action: { kind: 'open-drawer' },
      acknowledgement: null,
    });
    await clock.advance(1_000);
    await settled(clock, panel.leave(5));
    expect(network.openCount).toBe(0);
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(await acting).toMatchObject({ value: { state: { kind: 'unknown' } } });
  });

  it('sleeps with QUIT and comes back', async () => {
    const { panel, network, clock } = bench();
    await settle();
    await settled(clock, panel.suspend());
    expect(network.commands.at(-1)).toBe('QUIT');
    expect(network.openCount).toBe(0);
    panel.resume();
    await settle();
    expect(panel.view().machines[0]?.connection.kind).toBe('ready');
  });
});

describe('a password', () => {
  it.each([
    ['right', 'hunter2-secret'],
    ['wrong', 'another'],
  ])('that is %s never leaves the panel', async (_, machinePassword) => {
    const secret = 'hunter2-secret';
    const { panel, ask, clock, events, logged, network, directory } = bench({
      list: [],
      simulator: { password: machinePassword, defaultLevel: 'Guest', maxLevel: 'Guest' },
    });
    const answers: unknown[] = [];
    const note = async (answer: Promise<unknown>): Promise<void> => {
      answers.push(await settled(clock, answer));
    };
    const password = { kind: 'set', password: secret } as const;
    await note(ask('machines.test', { draft, password, machineId: null }));
    await note(ask('machines.add', { draft, password }));
    await clock.advance(2_000);
    const id = panel.view().machines[0]?.id ?? '';
    await note(
      ask('action.perform', { machineId: id, action: { kind: 'power-on' }, acknowledgement: null }),
    );
    for (const text of ['POW?', 'AUTH', 'CHAL?', 'AUTH deadbeefdeadbeef'])
      await note(
        ask('console.send', { machineId: id, command: { text, level: 'Observer', wait: 'done' } }),
      );
    await note(ask('machines.update', { machineId: id, draft, password }));
    await clock.advance(2_000);
    await note(ask('machines.test', { draft, password: keep, machineId: id }));
    await note(ask('console.lines', { machineId: id }));
    await note(ask('panel.view', {}));
    await note(
      panel.handle('machines.add', {
        draft,
        password: { kind: 'set', password: secret, extra: 1 },
      }),
    );
    await note(panel.handle('machines.add', { draft: { ...draft, password: secret }, password }));
    await note(panel.handle(secret.length, { password: secret }));
    const everything = JSON.stringify([answers, events, logged]);
    expect(everything).not.toContain(secret);
    expect(answers.length).toBeGreaterThan(10);
    // Nor does the answer to a challenge, which would let it be guessed.
    const proofs = network.commands
      .map((command) => /^AUTH ([0-9a-f]{32})$/.exec(command)?.[1])
      .filter((proof) => proof !== undefined);
    expect(proofs.length).toBeGreaterThan(1);
    for (const proof of proofs) expect(everything).not.toContain(proof);
    expect(network.commands.join('\n')).not.toContain(secret);
    for (const file of readdirSync(directory, { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(secret);
  });
});

/** Real sockets and files need turns of the event loop; not a wait for any length of time. */
async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 10_000 && !condition(); turn++)
    await new Promise((resolve) => setImmediate(resolve));
  expect(condition()).toBe(true);
}

/** Makes every later write of the list fail, for any user and on any system: its folder is a file now. */
function breakFolder(directory: string): void {
  for (const file of readdirSync(directory))
    if (file.startsWith('machines')) rmSync(join(directory, file), { recursive: true });
  rmSync(directory, { recursive: true });
  writeFileSync(directory, '');
}
