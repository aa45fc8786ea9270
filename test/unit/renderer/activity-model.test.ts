import { expect, test } from 'vitest';
import { journalFilterSchema, journalOutcomes } from '../../../shared/journal.ts';
import {
  activityItems,
  activityRow,
  activitySignature,
  activitySteps,
  exportName,
  outcomeLooks,
} from '../../../renderer/features/activity/activity-model.ts';
import {
  isFiltered,
  noFilter,
  readSelection,
} from '../../../renderer/features/activity/selection.ts';
import { accessStates } from '../../support/renderer-failures.ts';
import { actionRecord, idOf, instant } from '../../support/renderer-fixtures.ts';
import {
  actionEntry,
  confirmed,
  everyEntry,
  journalEvent,
} from '../../support/renderer-journal.ts';

const now = instant(new Date(2026, 10, 23, 14, 30).getTime());
const day = (date: number): number => new Date(2026, 10, date).getTime();

test('every outcome has its own word and its own picture', () => {
  const looks = journalOutcomes.map((outcome) => outcomeLooks[outcome]);
  expect(new Set(looks.map(({ word }) => word)).size).toBe(looks.length);
  expect(new Set(looks.map(({ icon }) => icon)).size).toBe(looks.length);
});

test('rows say what was asked for and how it ended', () => {
  const rows = everyEntry(now).map((entry) => activityRow(entry));
  expect(rows.map(({ outcome }) => outcome?.word ?? '')).toEqual([
    'Under way',
    'Confirmed',
    'Confirmed',
    'Confirmed',
    'Refused',
    'Refused',
    'Not sent',
    'Outcome unknown',
    '',
    '',
    '',
    '',
  ]);
  expect(rows[2]?.what).toBe('Heat block to 60.0 °C');
  expect(rows[3]).toMatchObject({ what: 'RET $(POW?) $(DRAWer?) $(ENG?) $(ISTAT?)', wire: true });
  expect(rows[7]?.note).toMatch(/^QuantDeck ended before it was over\. Contact/);
  expect(rows[9]?.note).toBe('qpcr1 does not answer.');
});

test('characters that act are shown instead, and a row never holds an endless text', () => {
  const row = activityRow(journalEvent('a', now, 'notice', `\u202Eabc ${'x'.repeat(10_000)}`));
  expect(row.what).toContain('⟨U+202E⟩abc');
  expect(row.what.length).toBeLessThan(400);
});

test('entries are grouped by the days of this computer', () => {
  const at = (moment: number) => actionEntry(`a${moment}`, instant(moment), confirmed(now));
  const items = activityItems([at(day(23) + 5), at(day(23)), at(day(23) - 1), at(day(20))], now);
  expect(items.map((item) => (item.kind === 'day' ? item.label : 'entry'))).toEqual([
    'Today, 23 November 2026',
    'entry',
    'entry',
    'Yesterday, 22 November 2026',
    'entry',
    'Friday, 20 November 2026',
    'entry',
  ]);
});

test('the steps are those that were seen, each with the time since the one before', () => {
  const steps = activitySteps(actionEntry('a', now, confirmed(now)));
  expect(steps.map(({ text, after }) => `${text} ${after}`.trim())).toEqual([
    'Asked for',
    'Noted on disk, about to send +40 ms',
    'Sent to the machine +1 ms',
    'Accepted by the machine +11 ms',
    'Answered OK, being read back +6.2 s',
    'Confirmed +120 ms',
  ]);
  const lost = everyEntry(now).find(({ id }) => id === 'e8');
  if (lost?.kind !== 'action') throw new Error('the fixture moved');
  expect(activitySteps(lost).at(-1)?.text).toBe('Found at the next start: outcome unknown');
});

const read = (time: 'today' | 'week' | 'month') => readSelection({ ...noFilter, time }, now);

test('a choice of time becomes whole days of this computer', () => {
  expect(read('today')).toEqual({ kind: 'selection', selection: { from: day(23) } });
  expect(read('week')).toEqual({ kind: 'selection', selection: { from: day(17) } });
  expect(read('month')).toEqual({
    kind: 'selection',
    selection: { from: new Date(2026, 9, 25).getTime() },
  });
});

test('chosen days count whole, and in the wrong order they are a problem', () => {
  const custom = {
    ...noFilter,
    time: 'custom',
    fromDay: '2026-11-02',
    toDay: '2026-11-02',
  } as const;
  expect(readSelection(custom, now)).toEqual({
    kind: 'selection',
    selection: { from: day(2), to: day(3) },
  });
  expect(readSelection({ ...custom, fromDay: '2026-11-03' }, now)).toMatchObject({
    kind: 'problem',
  });
  expect(readSelection({ ...custom, fromDay: '', toDay: '' }, now)).toEqual({
    kind: 'selection',
    selection: {},
  });
});

test('what is asked for is what the contract takes', () => {
  const reading = readSelection(
    {
      machineId: idOf('qpcr1'),
      kind: 'action',
      outcome: 'unknown',
      time: 'today',
      fromDay: '',
      toDay: '',
      text: ' drawer ',
    },
    now,
  );
  if (reading.kind !== 'selection') throw new Error(reading.text);
  expect(journalFilterSchema.parse({ ...reading.selection, limit: 100 })).toEqual({
    machineIds: ['qpcr1'],
    kinds: ['action'],
    outcomes: ['unknown'],
    from: day(23),
    text: 'drawer',
    limit: 100,
  });
});

test('a machine’s own page is not filtered by its machine', () => {
  expect(isFiltered({ ...noFilter, machineId: idOf('a') }, idOf('a'))).toBe(false);
  expect(isFiltered({ ...noFilter, machineId: idOf('a') }, null)).toBe(true);
  expect(isFiltered({ ...noFilter, time: 'custom' }, null)).toBe(false);
  expect(isFiltered({ ...noFilter, text: ' ' }, null)).toBe(false);
});

test('the signature changes with actions, leases and connections, and not with readings', () => {
  const machines = accessStates(now);
  const signature = activitySignature(machines);
  expect(activitySignature(machines.map((machine) => ({ ...machine, heardAt: now })))).toBe(
    signature,
  );
  const acted = machines.map((machine) => ({
    ...machine,
    actions: [actionRecord('x', machine.id, 'pause', { kind: 'preparing' }, now)],
  }));
  expect(activitySignature(acted)).not.toBe(signature);
});

test('an exported file is named after its day', () => {
  expect(exportName('csv', now)).toBe('quantdeck-activity-2026-11-23.csv');
});
