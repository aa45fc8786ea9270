import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MachineId } from '../../../shared/units.ts';
import { settle } from '../../support/fake-clock.ts';
import { createPanelBench, type PanelBench } from '../../support/machine-panel.ts';

const machineId = 'machine-1' as MachineId;
const locked = { kind: 'controls-locked' };
let bench: PanelBench;

beforeEach(async () => {
  bench = createPanelBench();
  await bench.clock.advance(1_000);
});
afterEach(() => bench.end());

/** Lets time pass until an answer is there. */
async function answered<T>(answer: Promise<T>): Promise<T> {
  const ended: unknown[] = [];
  const done = answer.finally(() => ended.push(null));
  while (ended.length === 0) {
    await settle();
    await bench.clock.advance(100);
  }
  return done;
}

const command = (text: string, level: 'Observer' | 'Controller') => ({
  text,
  level,
  wait: 'done' as const,
  acknowledgement: null,
});

/** Everything that was sent to the machine. */
const sent = (): string => bench.network.commands.join('\n');

async function lock(pin: string | null): Promise<void> {
  expect(await answered(bench.ask('controls.lock', { pin }))).toMatchObject({ ok: true });
}

it('locked controls refuse every action and every command from Controller up, whoever asks, and write both down', async () => {
  await lock('4711');
  const action = { kind: 'open-drawer' } as const;
  expect(
    await answered(bench.ask('action.perform', { machineId, action, acknowledgement: null })),
  ).toMatchObject({ ok: true, value: { state: { kind: 'not-sent', failure: locked } } });
  expect(
    await answered(
      bench.ask('console.send', { machineId, command: command('OPEN', 'Controller') }),
    ),
  ).toMatchObject({ ok: false, failure: locked });
  const wish = { level: 'Controller', exclusive: false, stealth: false, seconds: 300 } as const;
  expect(await answered(bench.ask('lease.take', { machineId, wish }))).toMatchObject({
    failure: locked,
  });
  expect(sent()).toContain('ISTAT?');
  expect(sent()).not.toContain('OPEN');
  expect(sent()).not.toContain('Controller');
  const leases = await bench.ask('journal.query', { limit: 50, kinds: ['lease'] });
  expect(leases.ok && leases.value.entries).toMatchObject([{ failure: locked }]);
  const page = await bench.ask('journal.query', { limit: 50, outcomes: ['not-sent'] });
  expect(page.ok && page.value.entries.map(({ kind }) => kind)).toEqual(['console', 'action']);
});

it('an abort is refused too, and goes out after unlocking', async () => {
  await lock(null);
  const action = { kind: 'abort' } as const;
  expect(
    await answered(bench.ask('action.perform', { machineId, action, acknowledgement: null })),
  ).toMatchObject({ value: { state: { failure: locked } } });
  expect(await answered(bench.ask('controls.unlock', { pin: null }))).toMatchObject({ ok: true });
  expect(
    await answered(bench.ask('action.perform', { machineId, action, acknowledgement: null })),
  ).toMatchObject({ value: { state: { failure: { kind: 'interlock' } } } });
});

it('locked controls still let machines be watched, asked as Observer, and a held level be given back', async () => {
  const wish = { level: 'Controller', exclusive: false, stealth: false, seconds: 300 } as const;
  expect(await answered(bench.ask('lease.take', { machineId, wish }))).toMatchObject({ ok: true });
  await lock('4711');
  expect(await answered(bench.ask('lease.extend', { machineId, seconds: 300 }))).toMatchObject({
    failure: locked,
  });
  expect(await answered(bench.ask('lease.release', { machineId }))).toMatchObject({ ok: true });
  expect(
    await answered(
      bench.ask('console.send', { machineId, command: command('ISTAT?', 'Observer') }),
    ),
  ).toMatchObject({ ok: true, value: { text: expect.stringContaining('Idle') } });
  expect(await answered(bench.ask('machine.refresh', { machineId }))).toMatchObject({ ok: true });
});

it('every window hears of the lock, and a new one is told at once', async () => {
  await lock('4711');
  await bench.clock.advance(200);
  const told = bench.events.flatMap(({ event }) =>
    event.event === 'controls' ? [event.payload] : [],
  );
  expect(told).toMatchObject([{ kind: 'locked', pin: true }]);
  expect(bench.panel.view().controls).toMatchObject({ kind: 'locked', pin: true });
});

it('no PIN is in any answer, event, log or journal entry', async () => {
  await lock('86421357');
  const answers = [
    await answered(bench.ask('controls.unlock', { pin: '99887766' })),
    await bench.panel.handle('controls.unlock', { pin: '99887766x' }),
    await answered(bench.ask('controls.unlock', { pin: '86421357' })),
    await bench.ask('journal.query', { limit: 50 }),
  ];
  const said = JSON.stringify([answers, bench.events, bench.logged]);
  expect(said).toContain('The controls stayed locked.');
  for (const pin of ['86421357', '99887766']) expect(said).not.toContain(pin);
});
