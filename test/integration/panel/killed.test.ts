import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/base/clock.ts';
import { seededRandom } from '../../../electron/simulator/random.ts';
import { type Listener, listen } from '../../../electron/simulator/listen.ts';
import { Simulator } from '../../../electron/simulator/simulator.ts';
import { openStore } from '../../../electron/store/store.ts';
import { type ActionState, isFinal } from '../../../shared/action.ts';
import { type ActionJournalEntry, isLedgerEntry } from '../../../shared/journal.ts';
import { noTlsSettings } from '../../../shared/machine-settings.ts';
import type { MachineId } from '../../../shared/units.ts';

const kills = 50;
const machineId = 'machine-1' as MachineId;
const script = join(import.meta.dirname, '../../support/panel-child.ts');

interface Panel {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
  /** What the panel said so far. */
  readonly said: string[];
  onLine: (line: string) => void;
}

describe('a panel that is killed in the middle of an action', () => {
  let folder: string;
  let simulator: Simulator;
  let listener: Listener;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quantdeck-killed-'));
    simulator = new Simulator({ clock: systemClock, speed: 200 });
    listener = await listen(simulator, { port: 0 });
    const machine = {
      kind: 'network',
      id: machineId,
      name: 'qpcr1',
      address: `127.0.0.1:${listener.port}`,
      cap: 'Controller',
      mode: 'stay-connected',
      tls: noTlsSettings,
    };
    await writeFile(
      join(folder, 'machines.json'),
      JSON.stringify({ version: 1, machines: [machine] }),
    );
  });

  afterAll(async () => {
    await listener.close();
    simulator.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts a panel and waits until its machine is ready. */
  async function start(): Promise<Panel> {
    const child = spawn(process.execPath, [script, folder, machineId], { stdio: 'pipe' });
    const panel: Panel = {
      process: child,
      ended: once(child, 'exit'),
      said: [],
      onLine: () => {},
    };
    await new Promise<void>((resolve, reject) => {
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      child.once('exit', () => reject(new Error(`the panel ended: ${errors}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        panel.said.push(line);
        if (line.includes('ready')) resolve();
        panel.onLine(line);
      });
    });
    return panel;
  }

  function commands(from: number): readonly string[] {
    return simulator.received.slice(from).map(({ text }) => text.replace(/^\d+ /, ''));
  }

  /** What the journal says at the next start, about the one action since `known` entries. */
  function ledger(): readonly ActionJournalEntry[] {
    const store = openStore({ dataDirectory: folder, clock: systemClock });
    try {
      const page = store.journal.query({ limit: 500, kinds: ['action'] });
      if (!page.ok) throw new Error(page.failure.message);
      return page.value.entries.filter(
        (entry): entry is ActionJournalEntry => isLedgerEntry(entry) && entry.kind === 'action',
      );
    } finally {
      store.dispose();
    }
  }

  it(`tells the truth at the next start, wherever ${kills} kills fall`, async () => {
    const random = seededRandom(2_026);
    const seen = new Map<ActionState['kind'], number>();
    let known = 0;
    for (let round = 0; round < kills; round++) {
      const panel = await start();
      const from = simulator.received.length;
      const opens = round % 2 === 0;
      const command = opens ? 'OPEN' : 'CLOSE';
      // The moment: some event after the click, seen from either end of the wire, and a little later.
      let events = Math.floor(random() * 8);
      let turns = Math.floor(random() * 12);
      const killed = new Promise<void>((resolve) => {
        const strike = (): void => {
          if (turns-- > 0) {
            setImmediate(strike);
            return;
          }
          panel.process.kill('SIGKILL');
          resolve();
        };
        const happened = (): void => {
          if (events-- === 0) strike();
        };
        panel.onLine = happened;
        const wire = simulator.onReceived(happened);
        void panel.ended.then(() => wire.dispose());
      });
      panel.process.stdin?.write(
        `${JSON.stringify({ kind: opens ? 'open-drawer' : 'close-drawer' })}\n`,
      );
      await killed;
      await panel.ended;

      const received = commands(from).filter((text) => text === command);
      const entries = ledger();
      expect(entries.every((entry) => isFinal(entry.state))).toBe(true);
      const [entry] = entries.length > known ? entries : [];
      known = entries.length;
      expect(received.length, 'never sent twice').toBeLessThanOrEqual(1);
      if (entry === undefined) {
        expect(received, 'nothing is sent before its intent is on disk').toEqual([]);
        continue;
      }
      seen.set(entry.state.kind, (seen.get(entry.state.kind) ?? 0) + 1);
      if (received.length === 1) expect(entry.state.kind).not.toBe('not-sent');
      else expect(['not-sent', 'unknown']).toContain(entry.state.kind);
      if (entry.state.kind === 'confirmed') expect(received).toEqual([command]);
    }
    // The kills must have fallen on different moments for this to mean anything.
    expect(seen.get('unknown') ?? 0).toBeGreaterThan(3);
    expect(seen.size).toBeGreaterThan(1);
  }, 240_000);

  it('does nothing by itself at the next start but read, and notes what the machine says now', async () => {
    const panel = await start();
    const from = simulator.received.length;
    const sent = new Promise<void>((resolve) => {
      const wire = simulator.onReceived(({ text }) => {
        if (!/ (OPEN|CLOSE)$/.test(text)) return;
        wire.dispose();
        resolve();
      });
    });
    const last = commands(0).findLast((text) => text === 'OPEN' || text === 'CLOSE');
    const opens = last !== 'OPEN';
    panel.process.stdin?.write(
      `${JSON.stringify({ kind: opens ? 'open-drawer' : 'close-drawer' })}\n`,
    );
    await sent;
    panel.process.kill('SIGKILL');
    await panel.ended;
    const [entry] = ledger();
    expect(entry?.state.kind).toBe('unknown');
    expect(entry?.interrupted).toBe(true);

    const before = commands(from).filter((text) => text === 'OPEN' || text === 'CLOSE');
    const next = await start();
    // A second status query is proof that the first answer was taken in.
    const polls = (): number =>
      commands(from).filter((text) => text.startsWith('RET $(POW?)')).length;
    const now = polls();
    await new Promise<void>((resolve) => {
      const wire = simulator.onReceived(() => {
        if (polls() <= now) return;
        wire.dispose();
        resolve();
      });
    });
    next.process.kill('SIGTERM');
    await next.ended;
    expect(commands(from).filter((text) => text === 'OPEN' || text === 'CLOSE')).toEqual(before);
    expect(ledger()[0]?.seenLater?.text).toMatch(/^Drawer /);
  }, 60_000);
});
