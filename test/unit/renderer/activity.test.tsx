// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import type { JournalEntry } from '../../../shared/journal.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import { actionRecord, networkSettings, snapshotOf } from '../../support/renderer-fixtures.ts';
import { refused } from '../../support/renderer-host.ts';
import {
  actionEntry,
  confirmed,
  everyEntry,
  journalPage,
  manyEntries,
} from '../../support/renderer-journal.ts';
import {
  button,
  card,
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

type Entries = (now: ReturnType<TestWindow['clock']['now']>) => readonly JournalEntry[];

async function openActivity(entries: Entries, hash = '#/activity'): Promise<TestWindow> {
  opened = await openApp(accessStates);
  const { host, clock, run } = opened;
  const known = entries(clock.now());
  host.answer('journal.query', (input) => ({ ok: true, value: journalPage(known, input) }));
  await run(() => visit(hash));
  return opened;
}

const rows = (): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>('[data-row]'),
];

function row(index: number): HTMLElement {
  const found = rows()[index];
  if (found === undefined) throw new Error(`no row ${index}`);
  return found;
}

const tabbable = () => rows().filter((element) => element.tabIndex === 0);

function choose(label: string, value: string): void {
  const select = document.querySelector<HTMLSelectElement>(`select[aria-label="${label}"]`);
  if (select === null) throw new Error(`no choice is labelled “${label}”`);
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

function search(): HTMLInputElement {
  const input = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (input === null) throw new Error('no search field');
  return input;
}

test('every entry is a row that says when, where, what and how it ended in words', async () => {
  await openActivity(everyEntry);
  expect(rows()).toHaveLength(12);
  expect(textOf(row(1))).toContain('qpcr1');
  expect(textOf(row(1))).toContain('Open drawer');
  expect(textOf(row(1))).toContain('Confirmed');
  expect(textOf(row(7))).toContain('Outcome unknown');
  expect(textOf(document.querySelector('main'))).toContain('12 entries');
});

test('a row opens to the steps, what was agreed to, and what crossed the wire as text', async () => {
  const { run } = await openActivity((now) => [
    ...everyEntry(now).slice(1, 2),
    actionEntry('hostile', now, confirmed(now), {
      evidence: [{ at: now, direction: 'received', text: '<img src=x> \u202E' }],
    }),
  ]);
  expect(row(0).getAttribute('aria-expanded')).toBe('false');
  await run(() => row(0).click());
  expect(row(0).getAttribute('aria-expanded')).toBe('true');
  const details = textOf(document.getElementById(row(0).getAttribute('aria-controls') ?? ''));
  expect(details).toContain('Accepted by the machine');
  expect(details).toContain('Block (60.0 °C) and cover (105.0 °C) are hot.');
  expect(details).toContain('Typed the machine’s name: qpcr1');
  expect(details).toContain('82 OPEN');
  await run(() => row(1).click());
  expect(document.querySelector('main img')).toBeNull();
  expect(textOf(document.querySelector('main'))).toContain('<img src=x> ⟨U+202E⟩');
});

test('an interrupted entry says so, and what the machine said later', async () => {
  const { run } = await openActivity(everyEntry);
  await run(() => row(7).click());
  const page = textOf(document.querySelector('main'));
  expect(page).toContain('QuantDeck ended before the outcome was known.');
  expect(page).toContain('the machine said: Drawer open, cover up, power on, no run on');
});

test('the arrows, Home and End go from row to row, and one row is in the tab order', async () => {
  const { run } = await openActivity(everyEntry);
  const press = (key: string) =>
    run(() =>
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })),
    );
  expect(tabbable()).toEqual([row(0)]);
  await run(() => row(0).focus());
  await press('ArrowDown');
  await press('ArrowDown');
  expect(document.activeElement).toBe(row(2));
  expect(tabbable()).toEqual([row(2)]);
  await press('End');
  expect(document.activeElement).toBe(row(11));
  await press('Home');
  await press('ArrowUp');
  expect(document.activeElement).toBe(row(0));
});

test('filters are asked of main, the words once typing rests', async () => {
  const { run, pass, host } = await openActivity(everyEntry);
  await run(() => choose('Machine', 'qpcr2'));
  await run(() => choose('Kind', 'action'));
  await run(() => choose('Outcome', 'unknown'));
  const asked = host.inputsOf('journal.query').length;
  await run(() => type(search(), 'dra'));
  await pass(200);
  await run(() => type(search(), 'drawer'));
  await pass(299);
  expect(host.inputsOf('journal.query')).toHaveLength(asked);
  await pass(1);
  expect(host.inputsOf('journal.query').at(-1)).toEqual({
    machineIds: ['qpcr2'],
    kinds: ['action'],
    outcomes: ['unknown'],
    text: 'drawer',
    limit: 100,
  });
  await run(() => button('Clear filters').click());
  await pass(300);
  expect(host.inputsOf('journal.query').at(-1)).toEqual({ limit: 100 });
});

test('older entries are loaded on demand, until there are no more', async () => {
  const { run } = await openActivity((now) => manyEntries(now, 150));
  expect(rows()).toHaveLength(100);
  expect(textOf(document.querySelector('main'))).toContain('150 entries, the newest 100 shown');
  await run(() => button('Load older').click());
  expect(rows()).toHaveLength(150);
  expect(hasButton('Load older')).toBe(false);
  expect(textOf(document.querySelector('main'))).toContain('That is everything.');
});

test('the list is read again every few seconds while it is seen, and keeps what is open', async () => {
  const { run, pass, host, clock } = await openActivity((now) => manyEntries(now, 3));
  await run(() => row(1).click());
  const asked = host.inputsOf('journal.query').length;
  const entries = [
    actionEntry('new', clock.now(), confirmed(clock.now())),
    ...manyEntries(clock.now(), 3),
  ];
  host.answer('journal.query', (input) => ({ ok: true, value: journalPage(entries, input) }));
  await pass(5_000);
  expect(host.inputsOf('journal.query')).toHaveLength(asked + 1);
  expect(rows().map((element) => element.getAttribute('aria-expanded'))).toEqual([
    'false',
    'false',
    'true',
    'false',
  ]);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  await pass(20_000);
  expect(host.inputsOf('journal.query')).toHaveLength(asked + 1);
});

test('an action that moves on has the list read again at once', async () => {
  const { run, host, clock } = await openActivity(everyEntry);
  const asked = host.inputsOf('journal.query').length;
  const settings = networkSettings('above-limit', 'above-limit');
  const record = actionRecord('x', settings.id, 'pause', { kind: 'preparing' }, clock.now());
  await run(() => host.publish(snapshotOf(clock.now(), settings, { actions: [record] })));
  expect(host.inputsOf('journal.query')).toHaveLength(asked + 1);
  await run(() => host.publish(snapshotOf(clock.now(), settings, { actions: [record] })));
  expect(host.inputsOf('journal.query')).toHaveLength(asked + 1);
});

test('a machine’s own tab lists that machine alone, without a choice of machines', async () => {
  const { host } = await openActivity(everyEntry, '#/machines/held/activity');
  expect(host.inputsOf('journal.query')).toEqual([{ machineIds: ['held'], limit: 100 }]);
  expect(document.querySelector('select[aria-label="Machine"]')).toBeNull();
  expect(hasButton('Clear filters')).toBe(false);
});

test('an export asks for what is listed and saves it under the day’s name', async () => {
  const { run, host } = await openActivity(everyEntry);
  host.answer('journal.export', () => ({ ok: true, value: 'time,what' }));
  const blobs: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.push(blob as Blob);
    return 'blob:saved';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {});
  const saved: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    saved.push(this.download);
  });
  await run(() => choose('Outcome', 'refused'));
  await run(() => button('Export CSV').click());
  expect(host.inputsOf('journal.export')).toEqual([
    { selection: { outcomes: ['refused'] }, format: 'csv' },
  ]);
  expect(await blobs[0]?.text()).toBe('time,what');
  expect(saved).toEqual([expect.stringMatching(/^quantdeck-activity-\d{4}-\d{2}-\d{2}\.csv$/)]);
  host.answer('journal.export', () => refused('The disk cannot be read.', 'Try again later.'));
  await run(() => button('Export JSON').click());
  expect(textOf(document.querySelector('[role="alert"]'))).toContain(
    'Nothing was exported. The disk cannot be read. Try again later.',
  );
});

test('an empty journal teaches, an empty choice offers the way back, and both export nothing', async () => {
  const { run } = await openActivity(() => []);
  expect(textOf(document.querySelector('main'))).toContain('noted here before it is sent');
  expect(button('Export CSV').getAttribute('aria-disabled')).toBe('true');
  await run(() => choose('Outcome', 'refused'));
  expect(textOf(document.querySelector('main'))).toContain('Nothing matches');
});

test('a journal that cannot be read says why, and is read at a press', async () => {
  opened = await openApp(accessStates);
  const { host, run, clock } = opened;
  host.answer('journal.query', () => refused('The journal is damaged.', 'It was set aside.'));
  await run(() => visit('#/activity'));
  expect(textOf(document.querySelector('main [role="alert"]'))).toContain(
    'The journal is damaged. It was set aside.',
  );
  host.answer('journal.query', (input) => ({
    ok: true,
    value: { ...journalPage(everyEntry(clock.now()), input), unreadable: 2 },
  }));
  await run(() => button('Try again').click());
  expect(rows()).toHaveLength(12);
  expect(textOf(document.querySelector('main'))).toContain('2 entries are on disk but cannot be');
});

test('leaving the view leaves no timer and no question behind', async () => {
  const { run, pass, host, clock } = await openActivity(everyEntry);
  const timers = clock.pending;
  await run(() => visit('#/machines'));
  expect(card('held')).not.toBeNull();
  expect(clock.pending).toBe(timers - 1);
  const asked = host.inputsOf('journal.query').length;
  await pass(20_000);
  expect(host.inputsOf('journal.query')).toHaveLength(asked);
});
