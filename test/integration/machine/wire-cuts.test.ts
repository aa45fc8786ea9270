import { describe, expect, it } from 'vitest';
import type { ActionKind, ActionRecord, MachineAction } from '../../../shared/action.ts';
import { settle } from '../../support/fake-clock.ts';
import {
  createBench,
  deeds,
  finalStates,
  type MachineBench,
  performAgreeing,
  settled,
} from '../../support/machine-bench.ts';
import type { WireRules } from '../../support/machine-network.ts';

interface Story {
  readonly action: MachineAction;
  readonly prepare?: (bench: MachineBench) => void;
  /** Right before the action is asked for, unseen by the panel. */
  readonly meanwhile?: (bench: MachineBench) => void;
  /** What is written when nothing goes wrong. */
  readonly commands: readonly string[];
}

const stories: Readonly<Record<string, Story>> = {
  'a quick action': { action: { kind: 'power-off' }, commands: ['POW OFF'] },
  'an action that moves': { action: { kind: 'open-drawer' }, commands: ['OPEN'] },
  'an action done when accepted': {
    action: { kind: 'pause' },
    prepare: ({ simulator }) => simulator.startRun('Demo', 'A'),
    commands: ['PAUSe'],
  },
  'an action the machine refuses': {
    action: { kind: 'pause' },
    prepare: ({ simulator }) => simulator.startRun('Demo', 'A'),
    meanwhile: ({ simulator }) => {
      simulator.instrument.run?.abort();
      simulator.instrument.settleRun();
    },
    commands: ['PAUSe'],
  },
};

interface Outcome {
  readonly record: ActionRecord;
  readonly bench: MachineBench;
  /** What the first connection carried towards the machine. */
  readonly written: readonly string[];
  /** Bytes that had come on it when the action was asked for, when it ended, and in all. */
  readonly bytes: { readonly before: number; readonly final: number; readonly all: number };
}

/** Connects, acts, and lets everything come to rest, with rules for the first connection only. */
async function play(story: Story, rules: WireRules): Promise<Outcome> {
  const bench = createBench();
  const { network, machine, clock } = bench;
  network.rules = { muteTopics: true, ...rules };
  story.prepare?.(bench);
  await bench.ready();
  network.rules = { muteTopics: true };
  story.meanwhile?.(bench);
  const [first] = network.connections;
  const before = first?.arrivedBytes ?? 0;
  let final = 0;
  machine.onAction(() => {
    final = first?.arrivedBytes ?? 0;
  });
  const record = await settled(clock, performAgreeing(machine, story.action));
  if (machine.snapshot().connection.kind !== 'ready') await clock.advance(1_000);
  await settle();
  const bytes = { before, final, all: first?.arrivedBytes ?? 0 };
  return { record, bench, written: first?.commands ?? [], bytes };
}

function expectHonest(story: Story, { record, bench, written }: Outcome): void {
  const { actions, network, machine } = bench;
  expect(finalStates(actions)).toEqual([record.state]);
  // Once, on one connection, never again.
  const sent = deeds(network.commands);
  expect(sent).toEqual(deeds(written));
  expect(sent.length === 0 || sent.join() === story.commands.join()).toBe(true);
  if (record.state.kind === 'not-sent') expect(sent).toEqual([]);
  else expect(sent).toEqual(story.commands);
  const again = network.connections.slice(1).flatMap((connection) => connection.commands);
  expect(
    again.filter(
      (command) => !/^(RET |ACC\?|SUBS |SYST:SETT:NICK\?|PROT\? \$\{Protocol\})/.test(command),
    ),
  ).toEqual([]);
  expect(machine.snapshot().connection).toMatchObject({ kind: 'ready', level: 'Observer' });
}

describe('a connection that breaks at any byte', () => {
  for (const [name, story] of Object.entries(stories)) {
    it(`leaves ${name} with exactly one honest outcome`, async () => {
      const whole = await play(story, {});
      expectHonest(story, whole);
      const refused = name.includes('refuses');
      expect(whole.record.state.kind).toBe(refused ? 'refused' : 'confirmed');
      await whole.bench.end();
      const { before, final, all } = whole.bytes;
      const kinds = new Set<string>();
      const cut = async (bytes: number): Promise<void> => {
        const outcome = await play(story, { cutAfterBytes: bytes });
        expectHonest(story, outcome);
        kinds.add(outcome.record.state.kind);
        await outcome.bench.end();
      };
      // The opening conversation is the same for all; one of them is enough for its every byte.
      const from = name === 'a quick action' ? 1 : before - 1;
      for (let bytes = from; bytes <= final; bytes++) await cut(bytes);
      for (let bytes = final; bytes <= all; bytes += 40) await cut(bytes);
      expect([...kinds]).toContain('unknown');
      expect([...kinds]).toContain(whole.record.state.kind);
      expect([...kinds]).toContain('not-sent');
    }, 30_000);
  }

  it('never leaves an action that was written as not sent, nor one that was not as unknown', async () => {
    for (const [cut, kind] of [
      [/ Controller/, 'not-sent'],
      [/^POW OFF$/, 'unknown'],
      [/^POW\?$/, 'unknown'],
    ] as const) {
      const outcome = await play(stories['a quick action'] as Story, { cutAfterCommand: cut });
      expect(outcome.record.state).toMatchObject({ kind, failure: { kind: 'connection-lost' } });
      await outcome.bench.end();
    }
    // All is done and read back; that the level was given back is proved by the session's end.
    const outcome = await play(stories['a quick action'] as Story, {
      cutAfterCommand: / Observer/,
    });
    expect(outcome.record.state.kind).toBe('confirmed');
    await outcome.bench.end();
  });
});

describe('an answer that never comes', () => {
  const silenced: readonly (readonly [ActionKind, string, string])[] = [
    ['power-off', 'POW', 'unknown'],
    ['power-off', 'POW?', 'unknown'],
    ['power-off', 'ACC', 'not-sent'],
  ];
  for (const [kind, command, end] of silenced) {
    it(`to ${command} ends ${kind} as ${end}, once, and Controller is not kept`, async () => {
      const bench = createBench();
      const { machine, clock, simulator, network } = bench;
      await bench.ready();
      simulator.faultReply({ kind: 'drop', command, times: 1 });
      const record = await settled(clock, performAgreeing(machine, { kind } as MachineAction));
      expect(record.state).toMatchObject({ kind: end });
      expect(finalStates(bench.actions)).toEqual([record.state]);
      await clock.advance(10_000);
      expect(deeds(network.commands).length).toBeLessThanOrEqual(1);
      expect(machine.snapshot().connection).toMatchObject({ kind: 'ready', level: 'Observer' });
      await bench.end();
    });
  }

  it('in deed ends a moving action as unknown', async () => {
    const bench = createBench();
    const { machine, clock, simulator } = bench;
    await bench.ready();
    simulator.setDrawerStuck(true);
    const record = await settled(clock, performAgreeing(machine, { kind: 'open-drawer' }));
    expect(record.state).toMatchObject({
      kind: 'unknown',
      failure: { kind: 'read-back-mismatch', message: expect.stringContaining('Drawer unknown') },
    });
    await bench.end();
  });

  it('after acceptance ends a moving action as unknown after ten minutes', async () => {
    const bench = createBench();
    const { machine, clock, simulator, actions } = bench;
    await bench.ready();
    // The motion never ends, so its `OK` does not come.
    const acting = performAgreeing(machine, { kind: 'open-drawer' });
    await clock.advance(500);
    expect(actions.at(-1)?.state.kind).toBe('accepted');
    simulator.instrument.mechanics.halt();
    await clock.advance(590_000);
    expect(actions.at(-1)?.state.kind).toBe('accepted');
    const record = await settled(clock, acting);
    expect(record.state).toMatchObject({ kind: 'unknown', failure: { kind: 'no-answer' } });
    expect(machine.snapshot().connection).toMatchObject({ kind: 'ready', level: 'Observer' });
    await bench.end();
  });
});
