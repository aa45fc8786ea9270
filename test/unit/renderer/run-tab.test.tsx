// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { succeed } from '../../../shared/failure.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import { instant } from '../../support/renderer-fixtures.ts';
import { refused } from '../../support/renderer-host.ts';
import {
  runRecord,
  runSummary,
  sentRun,
  shortProtocol,
  steadySeries,
} from '../../support/renderer-runs.ts';
import { hasButton, openApp, type TestWindow, textOf, visit } from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

/** Opens a machine's page once its chart's code is there. */
async function openMachine(
  id: string,
  prepare: (opened: TestWindow) => void = () => {},
): Promise<TestWindow> {
  await import('../../../renderer/features/timeline/thermal-timeline.tsx');
  const window = await openApp(accessStates);
  opened = window;
  prepare(window);
  await window.run(() => visit(`#/machines/${id}`));
  await window.pass(1000);
  return window;
}

function liveRun({ host, clock }: TestWindow): void {
  const from = instant(clock.now() - 60_000);
  const record = runRecord(runSummary('run-1', from), { protocol: shortProtocol });
  host.answer('runs.live', () => succeed(sentRun(record, steadySeries(from, 55, 61))));
}

const headings = (): readonly string[] =>
  [...document.querySelectorAll('main h2')].map((heading) => textOf(heading));

test('a run that is on shows its whole time, its protocol and its events', async () => {
  await openMachine('held', liveRun);
  expect(hasButton('Whole run')).toBe(true);
  expect(headings()).toContain('Temperature');
  expect(headings()).toContain('Protocol');
  expect(headings()).toContain('Events');
  expect(textOf(document.querySelector('main'))).toContain('Stage 1 began');
});

test('the record is read again every fifteen seconds', async () => {
  const { host, pass } = await openMachine('held', liveRun);
  const before = host.inputsOf('runs.live').length;
  await pass(15_000);
  expect(host.inputsOf('runs.live')).toHaveLength(before + 1);
});

test('a machine without a run shows the temperatures alone', async () => {
  await openMachine('above-limit');
  expect(headings()).toContain('Temperature');
  expect(hasButton('Whole run')).toBe(false);
  expect(headings()).not.toContain('Protocol');
  expect(headings()).not.toContain('Events');
});

test('a record that cannot be had takes nothing else from the page', async () => {
  await openMachine('held', ({ host }) =>
    host.answer('runs.live', () => refused('The store is broken.', 'Restart.')),
  );
  expect(headings()).toContain('Temperature');
  expect(headings()).not.toContain('Events');
  expect(textOf(document.querySelector('main'))).not.toContain('The store is broken.');
});

test('a machine without a run names the run it had last, how it ended and when, and leads to it', async () => {
  await openMachine('above-limit', ({ host, clock }) => {
    const from = instant(clock.now() - 3_600_000);
    const end = { ending: 'aborted', at: instant(from + 60_000), reason: '' } as const;
    const runs = [runSummary('run-9', from, { end })];
    host.answer('runs.list', () => succeed({ runs, total: 1, next: null, machines: [] }));
  });
  expect(textOf(document.querySelector('main'))).toContain('Last run: PCR panel A · Aborted');
  expect(document.querySelector('main a[href="#/history/run-9"]')).not.toBeNull();
});

test('a machine of which nothing was recorded names no last run', async () => {
  await openMachine('above-limit');
  expect(textOf(document.querySelector('main'))).not.toContain('Last run');
});
