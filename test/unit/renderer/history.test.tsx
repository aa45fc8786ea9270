// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { succeed } from '../../../shared/failure.ts';
import type { RunEnd, RunPage, RunSummary } from '../../../shared/run-history.ts';
import {
  runOutcomeLook,
  seenDuration,
  storedPosition,
} from '../../../renderer/features/history/history-model.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import { idOf, instant } from '../../support/renderer-fixtures.ts';
import { refused } from '../../support/renderer-host.ts';
import {
  runRecord,
  runSummary,
  sentRun,
  shortProtocol,
  steadySeries,
} from '../../support/renderer-runs.ts';
import {
  button,
  dialog,
  hasButton,
  openApp,
  type TestWindow,
  textOf,
  type,
  visit,
} from './open-window.tsx';

let opened: TestWindow | null = null;
afterEach(async () => {
  await opened?.close();
  opened = null;
});

const noon = instant(1_780_000_000_000);
const completed: RunEnd = { ending: 'completed', at: instant(noon + 90_000), reason: '' };
const done = runSummary('run-1', noon, { end: completed });
const main = (): string => textOf(document.querySelector('main'));

const pageOf = (...runs: readonly RunSummary[]): RunPage => ({
  runs,
  total: runs.length,
  next: null,
  machines: runs.length === 0 ? [] : [{ id: idOf('held'), name: 'held' }],
});

function menuItem(name: string): HTMLElement {
  const found = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find((item) =>
    textOf(item).startsWith(name),
  );
  if (found === undefined) throw new Error(`no choice is named “${name}”`);
  return found;
}

async function openAt(
  hash: string,
  prepare: (opened: TestWindow) => void = () => {},
): Promise<TestWindow> {
  await import('../../../renderer/features/timeline/thermal-timeline.tsx');
  const window = await openApp(accessStates);
  opened = window;
  prepare(window);
  await window.run(() => visit(hash));
  await window.pass(500);
  return window;
}

function storedRun({ host }: TestWindow): void {
  const record = runRecord(done, { protocol: shortProtocol });
  host.answer('runs.get', () => succeed(record));
  host.answer('runs.telemetry', () => succeed(sentRun(record, steadySeries(noon, 60, 61))));
}

test('runs are listed with how they ended, and lead to their page', async () => {
  await openAt('#/history', ({ host }) => host.answer('runs.list', () => succeed(pageOf(done))));
  expect(main()).toContain('Completed');
  expect(main()).toContain('1:30');
  expect(main()).toContain('1 run');
  expect(document.querySelector('main table a')?.getAttribute('href')).toBe('#/history/run-1');
});

test('without any run the page says how runs come to be here', async () => {
  await openAt('#/history', ({ host }) => host.answer('runs.list', () => succeed(pageOf())));
  expect(main()).toContain('No runs yet');
  expect(main()).toContain('Start practice run');
});

test('a search is asked for once typing rests, and a search without a match says so', async () => {
  const { host, run, pass } = await openAt('#/history', (window) =>
    window.host.answer('runs.list', () => succeed(pageOf(done))),
  );
  host.answer('runs.list', () => succeed(pageOf()));
  const search = document.querySelector<HTMLInputElement>('input[aria-label="Search"]');
  if (search === null) throw new Error('no search');
  await run(() => type(search, 'panel'));
  expect(host.inputsOf('runs.list')).toEqual([{ limit: 200 }]);
  await pass(400);
  expect(host.inputsOf('runs.list').at(-1)).toEqual({ limit: 200, text: 'panel' });
  expect(main()).toContain('No run fits the search.');
});

test('a list that cannot be read says why', async () => {
  await openAt('#/history', ({ host }) =>
    host.answer('runs.list', () => refused('The store is broken.', 'Restart.')),
  );
  expect(textOf(document.querySelector('main [role="alert"]'))).toContain('The store is broken.');
});

test('a run shows its temperatures, protocol and events', async () => {
  await openAt('#/history/run-1', storedRun);
  const headings = [...document.querySelectorAll('main h2')].map((heading) => textOf(heading));
  expect(headings).toEqual(['Temperature', 'Protocol', 'Events']);
  expect(textOf(document.querySelector('main h1'))).toBe('PCR panel A');
  expect(main()).toContain('Stage 1 began');
});

test('a run that cannot be read is read again on demand', async () => {
  const { host, run } = await openAt('#/history/run-1', (window) => {
    storedRun(window);
    window.host.answer('runs.get', () => refused('No such run.', 'It was removed.'));
  });
  expect(main()).toContain('No such run.');
  host.answer('runs.get', () => succeed(runRecord(done)));
  await run(() => button('Try again').click());
  expect(textOf(document.querySelector('main h1'))).toBe('PCR panel A');
});

test('a run is removed only after a confirmation', async () => {
  const { host, run } = await openAt('#/history/run-1', storedRun);
  host.answer('runs.list', () => succeed(pageOf()));
  await run(() => button('Remove').click());
  expect(textOf(dialog())).toContain('Remove PCR panel A?');
  expect(host.inputsOf('runs.remove')).toEqual([]);
  await run(() => button('Remove run').click());
  expect(host.inputsOf('runs.remove')).toEqual([{ runId: 'run-1' }]);
  expect(window.location.hash).toBe('#/history');
});

test('an export that fails says so', async () => {
  const { run } = await openAt('#/history/run-1', (window) => {
    storedRun(window);
    window.host.answer('runs.export', () => refused('The disk is full.', 'Make room.'));
  });
  await run(() => button('Export').click());
  await run(() => menuItem('Temperatures, as CSV').click());
  expect(main()).toContain('Nothing was exported. The disk is full.');
});

test('a run is exported in the chosen form, and a window that cannot draw leaves the picture out', async () => {
  await import('../../../renderer/features/timeline/timeline-png.ts');
  const { host, run, pass } = await openAt('#/history/run-1', storedRun);
  // Here a press on a link leads away even where it only saves.
  const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  const file = { fileName: 'a.zip', mediaType: 'application/zip', base64: btoa('PK') };
  host.answer('runs.export', () => succeed(file));
  for (const [name, format] of [
    ['Everything, as a zip', 'zip'],
    ['Everything, as JSON', 'json'],
  ] as const) {
    await run(() => button('Export').click());
    await run(() => menuItem(name).click());
    await pass(100);
    const asked = host.inputsOf('runs.export').at(-1);
    expect(asked).toEqual({ runId: 'run-1', format, picture: null });
  }
  expect(saved).toHaveBeenCalledTimes(2);
});

test('a note is written beside a run, and Escape leaves it as it was', async () => {
  const { host, run } = await openAt('#/history/run-1', storedRun);
  await run(() => button('Add a note').click());
  const note = document.querySelector<HTMLTextAreaElement>('main textarea');
  if (note === null) throw new Error('no field for a note');
  await run(() => type(note, '  Lid was loose '));
  await run(() => button('Save note').click());
  expect(host.inputsOf('runs.annotate')).toEqual([{ runId: 'run-1', note: 'Lid was loose' }]);
  expect(main()).toContain('Lid was loose');
  await run(() => button('Change the note').click());
  await run(() => {
    document
      .querySelector('main textarea')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
  expect(hasButton('Change the note')).toBe(true);
  expect(host.inputsOf('runs.annotate')).toHaveLength(1);
});

test('a duration is whole only if its beginning and its end were seen', () => {
  expect(seenDuration(done)).toBe('1:30');
  expect(seenDuration({ ...done, sawStart: false })).toBe('at least 1:30');
  expect(seenDuration({ ...done, end: null })).toBe('at least 1:00');
  expect(seenDuration({ ...done, end: { ...completed, ending: 'unknown' } })).toBe('at least 1:30');
});

test('every outcome has a word and a picture of its own', () => {
  const looks = (['completed', 'stopped', 'aborted', 'failed', 'unknown'] as const).map((ending) =>
    runOutcomeLook({ ...done, end: { ...completed, ending } }),
  );
  const all = [...looks, runOutcomeLook({ ...done, end: null })];
  expect(new Set(all.map(({ word }) => word)).size).toBe(6);
  expect(new Set(all.map(({ icon }) => icon)).size).toBe(6);
});

test('a stored run is where its last stage was', () => {
  const stage = { kind: 'stage', number: 1 };
  const aborted = { ...done, end: { ...completed, ending: 'aborted' as const } };
  expect(storedPosition(runRecord(aborted))).toMatchObject({
    kind: 'over',
    completed: false,
    stage,
  });
  expect(storedPosition(runRecord({ ...done, end: null }))).toMatchObject({ kind: 'at', stage });
  expect(storedPosition(runRecord(aborted, { stages: [] }))).toEqual({ kind: 'none' });
});
