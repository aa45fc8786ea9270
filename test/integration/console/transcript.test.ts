import { afterEach, describe, expect, it } from 'vitest';
import type { ConsoleLine, ConsolePage } from '../../../shared/console.ts';
import type { MachineId } from '../../../shared/units.ts';
import { settled } from '../../support/machine-bench.ts';
import { createPanelBench, type PanelBench } from '../../support/machine-panel.ts';

const machineId = 'machine-1' as MachineId;
const benches: PanelBench[] = [];
afterEach(async () => {
  for (const made of benches.splice(0)) await made.end();
});

async function bench(): Promise<PanelBench> {
  const made = createPanelBench();
  benches.push(made);
  await made.clock.advance(2_000);
  return made;
}

function valueOf<T>(answer: { ok: true; value: T } | { ok: false; failure: object }): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value;
}

async function send({ ask, clock }: PanelBench, text: string): Promise<void> {
  const command = { text, level: 'Observer', wait: 'done' } as const;
  await settled(clock, ask('console.send', { machineId, command }));
}

async function lastReply({ ask }: PanelBench): Promise<ConsoleLine> {
  const filter = { kinds: ['ok' as const], origins: ['console' as const] };
  const { lines } = valueOf(await ask('console.lines', { machineId, limit: 1, filter }));
  const [line] = lines;
  if (line === undefined) throw new Error('there is no reply');
  return line;
}

describe('a machine’s transcript', () => {
  it('can be fetched page by page without a gap, and is what the events told', async () => {
    const made = await bench();
    await send(made, 'POW?');
    await made.clock.advance(5_000);
    const pages: ConsoleLine[][] = [];
    let before: number | null = null;
    do {
      const page: ConsolePage = valueOf(
        await made.ask('console.lines', { machineId, before, limit: 7 }),
      );
      pages.unshift([...page.lines]);
      before = page.lines[0]?.sequence ?? null;
    } while (before !== null && before > 1);
    const lines = pages.flat();
    expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1));
    const told = made.events.flatMap(({ event }) =>
      event.event === 'console' ? event.payload.flatMap((batch) => batch.lines) : [],
    );
    expect(lines.slice(0, told.length)).toEqual(told);
    expect(lines.slice(0, 2).map(({ kind }) => kind)).toEqual(['opened', 'ready']);
    expect(new Set(lines.map(({ session }) => session)).size).toBe(1);
  });

  it('marks the end of a session and names the next one', async () => {
    const made = await bench();
    made.network.latest.break();
    await made.clock.advance(10_000);
    const marks = valueOf(
      await made.ask('console.lines', {
        machineId,
        filter: { kinds: ['opened', 'closed'] },
      }),
    ).lines;
    expect(marks.map(({ kind }) => kind)).toEqual(['opened', 'closed', 'opened']);
    expect(marks[1]?.text).toBe('Contact with the machine was lost.');
    expect(marks[2]?.session).not.toBe(marks[0]?.session);
  });

  it('has the whole of a long line, its exact bytes, and the file in it', async () => {
    const made = await bench();
    const archive = Buffer.from(`PK\u0003\u0004${'and so on '.repeat(5_000)}`, 'latin1');
    const lines = archive.toString('base64').replaceAll(/.{76}/g, '$&\n');
    made.network.rewrite = (text) =>
      text.replace(/^(OK \d+) file$/m, `$1 <quote>\n${lines}\n</quote>`);
    await send(made, 'RET file');
    const reply = await lastReply(made);
    expect(reply).toMatchObject({ clipped: true });
    const text = valueOf(
      await made.ask('console.body', { machineId, sequence: reply.sequence, as: 'text' }),
    );
    expect(text.data.startsWith(reply.text)).toBe(true);
    expect(text).toMatchObject({ wellFormed: true, byteLength: reply.byteLength });
    const exact = valueOf(
      await made.ask('console.body', { machineId, sequence: reply.sequence, as: 'base64' }),
    );
    expect(Buffer.from(exact.data, 'base64').length).toBe(reply.byteLength);
    const file = valueOf(await made.ask('console.decode', { machineId, sequence: reply.sequence }));
    expect(file).toMatchObject({ mediaType: 'application/zip' });
    expect(Buffer.from(file.base64, 'base64').equals(archive)).toBe(true);
  });

  it('answers plainly for a line that is not there', async () => {
    const { ask } = await bench();
    for (const sequence of [0, 100_000])
      expect(await ask('console.body', { machineId, sequence, as: 'text' })).toMatchObject({
        ok: false,
        failure: { kind: 'invalid-input' },
      });
  });

  it('is exported as text and as JSON lines, with secrets masked', async () => {
    const made = await bench();
    await send(made, 'POW?');
    const filter = { origins: ['console' as const] };
    const text = valueOf(await made.ask('console.export', { machineId, format: 'text', filter }));
    expect(text.fileName).toMatch(/^Lab-2-console-2026-01-01T00-00-\d\d\.txt$/);
    expect(text.text.split('\n')).toEqual([
      expect.stringMatching(/^2026-01-01T\S+Z \d+ console > \d+ POW\?$/),
      expect.stringMatching(/^2026-01-01T\S+Z \d+ console < OK \d+ ON \(\d+ ms\)$/),
      '',
    ]);
    expect(text.lines).toBe(2);
    const whole = valueOf(await made.ask('console.export', { machineId, format: 'jsonl' }));
    const facts = whole.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(facts.map(({ sequence }) => sequence)).toEqual(facts.map((_, index) => index + 1));
    expect(facts.find(({ origin }) => origin === 'console')).toMatchObject({ text: 'POW?' });
    const few = valueOf(
      await made.ask('console.export', { machineId, format: 'jsonl', from: 2, to: 3 }),
    );
    expect(few.lines).toBe(2);
  });
});

describe('windows', () => {
  it('hear of running commands, and can abandon one', async () => {
    const made = await bench();
    const { ask, clock } = made;
    made.simulator.setSilent(true);
    const command = { text: 'POW?', level: 'Observer', wait: 'done' } as const;
    const answer = ask('console.send', { machineId, command });
    await clock.advance(200);
    const [running] = valueOf(await ask('console.running', { machineId }));
    expect(running).toMatchObject({ text: 'POW?', state: 'sent' });
    expect(await ask('console.abandon', { machineId, id: running?.id ?? '' })).toMatchObject({
      ok: true,
    });
    expect(await answer).toMatchObject({ ok: false, failure: { kind: 'abandoned' } });
    await clock.advance(200);
    const told = made.events.flatMap(({ event }) =>
      event.event === 'running' ? event.payload.map(({ commands }) => commands.length) : [],
    );
    expect(told).toEqual([1, 0]);
    expect(await ask('console.abandon', { machineId, id: 'none' })).toMatchObject({ ok: false });
  });

  it('are told which level a command needs', async () => {
    const made = await bench();
    const command = { text: 'LED:BLUEON', level: 'Observer', wait: 'done' } as const;
    const answer = await settled(made.clock, made.ask('console.send', { machineId, command }));
    expect(answer).toMatchObject({
      ok: false,
      failure: {
        kind: 'insufficient-access',
        access: { needed: 'Controller', current: 'Observer' },
      },
    });
  });
});
