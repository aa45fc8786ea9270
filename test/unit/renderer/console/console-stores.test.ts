import { expect, test } from 'vitest';
import type { ConsoleLine, ConsolePage } from '../../../../shared/console.ts';
import type { PanelEvent } from '../../../../shared/contract.ts';
import { succeed } from '../../../../shared/failure.ts';
import { createConsoleStores } from '../../../../renderer/stores/console-stores.ts';
import { exchanges } from '../../../support/console-lines.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { idOf } from '../../../support/renderer-fixtures.ts';
import { FixtureHost } from '../../../support/renderer-host.ts';

const id = idOf('qpcr1');

/** Main with this many lines, of which it answers pages. */
function open(kept: { lines: readonly ConsoleLine[] }) {
  const host = new FixtureHost([], new FakeClock().now());
  host.answer('console.running', () => succeed([]));
  host.answer('console.lines', (input) => {
    const { before, after, limit } = input as {
      readonly before?: number | null;
      readonly after?: number | null;
      readonly limit: number;
    };
    const { lines } = kept;
    const chosen =
      typeof before === 'number'
        ? lines.filter(({ sequence }) => sequence < before).slice(-limit)
        : typeof after === 'number'
          ? lines.filter(({ sequence }) => sequence > after).slice(0, limit)
          : lines.slice(-limit);
    const page: ConsolePage = {
      lines: chosen,
      first: lines[0]?.sequence ?? null,
      last: lines.at(-1)?.sequence ?? 0,
      dropped: 0,
    };
    return succeed(page);
  });
  const stores = createConsoleStores(host.ask);
  const held = () => stores.transcripts.getState()[id]?.log;
  return { host, stores, held, span: () => [held()?.first, held()?.last] };
}

const event = (lines: readonly ConsoleLine[]): PanelEvent => ({
  event: 'console',
  payload: [{ machineId: id, lines }],
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

test('opening a console fetches its latest lines, and older ones page by page until there are none', async () => {
  const { stores, span, host } = open({ lines: exchanges(1, 5_500) });
  await stores.open(id);
  expect(span()).toEqual([3_501, 5_500]);
  expect(await stores.loadOlder(id)).toEqual(succeed(true));
  expect(await stores.loadOlder(id)).toEqual(succeed(true));
  expect(span()).toEqual([1, 5_500]);
  const asked = host.inputsOf('console.lines').length;
  expect(await stores.loadOlder(id)).toEqual(succeed(false));
  expect(host.inputsOf('console.lines')).toHaveLength(asked);
});

test('a page that is already asked for is not asked for twice', async () => {
  const { stores, host } = open({ lines: exchanges(1, 9_000) });
  await stores.open(id);
  await Promise.all([stores.loadOlder(id), stores.loadOlder(id)]);
  expect(host.inputsOf('console.lines')).toHaveLength(2);
});

test('lines that come are taken once each, only for consoles that were opened', async () => {
  const { stores, span } = open({ lines: exchanges(1, 10) });
  await stores.open(id);
  stores.onEvent(event(exchanges(8, 5)));
  expect(span()).toEqual([1, 12]);
  stores.onEvent({
    event: 'console',
    payload: [{ machineId: idOf('other'), lines: exchanges(1, 2) }],
  });
  expect(stores.transcripts.getState()).not.toHaveProperty('other');
});

test('lines that were missed are fetched, so that the transcript has no gap', async () => {
  const kept = { lines: exchanges(1, 10) };
  const { stores, held } = open(kept);
  await stores.open(id);
  kept.lines = exchanges(1, 40);
  stores.onEvent(event(exchanges(31, 10)));
  await settle();
  const log = held();
  expect(Array.from({ length: 40 }, (_, at) => log?.at(at + 1)?.sequence)).toEqual(
    Array.from({ length: 40 }, (_, at) => at + 1),
  );
});

test('when main was started anew, the transcript of its former life gives way', async () => {
  const kept = { lines: exchanges(1, 500) };
  const { stores, span } = open(kept);
  await stores.open(id);
  kept.lines = exchanges(1, 3);
  stores.catchUp();
  await settle();
  expect(span()).toEqual([1, 3]);
});

test('unfinished commands are fetched and followed', async () => {
  const { stores, host } = open({ lines: [] });
  const command = {
    id: 'c1',
    text: 'OPEN',
    level: 'Controller',
    since: 1,
    state: 'sent',
    acceptedAt: null,
  };
  host.answer('console.running', () => succeed([command]));
  await stores.open(id);
  await settle();
  expect(stores.running.getState()[id]).toEqual([command]);
  stores.onEvent({ event: 'running', payload: [{ machineId: id, commands: [] }] });
  expect(stores.running.getState()[id]).toEqual([]);
});
