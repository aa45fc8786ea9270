import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../../../shared/action.ts';
import type { ScriptRunState } from '../../../shared/scripts.ts';
import type { MachineId } from '../../../shared/units.ts';
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

function keptDirectory(): string {
  const directory = newDirectory();
  directories.push(directory);
  writeFileSync(
    join(directory, 'machines.json'),
    JSON.stringify({ version: 1, machines: [panelMachine('machine-1')] }),
  );
  return directory;
}

function valueOf<T>(answer: { ok: true; value: T } | { ok: false; failure: object }): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

async function agreement({ ask }: PanelBench, text: string): Promise<Acknowledgement | null> {
  const { verdict } = valueOf(await ask('scripts.check', { machineId, text }));
  if (verdict.kind !== 'confirm') return null;
  const codes = verdict.reasons.map(({ code }) => code);
  return { situation: verdict.situation, codes, typedName: 'Lab 2' };
}

async function start(made: PanelBench, ...lines: readonly string[]): Promise<void> {
  const text = lines.join('\n');
  const acknowledgement = await agreement(made, text);
  valueOf(await made.ask('scripts.run', { machineId, name: 'Test', text, acknowledgement }));
}

async function state({ ask }: PanelBench): Promise<ScriptRunState> {
  const now = valueOf(await ask('scripts.state', { machineId }));
  if (now === null) throw new Error('no script was run');
  return now;
}

async function logOf({ ask }: PanelBench): Promise<readonly string[]> {
  const [latest] = valueOf(await ask('scripts.logs', { machineId }));
  if (latest === undefined) throw new Error('there is no log');
  const log = valueOf(await ask('scripts.log', { id: latest.id }));
  return log.entries.map(({ line, kind, text }) => `${line} ${kind} ${text}`);
}

/** What the script sent, in order. */
const sent = ({ network }: PanelBench): readonly string[] =>
  network.commands.filter(
    (command) => !/^(RET \$|ACC |SUBS |SYST:SETT|PROT\?|QUIT|ACC\?$)/.test(command),
  );

describe('a script', () => {
  it('is run step by step to its end, with a log, events and a note in the journal', async () => {
    const made = await bench();
    await start(
      made,
      '@set What 1',
      '@repeat 2',
      'RET {{What}}',
      '@wait 5s',
      '@end',
      'DRAW?',
      '@expect /^closed$/i',
    );
    await made.clock.advance(4_000);
    expect((await state(made)).progress.kind).toBe('waiting');
    expect(sent(made)).toEqual(['RET 1']);
    await made.clock.advance(10_000);
    expect(await state(made)).toMatchObject({ progress: { kind: 'finished' }, step: 7, steps: 7 });
    expect(sent(made)).toEqual(['RET 1', 'RET 1', 'DRAW?']);
    expect(await logOf(made)).toEqual([
      '1 step What was set.',
      '3 command RET 1',
      '3 reply 1',
      '4 step Waiting 5 s.',
      '3 command RET 1',
      '3 reply 1',
      '4 step Waiting 5 s.',
      '6 command DRAW?',
      '6 reply Closed',
      '7 step /^closed$/ was found.',
      '7 end Finished.',
    ]);
    const journal = valueOf(await made.ask('journal.query', { kinds: ['notice'], limit: 10 }));
    expect(JSON.stringify(journal)).toContain('The script “Test”: Finished.');
    const told = made.events.flatMap(({ event }) =>
      event.event === 'scripts' ? event.payload : [],
    );
    expect(told.at(-1)).toEqual(await state(made));
  });

  it('is checked without sending anything: what is wrong, what is risky, and how long it waits', async () => {
    const made = await bench();
    const before = made.network.commands.length;
    const text =
      '@level Controller\nOPEN\nPAUSe\n@wait 90s\nFILE:REMOVE a\nOPEN\nAUTH 0123456789abcdef';
    const check = valueOf(await made.ask('scripts.check', { machineId, text }));
    expect(check).toMatchObject({ problems: [], steps: 7, waitSeconds: 90 });
    expect(check.risks.map(({ line, command, verdict }) => [line, command, verdict.kind])).toEqual([
      [2, 'OPEN', 'confirm'],
      [3, 'PAUSe', 'refuse'],
      [5, 'FILE:REMOVE a', 'confirm'],
      [7, 'AUTH ***', 'confirm'],
    ]);
    expect(
      check.verdict.kind === 'confirm' && check.verdict.reasons.map(({ code }) => code),
    ).toEqual(['moves:OPEN', 'later:no-run', 'deletes:FILe:REMove', 'access:AUTHenticate']);
    const wrong = valueOf(await made.ask('scripts.check', { machineId, text: 'POW?\n@what' }));
    expect(wrong.problems).toMatchObject([{ line: 2, column: 1 }]);
    expect(wrong.verdict.kind).toBe('refuse');
    expect(made.network.commands.length).toBe(before);
  });

  it('with risks starts only once they were agreed to, for that text', async () => {
    const made = await bench();
    const text = '@level Controller\nOPEN';
    const run = (acknowledgement: Acknowledgement | null, other = text) =>
      made.ask('scripts.run', { machineId, name: 'Test', text: other, acknowledgement });
    const acknowledgement = await agreement(made, text);
    expect(await run(null)).toMatchObject({ ok: false, failure: { kind: 'situation-changed' } });
    expect(await run(acknowledgement, `${text}\nCLOSE`)).toMatchObject({ ok: false });
    expect(await run(null, '@what')).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input', remedy: expect.stringContaining('Line 1, column 1') },
    });
    expect(sent(made)).toEqual([]);
    valueOf(await run(acknowledgement));
    await made.clock.advance(30_000);
    expect((await state(made)).progress.kind).toBe('finished');
    expect(sent(made)).toEqual(['OPEN']);
    // The level was given back.
    expect(made.panel.view().machines[0]?.connection).toMatchObject({ level: 'Observer' });
  });

  it('stops at the first thing the machine refuses', async () => {
    const made = await bench();
    await start(made, 'RET 1', 'FILE:READ? nowhere', 'RET 2');
    await made.clock.advance(1_000);
    expect(await state(made)).toMatchObject({ line: 2, progress: { kind: 'failed' } });
    expect(sent(made)).toEqual(['RET 1', 'FILE:READ? nowhere']);
  });

  it('stops where the machine answers something else than expected', async () => {
    const made = await bench();
    await start(made, 'DRAW?', '@expect /Open/', 'RET 2');
    await made.clock.advance(1_000);
    expect(await state(made)).toMatchObject({
      line: 2,
      progress: { kind: 'failed', failure: { kind: 'unexpected-reply', detail: 'Closed' } },
    });
    expect(sent(made)).toEqual(['DRAW?']);
  });

  it('stops before a command that the interlocks refuse at its turn', async () => {
    const made = await bench();
    await start(made, '@level Controller', '@wait 20s', 'POW OFF');
    made.simulator.startRun('Standard-PCR', 'Evening plate');
    await made.clock.advance(30_000);
    expect(await state(made)).toMatchObject({
      line: 3,
      progress: { kind: 'failed', failure: { kind: 'interlock' } },
    });
    expect(sent(made)).toEqual([]);
  });

  it('stops before a command about which there is more to ask than was agreed to', async () => {
    const made = await bench();
    await start(made, '@level Controller', '@wait 20s', 'OPEN');
    made.simulator.startRun('Standard-PCR', 'Evening plate');
    await made.clock.advance(30_000);
    expect(await state(made)).toMatchObject({
      progress: { kind: 'failed', failure: { kind: 'situation-changed' } },
    });
    expect(sent(made)).toEqual([]);
  });

  it('can be paused, resumed and stopped, also while it waits', async () => {
    const made = await bench();
    const { ask, clock } = made;
    await start(made, '@wait 10s', 'RET 1', '@wait 1h', 'RET 2');
    await ask('scripts.pause', { machineId });
    await clock.advance(20_000);
    expect((await state(made)).progress.kind).toBe('paused');
    expect(sent(made)).toEqual([]);
    await ask('scripts.resume', { machineId });
    await clock.advance(1_000);
    expect(sent(made)).toEqual(['RET 1']);
    await ask('scripts.stop', { machineId });
    await clock.advance(0);
    expect((await state(made)).progress.kind).toBe('stopped');
    expect(await ask('scripts.stop', { machineId })).toMatchObject({ ok: false });
    expect(sent(made)).toEqual(['RET 1']);
  });

  it('that is stopped lets the command under way end, or gives it up when asked again', async () => {
    const made = await bench();
    const { ask, clock } = made;
    await start(made, '@level Controller', 'OPEN', 'CLOSE');
    await clock.advance(500);
    await ask('scripts.stop', { machineId });
    expect((await state(made)).progress.kind).toBe('stopping');
    await ask('scripts.stop', { machineId });
    await clock.advance(0);
    expect((await state(made)).progress).toMatchObject({
      kind: 'unknown',
      failure: { kind: 'abandoned' },
    });
    expect(sent(made)).toEqual(['OPEN']);
  });

  it('says that an outcome is unknown when contact is lost, and sends nothing again', async () => {
    const made = await bench();
    await start(made, '@level Controller', 'OPEN', 'CLOSE');
    await made.clock.advance(500);
    made.network.latest.break();
    await made.clock.advance(60_000);
    expect((await state(made)).progress).toMatchObject({
      kind: 'unknown',
      failure: { kind: 'connection-lost' },
    });
    expect(sent(made)).toEqual(['OPEN']);
    expect((await logOf(made)).at(-1)).toContain('unknown outcome');
  });

  it('keeps one connection to a machine that is connected on demand, and leaves it afterwards', async () => {
    const made = await bench({ list: [panelMachine('machine-1', { mode: 'on-demand' })] });
    const before = made.network.connections.length;
    // What was agreed to while nothing was known of the machine covers what is found then.
    await start(made, '@level Controller', 'OPEN', '@wait 5s', 'CLOSE');
    await made.clock.advance(60_000);
    expect((await state(made)).progress.kind).toBe('finished');
    expect(sent(made)).toEqual(['OPEN', 'CLOSE']);
    expect(made.network.connections.length - before).toBe(1);
    expect(made.network.openCount).toBe(0);
  });

  it('runs alone on its machine', async () => {
    const made = await bench();
    await start(made, '@wait 10s');
    const run = { machineId, name: 'Other', text: 'POW?', acknowledgement: null };
    expect(await made.ask('scripts.run', run)).toMatchObject({
      ok: false,
      failure: { kind: 'busy' },
    });
    await made.clock.advance(10_000);
    expect(await made.ask('scripts.run', run)).toMatchObject({ ok: true });
    await made.clock.advance(100);
  });
});

describe('logs of scripts', () => {
  it('survive a restart, and one that was cut off says so', async () => {
    const directory = keptDirectory();
    const made = await bench({ directory });
    await start(made, 'POW?', 'AUTH 0123456789abcdef');
    await made.clock.advance(1_000);
    await start(made, '@wait 1h');
    await benches.pop()?.end();
    const folder = join(directory, 'script-logs');
    expect(readdirSync(folder)).toHaveLength(2);
    // As a crash would leave it: no end, and half a line.
    for (const name of readdirSync(folder)) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(text).not.toContain('abcdef');
      if (text.includes('Waiting'))
        writeFileSync(join(folder, name), text.replace(/\n[^\n]*"end"[^]*$/, '\n{"at":17'));
    }
    writeFileSync(join(folder, 'nonsense.jsonl'), 'no log');
    const again = await bench({ directory });
    const logs = valueOf(await again.ask('scripts.logs', { machineId: null }));
    expect(logs.map(({ end, machineName }) => [end, machineName])).toEqual([
      ['interrupted', 'Lab 2'],
      ['failed', 'Lab 2'],
    ]);
    const [cut] = logs;
    expect(valueOf(await again.ask('scripts.log', { id: cut?.id ?? '' })).damaged).toBe(1);
    expect(await again.ask('scripts.log', { id: 'none' })).toMatchObject({ ok: false });
  });
});

describe('the library of scripts', () => {
  it('keeps scripts over a restart', async () => {
    const directory = keptDirectory();
    const made = await bench({ directory });
    const saved = valueOf(
      await made.ask('scripts.save', { id: null, name: 'Look', text: 'DRAW?' }),
    );
    valueOf(await made.ask('scripts.save', { id: saved.id, name: 'Look', text: 'DRAW?\nPOW?' }));
    expect(await made.ask('scripts.save', { id: 'none', name: 'x', text: '' })).toMatchObject({
      ok: false,
    });
    await benches.pop()?.end();
    const again = await bench({ directory });
    expect(valueOf(await again.ask('scripts.list', {}))).toMatchObject([
      { id: saved.id, name: 'Look', text: 'DRAW?\nPOW?' },
    ]);
    await again.ask('scripts.remove', { id: saved.id });
    expect(valueOf(await again.ask('scripts.list', {}))).toEqual([]);
  });
});
