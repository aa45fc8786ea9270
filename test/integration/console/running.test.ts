import { afterEach, describe, expect, it } from 'vitest';
import type { ConsoleCommand } from '../../../shared/console.ts';
import { explain } from '../../../electron/machine/failure-words.ts';
import {
  type BenchOptions,
  createBench,
  type MachineBench,
  performAgreeing,
  settled,
} from '../../support/machine-bench.ts';

const benches: MachineBench[] = [];
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
});
async function bench(options: BenchOptions = {}): Promise<MachineBench> {
  const made = createBench(options);
  benches.push(made);
  await made.ready();
  return made;
}

function typed(text: string, change: Partial<ConsoleCommand> = {}): ConsoleCommand {
  return { text, level: 'Observer', wait: 'done', acknowledgement: null, ...change };
}

/** Sends, agreeing to whatever is asked. */
function agreeing({ machine }: MachineBench, text: string): Promise<unknown> {
  const level = 'Controller';
  const verdict = machine.console.judge({ text, level });
  const acknowledgement =
    verdict.kind === 'confirm'
      ? {
          situation: verdict.situation,
          codes: verdict.reasons.map(({ code }) => code),
          typedName: machine.settings.name,
        }
      : null;
  return machine.console.send(typed(text, { level, acknowledgement }));
}

const failureOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => explain(error).kind,
  );

describe('commands that are running', () => {
  it('are listed with how far they are until they end', async () => {
    const made = await bench();
    const { machine, clock } = made;
    const states: string[] = [];
    machine.console.onRunning(() =>
      states.push(machine.console.running.map(({ text, state }) => `${text} ${state}`).join()),
    );
    await settled(clock, agreeing(made, 'OPEN'));
    expect(states).toEqual(['OPEN preparing', 'OPEN sent', 'OPEN accepted', '']);
  });

  it('can be abandoned: nothing is sent, the machine goes on, and the outcome is unknown', async () => {
    const made = await bench();
    const { machine, clock, network, ledger } = made;
    const opening = failureOf(agreeing(made, 'OPEN'));
    await clock.advance(500);
    const before = network.commands.length;
    const [running] = machine.console.running;
    expect(running).toMatchObject({ state: 'accepted', level: 'Controller' });
    expect(machine.console.abandon(running?.id ?? '')).toBe(true);
    expect(await opening).toBe('abandoned');
    expect(network.commands.length).toBe(before);
    expect(machine.console.running).toEqual([]);
    expect(machine.console.abandon(running?.id ?? '')).toBe(false);
    expect(ledger.states.at(-1)?.state).toMatchObject({
      kind: 'unknown',
      failure: { kind: 'abandoned' },
    });
    await clock.advance(30_000);
    expect(machine.snapshot().readings.drawer?.value).toBe('Open');
  });

  it('are not sent at all when they are abandoned while they wait for their level', async () => {
    const made = await bench();
    const { machine, clock, network } = made;
    const opening = performAgreeing(machine, { kind: 'open-drawer' });
    await clock.advance(500);
    const waiting = failureOf(machine.console.send(typed('TBC:PROP?')));
    await clock.advance(0);
    const [running] = machine.console.running;
    expect(running?.state).toBe('preparing');
    machine.console.abandon(running?.id ?? '');
    expect(await settled(clock, waiting)).toBe('cancelled');
    await settled(clock, opening);
    await clock.advance(10_000);
    expect(network.commands).not.toContain('TBC:PROP?');
    expect(machine.snapshot().connection).toMatchObject({ level: 'Observer' });
  });

  it('are waited for as long as was chosen', async () => {
    const made = await bench();
    const { machine, clock } = made;
    made.simulator.setSilent(true);
    const patient = typed('POW?', { firstReplySeconds: 3 });
    const asked = failureOf(machine.console.send(patient));
    await clock.advance(2_900);
    expect(machine.console.running).toHaveLength(1);
    await clock.advance(200);
    expect(await asked).toBe('no-answer');
    made.simulator.setSilent(false);
  });
});

describe('a machine that is connected on demand', () => {
  it('can be asked about once it was read, and then gets what was agreed to', async () => {
    const made = await bench({ settings: { mode: 'on-demand' } });
    const { machine, clock, network } = made;
    // At first nothing is known of it, so another question comes up once it was read.
    expect(await settled(clock, failureOf(agreeing(made, 'OPEN')))).toBe('situation-changed');
    await settled(clock, agreeing(made, 'OPEN'));
    expect(network.commands.filter((command) => command === 'OPEN')).toHaveLength(1);
    await clock.advance(61_000);
    expect(machine.snapshot().connection.kind).toBe('off');
  });
});

describe('a level changed by hand', () => {
  it('lets nothing else through unasked meanwhile', async () => {
    const made = await bench();
    const { machine, clock, network } = made;
    const text = 'ACC Controller';
    const verdict = machine.console.judge({ text, level: 'Observer' });
    if (verdict.kind !== 'confirm') throw new Error(`not asked about, but ${verdict.kind}`);
    const acknowledgement = {
      situation: verdict.situation,
      codes: verdict.reasons.map(({ code }) => code),
      typedName: '',
    };
    expect(machine.console.judge({ text: 'OPEN', level: 'Observer' }).kind).toBe('allow');
    const taking = machine.console.send(typed(text, { acknowledgement }));
    // The machine would now open the drawer for whoever asks on this connection.
    const opening = failureOf(machine.console.send(typed('OPEN')));
    expect(await settled(clock, opening)).toBe('situation-changed');
    await settled(clock, taking);
    await clock.advance(1_000);
    expect(network.commands).not.toContain('OPEN');
    expect(machine.snapshot().connection).toMatchObject({ level: 'Observer' });
    expect(machine.console.judge({ text: 'OPEN', level: 'Observer' }).kind).toBe('allow');
  });
});

describe('the record of a command', () => {
  it('holds its own lines and no other’s, however many are under way', async () => {
    const made = await bench();
    const { machine, clock, ledger } = made;
    const level = 'Controller';
    const asked = ['RET one', 'RET two', 'RET three'].map((text) =>
      machine.console.send(typed(text, { level })),
    );
    await settled(clock, Promise.all(asked));
    expect(ledger.evidence.map(({ text }) => text.replace(/\d+ /, ''))).toEqual(
      expect.arrayContaining(['RET one', 'OK one', 'RET two', 'OK two', 'RET three', 'OK three']),
    );
    expect(ledger.evidence).toHaveLength(6);
  });
});

describe('a key that lets anyone in', () => {
  it('is shown to who asked for it, and kept in no record', async () => {
    const made = await bench();
    const { machine, clock, ledger } = made;
    const [text, level] = ['RAND?', 'Controller'] as const;
    const verdict = machine.console.judge({ text, level });
    if (verdict.kind !== 'confirm') throw new Error(`not asked about, but ${verdict.kind}`);
    const codes = verdict.reasons.map(({ code }) => code);
    const acknowledgement = { situation: verdict.situation, codes, typedName: '' };
    const reply = await settled(
      clock,
      machine.console.send(typed(text, { level, acknowledgement })),
    );
    expect(reply.text).toMatch(/^\d{6}$/);
    expect(JSON.stringify([ledger.evidence, ledger.states])).not.toContain(reply.text);
    expect(ledger.evidence.at(-1)?.text).toBe('OK ***');
  });
});

describe('fifty commands at once', () => {
  it('each get their own answer, whatever the order of the replies', async () => {
    const held: string[] = [];
    const made = await bench();
    const { machine, clock, network } = made;
    // Replies to the console are held back and come in reverse.
    network.rewrite = (text) => {
      if (!/^OK \d+ number-/.test(text)) return text;
      held.push(text);
      return held.length < 50 ? '' : held.toReversed().join('');
    };
    const asked = Array.from({ length: 50 }, (_, index) =>
      machine.console.send(typed(`RET number-${index}`)),
    );
    const answers = await settled(clock, Promise.all(asked));
    expect(answers.map(({ text }) => text)).toEqual(
      Array.from({ length: 50 }, (_, index) => `number-${index}`),
    );
    const written = network.commands.filter((command) => command.startsWith('RET number'));
    expect(written.slice(0, 2)).toEqual(['RET number-0', 'RET number-1']);
    const replies = made.lines.filter(({ kind, origin }) => kind === 'ok' && origin === 'console');
    expect(replies[0]?.text).toBe('number-49');
  });
});
