import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ConsoleCommand } from '../../../shared/console.ts';
import type { MachineId } from '../../../shared/units.ts';
import { settled } from '../../support/machine-bench.ts';
import {
  createPanelBench,
  newDirectory,
  type PanelBench,
  type PanelBenchOptions,
  panelMachine,
} from '../../support/machine-panel.ts';

const machineId = 'machine-1' as MachineId;
const benches: PanelBench[] = [];
const directories: string[] = [];
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

async function bench(options: PanelBenchOptions = {}): Promise<PanelBench> {
  const made = createPanelBench(options);
  benches.push(made);
  await made.clock.advance(2_000);
  return made;
}

/** A folder that outlives its panel, with one machine in it. */
function keptDirectory(): string {
  const directory = newDirectory();
  directories.push(directory);
  writeFileSync(
    join(directory, 'machines.json'),
    JSON.stringify({ version: 1, machines: [panelMachine('machine-1')] }),
  );
  return directory;
}

async function reopen(directory: string): Promise<PanelBench> {
  await benches.pop()?.end();
  return bench({ directory });
}

function valueOf<T>(answer: { ok: true; value: T } | { ok: false; failure: object }): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

function typed(text: string, change: Partial<ConsoleCommand> = {}) {
  return {
    machineId,
    command: { text, level: 'Observer' as const, wait: 'done' as const, ...change },
  };
}

async function send({ ask, clock }: PanelBench, text: string): Promise<void> {
  const verdict = valueOf(await ask('console.judge', { machineId, text, level: 'Observer' }));
  const acknowledgement =
    verdict.kind === 'confirm'
      ? {
          situation: verdict.situation,
          codes: verdict.reasons.map(({ code }) => code),
          typedName: '',
        }
      : null;
  await settled(clock, ask('console.send', typed(text, { acknowledgement })));
}

const asked = ({ network }: PanelBench): readonly string[] =>
  network.commands.filter((command) => command.startsWith('HELP?'));

describe('the machine’s own help', () => {
  it('is read once for each firmware, kept over a restart, and read anew on request', async () => {
    const directory = keptDirectory();
    const made = await bench({ directory });
    const list = valueOf(
      await settled(made.clock, made.ask('console.help', { machineId, command: null })),
    );
    expect(list.names).toContain('EXPeriment:READ?');
    expect(list.names.length).toBeGreaterThan(40);
    expect(list.raw).toContain('<quote.reply>');
    const page = valueOf(
      await settled(made.clock, made.ask('console.help', { machineId, command: 'BLOCK' })),
    );
    expect(page.pages['block']?.raw).toContain('BLOCK ON [temperature]');
    await made.ask('console.help', { machineId, command: 'BLOCK' });
    expect(asked(made)).toEqual(['HELP?', 'HELP? BLOCK']);

    const again = await reopen(directory);
    const kept = valueOf(
      await settled(again.clock, again.ask('console.help', { machineId, command: 'BLOCK' })),
    );
    expect(kept).toEqual(page);
    expect(asked(again)).toEqual([]);
    await settled(
      again.clock,
      again.ask('console.help', { machineId, command: null, refresh: true }),
    );
    expect(asked(again)).toEqual(['HELP?']);
  });

  it.each(['{ "pages": ', '{"product":1}'])(
    'that is damaged on disk, as %j, is set aside and read again',
    async (damage) => {
      const directory = keptDirectory();
      const made = await bench({ directory });
      await settled(made.clock, made.ask('console.help', { machineId, command: null }));
      const name = readdirSync(directory).find((each) => each.startsWith('help-')) ?? '';
      await benches.pop()?.end();
      writeFileSync(join(directory, name), damage);
      const again = await bench({ directory });
      const list = valueOf(
        await settled(again.clock, again.ask('console.help', { machineId, command: null })),
      );
      expect(list.names).toContain('BLOCK');
      expect(
        again.panel
          .view()
          .notices.map(({ text }) => text)
          .join(),
      ).toContain('of its commands');
      const aside = readdirSync(directory).filter((each) => each.includes('.damaged-'));
      expect(aside.map((each) => readFileSync(join(directory, each), 'utf8'))).toEqual([damage]);
    },
  );

  it('explains why a command has no page', async () => {
    const made = await bench();
    const answer = await settled(
      made.clock,
      made.ask('console.help', { machineId, command: 'NOPE?' }),
    );
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'machine-error' } });
  });
});

describe('topics', () => {
  it('are counted as they come, with who asked for each', async () => {
    const made = await bench();
    await made.clock.advance(20_000);
    const facts = valueOf(await made.ask('console.topics', { machineId }));
    const temperature = facts.find(({ topic }) => topic === 'Temperature');
    expect(temperature).toMatchObject({ subscribed: 'panel', perSecond: 1 });
    expect(temperature?.count).toBeGreaterThan(15);
    expect(temperature?.last?.text).toContain('-sample=');
    expect(facts.find(({ topic }) => topic === 'Run')).toMatchObject({ count: 0, last: null });
  });

  it('that are chosen are asked for again after a reconnection, until they are given up', async () => {
    const made = await bench();
    const { ask, clock, network } = made;
    expect(await settled(clock, ask('console.subscribe', { machineId, topic: 'Debug' }))).toEqual({
      ok: true,
      value: null,
    });
    network.latest.break();
    await clock.advance(10_000);
    const again = network.latest.commands;
    expect(again).toContain('SUBS -timestamp Debug');
    const facts = valueOf(await ask('console.topics', { machineId }));
    expect(facts.find(({ topic }) => topic === 'Debug')?.subscribed).toBe('chosen');
    await settled(clock, ask('console.unsubscribe', { machineId, topic: 'debug' }));
    expect(network.commands.at(-1)).toBe('UNS debug');
    network.latest.break();
    await clock.advance(10_000);
    expect(network.latest.commands).not.toContain('SUBS -timestamp Debug');
  });

  it('of QuantDeck’s own cannot be given up, and come back after they were given up by hand', async () => {
    const made = await bench();
    const { ask, clock, network } = made;
    const refused = await ask('console.unsubscribe', { machineId, topic: 'temperature' });
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    await send(made, 'UNS Temperature');
    await clock.advance(100);
    expect(network.commands.slice(-2)).toEqual([
      'UNS Temperature',
      'SUBS -timestamp Temperature Time Run LEDStatus System',
    ]);
  });

  it('must be words', async () => {
    const { ask } = await bench();
    for (const topic of ['', 'a b', 'x\nOPEN', '$(OPEN)', '-timestamp'])
      expect(await ask('console.subscribe', { machineId, topic })).toMatchObject({
        ok: false,
        failure: { kind: 'invalid-input' },
      });
  });
});

describe('the history of the console', () => {
  it('survives a restart, without secrets and without repeats in a row', async () => {
    const directory = keptDirectory();
    const made = await bench({ directory });
    for (const text of ['POW?', 'POW?', 'DRAW?', 'AUTH 0123456789abcdef', 'POW?'])
      await send(made, text);
    const expected = ['POW?', 'DRAW?', 'AUTH ***', 'POW?'];
    expect(valueOf(await made.ask('console.history', { machineId }))).toEqual(expected);
    const again = await reopen(directory);
    expect(valueOf(await again.ask('console.history', { machineId }))).toEqual(expected);
    expect(readFileSync(join(directory, 'console-history.json'), 'utf8')).not.toContain('abcdef');
    await again.ask('console.forgetHistory', { machineId });
    expect(valueOf(await again.ask('console.history', { machineId }))).toEqual([]);
  });

  it('that is damaged is set aside, and a new one begins', async () => {
    const directory = keptDirectory();
    writeFileSync(join(directory, 'console-history.json'), '{"machines":[1]}');
    const made = await bench({ directory });
    expect(valueOf(await made.ask('console.history', { machineId }))).toEqual([]);
    expect(
      made.panel
        .view()
        .notices.map(({ text }) => text)
        .join(),
    ).toContain('console');
  });
});

describe('bookmarks', () => {
  const content = { name: 'Drawer', text: 'DRAW?', level: 'Observer', note: '' } as const;

  it('are kept, changed, removed, and handed on as a file', async () => {
    const directory = keptDirectory();
    const made = await bench({ directory });
    const first = valueOf(await made.ask('bookmarks.save', { id: null, bookmark: content }));
    const secret = { ...content, name: 'Enter', text: 'AUTH 0123456789abcdef' };
    const second = valueOf(await made.ask('bookmarks.save', { id: null, bookmark: secret }));
    expect(second.text).toBe('AUTH ***');
    const renamed = { ...content, name: 'Where is it?' };
    valueOf(await made.ask('bookmarks.save', { id: first.id, bookmark: renamed }));
    const file = valueOf(await made.ask('bookmarks.export', {}));

    const again = await reopen(directory);
    expect(valueOf(await again.ask('bookmarks.list', {}))).toEqual([
      { ...renamed, id: first.id },
      second,
    ]);
    await again.ask('bookmarks.remove', { id: first.id });
    expect(valueOf(await again.ask('bookmarks.import', { text: file.text }))).toEqual({
      added: 1,
      skipped: 1,
    });
    expect(valueOf(await again.ask('bookmarks.list', {})).map(({ name }) => name)).toEqual([
      'Enter',
      'Where is it?',
    ]);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"format":"other","version":1,"bookmarks":[]}',
    '{"format":"quantdeck-bookmarks","version":2,"bookmarks":[]}',
    '{"format":"quantdeck-bookmarks","version":1,"bookmarks":[{"name":"x"}]}',
    '{"format":"quantdeck-bookmarks","version":1,"bookmarks":[{"name":"x","text":"POW?","level":"King","note":""}]}',
  ])('are not taken from %j', async (text) => {
    const { ask } = await bench();
    expect(await ask('bookmarks.import', { text })).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input' },
    });
    expect(valueOf(await ask('bookmarks.list', {}))).toEqual([]);
  });
});

describe('a broadcast', () => {
  const two = {
    list: [panelMachine('machine-1'), panelMachine('machine-2', { mode: 'on-demand' })],
  };
  const machineIds = ['machine-1', 'machine-2', 'machine-3', 'machine-1'];

  it('asks every machine once and answers side by side, whatever happens to one', async () => {
    const made = await bench(two);
    const answers = valueOf(
      await settled(made.clock, made.ask('console.broadcast', { machineIds, text: 'DRAW?' })),
    );
    expect(answers).toMatchObject([
      { machineId: 'machine-1', result: { ok: true, value: { text: 'Closed' } } },
      { machineId: 'machine-2', result: { ok: true, value: { text: 'Closed' } } },
      { machineId: 'machine-3', result: { ok: false, failure: { kind: 'unknown-machine' } } },
    ]);
    expect(made.network.commands.filter((command) => command === 'DRAW?')).toHaveLength(2);
  });

  it.each([
    'OPEN',
    'LED:BLUEON',
    'RET $(OPEN)',
    'RET $(LED:BLUEON)',
    'RET "$(CLOSE)"',
    'RET $[ 1 ]',
    'eval? 1',
    'RAND?',
    '${Command}',
    'ACC Controller',
    'DRAW?\nOPEN',
    'DRAW?; OPEN',
    'SUBS Run',
    'SOMETHING',
    '<block>\nLED:REDON\n</block>',
    '',
    '# nothing',
  ])('refuses %j before anything is sent', async (text) => {
    const made = await bench(two);
    const before = made.network.commands.length;
    const answer = await made.ask('console.broadcast', { machineIds, text });
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    expect(made.network.commands.length).toBe(before);
  });
});
