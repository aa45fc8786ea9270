import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { ActionRecord } from '../../../shared/action.ts';
import type { LedgerEntry } from '../../../shared/journal.ts';
import type { MachineId } from '../../../shared/units.ts';
import { settle } from '../../support/fake-clock.ts';
import {
  createPanelBench,
  newDirectory,
  type PanelBench,
  type PanelBenchOptions,
} from '../../support/machine-panel.ts';

const machineId = 'machine-1' as MachineId;
const openDrawer = { machineId, action: { kind: 'open-drawer' }, acknowledgement: null } as const;
let benches: PanelBench[] = [];
const directories: string[] = [];

afterEach(async () => {
  for (const bench of benches) await bench.end();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  benches = [];
});

async function start(options: PanelBenchOptions = {}): Promise<PanelBench> {
  const bench = createPanelBench(options);
  benches.push(bench);
  await bench.clock.advance(6_000);
  return bench;
}

function onCard({ panel }: PanelBench): ActionRecord | undefined {
  return panel.machine(machineId)?.snapshot().actions.at(-1);
}

async function inJournal({ ask }: PanelBench): Promise<LedgerEntry | undefined> {
  const page = await ask('journal.query', { limit: 10, kinds: ['action'] });
  return page.ok ? (page.value.entries[0] as LedgerEntry | undefined) : undefined;
}

it('a report that disagrees has what the machine says next beside it, on the same session', async () => {
  const bench = await start();
  bench.simulator.setDrawerStuck(true);
  const asked = bench.ask('action.perform', openDrawer);
  await bench.clock.advance(120_000);
  expect(await asked).toMatchObject({ value: { state: { kind: 'unknown' } } });
  bench.simulator.setDrawerStuck(false);
  await bench.clock.advance(6_000);
  const seenLater = { text: expect.stringMatching(/^Drawer (unknown|open), /) };
  expect(onCard(bench)).toMatchObject({ state: { kind: 'unknown' }, seenLater });
  expect(await inJournal(bench)).toMatchObject({ state: { kind: 'unknown' }, seenLater });
});

it('an action cut off by lost contact has what the machine says beside it once it is back, and is not sent again', async () => {
  const bench = await start();
  const asked = bench.ask('action.perform', openDrawer);
  await bench.clock.advance(500);
  bench.simulator.dropConnections();
  await settle();
  expect(await asked).toMatchObject({ value: { state: { kind: 'unknown' }, seenLater: null } });
  expect(onCard(bench)?.seenLater).toBeNull();
  await bench.clock.advance(20_000);
  const seenLater = { text: expect.stringMatching(/^Drawer (open|unknown), cover /) };
  expect(onCard(bench)).toMatchObject({ seenLater });
  expect(await inJournal(bench)).toMatchObject({ seenLater });
  expect(bench.network.commands.filter((command) => command === 'OPEN')).toHaveLength(1);
});

it('after a restart the card shows what was left unknown, with what the machine says now', async () => {
  const directory = newDirectory();
  directories.push(directory);
  const first = createPanelBench({ directory });
  await first.clock.advance(1_000);
  const practice = first.panel.view().machines[0]?.id as MachineId;
  const asked = first.ask('action.perform', { ...openDrawer, machineId: practice });
  await first.clock.advance(500);
  await first.end();
  expect(await asked).toMatchObject({ value: { state: { kind: 'unknown' } } });

  const second = await start({ directory });
  expect(second.panel.machine(practice)?.snapshot().actions).toMatchObject([
    {
      action: { kind: 'open-drawer' },
      state: { kind: 'unknown' },
      seenLater: { text: expect.stringMatching(/^Drawer /) },
    },
  ]);
});

it('windows hear of it', async () => {
  const bench = await start();
  const asked = bench.ask('action.perform', openDrawer);
  await bench.clock.advance(500);
  bench.simulator.dropConnections();
  await asked;
  await bench.clock.advance(20_000);
  const told = bench.events.flatMap(({ event }) =>
    event.event === 'machines' ? event.payload.changed : [],
  );
  expect(told.at(-1)?.actions.at(-1)?.seenLater).not.toBeNull();
});
