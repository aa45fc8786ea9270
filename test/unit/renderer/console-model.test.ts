import { expect, test } from 'vitest';
import type { ConsoleLine } from '../../../shared/console.ts';
import {
  consoleRows,
  countGroups,
  floodWords,
  initialFilter,
  lineBody,
} from '../../../renderer/features/console/console-model.ts';
import {
  atDraft,
  loadHistory,
  pushHistory,
  saveHistory,
  stepHistory,
} from '../../../renderer/features/console/history.ts';
import { keptTextIn } from '../../../renderer/stores/kept-text.ts';
import { idOf, instant } from '../../support/renderer-fixtures.ts';
import { keptInMemory } from '../../support/renderer-host.ts';
import { sampleTranscript } from '../../support/renderer-states.ts';

const now = instant(Date.UTC(2026, 0, 1));
const lines = sampleTranscript(now);
const nothing: ReadonlySet<string> = new Set();

function message(sequence: number, text: string): ConsoleLine {
  return {
    sequence,
    at: now,
    kind: 'message',
    origin: 'machine',
    session: null,
    ident: null,
    topic: text.split(' ', 1)[0] ?? '',
    text,
    clipped: false,
    byteLength: text.length,
    durationMilliseconds: null,
  };
}

const own = (filter: typeof initialFilter): number =>
  consoleRows(lines, filter, nothing).filter(
    (row) => row.kind === 'line' && row.line.origin === 'panel',
  ).length;

test('QuantDeck’s own traffic is hidden until it is wanted', () => {
  expect(own(initialFilter)).toBe(0);
  expect(own({ ...initialFilter, own: true })).toBe(2);
});

test('a group that is switched off is not shown, and chips count what they would show', () => {
  const filter = { ...initialFilter, groups: new Set(['commands'] as const) };
  const rows = consoleRows(lines, filter, nothing);
  expect(rows).toHaveLength(countGroups(lines, false).commands);
  expect(countGroups(lines, true).commands).toBe(countGroups(lines, false).commands + 1);
});

test('once-a-second messages in a row become one row that can be opened', () => {
  const flood = [
    message(1, 'Temperature 1 -cover=1'),
    message(2, 'LEDStatus 2 Current:9'),
    message(3, 'Temperature 3 -cover=3'),
    message(4, 'Run 4 Acquiring'),
    message(5, 'Temperature 5 -cover=5'),
  ];
  const rows = consoleRows(flood, initialFilter, nothing);
  expect(rows.map((row) => row.kind)).toEqual(['flood', 'line', 'line']);
  expect(rows[0]).toMatchObject({ latest: { sequence: 3 }, open: false });
  const opened = consoleRows(flood, initialFilter, new Set(['flood 1']));
  expect(opened.map((row) => row.key)).toEqual([
    'flood 1',
    'line 1',
    'line 2',
    'line 3',
    'line 4',
    'line 5',
  ]);
  expect(floodWords(flood.slice(0, 3))).toBe('Temperature × 2, LEDStatus × 1');
});

test('bodies of several lines are folded with their count and their first real line', () => {
  expect(lineBody('<quote.reply>\na.eds\nb.eds\n</quote.reply>\n')).toMatchObject({
    kind: 'folded',
    label: '4 lines',
    first: 'a.eds …',
  });
  expect(lineBody('ON Closed')).toEqual({ kind: 'whole', text: 'ON Closed' });
});

test('one very long line is folded, and what is too much to draw is counted', () => {
  const body = lineBody('x'.repeat(100_000));
  expect(body).toMatchObject({ kind: 'folded', label: '100,000 characters', hidden: 40_000 });
});

test('the arrows go back through what was sent and return to what was being typed', () => {
  const history = pushHistory(pushHistory(pushHistory([], 'POW?'), 'OPEN'), 'OPEN');
  expect(history).toEqual(['POW?', 'OPEN']);
  const up = stepHistory(history, atDraft, 'half ty', 'up');
  expect(up?.text).toBe('OPEN');
  const upper = stepHistory(history, up?.cursor ?? atDraft, 'OPEN', 'up');
  expect(upper?.text).toBe('POW?');
  expect(stepHistory(history, upper?.cursor ?? atDraft, 'POW?', 'up')).toBeNull();
  const down = stepHistory(history, upper?.cursor ?? atDraft, 'POW?', 'down');
  expect(down?.text).toBe('OPEN');
  expect(stepHistory(history, down?.cursor ?? atDraft, 'OPEN', 'down')).toEqual({
    cursor: atDraft,
    text: 'half ty',
  });
  expect(stepHistory(history, atDraft, 'half ty', 'down')).toBeNull();
});

test('histories are kept per machine, at most two hundred entries each', () => {
  const kept = keptInMemory();
  const long = Array.from({ length: 250 }, (_, index) => `command ${index}`);
  saveHistory(kept, idOf('a'), long.slice(0, 1));
  saveHistory(kept, idOf('b'), long);
  expect(loadHistory(kept, idOf('a'))).toEqual(['command 0']);
  expect(loadHistory(kept, idOf('b'))).toHaveLength(200);
});

test('a damaged or forbidden storage means an empty history, not an error', () => {
  const kept = keptInMemory();
  kept.write('quantdeck.console-history.a', '{not json');
  expect(loadHistory(kept, idOf('a'))).toEqual([]);
  kept.write('quantdeck.console-history.a', '{"an":"object"}');
  expect(loadHistory(kept, idOf('a'))).toEqual([]);
  const forbidden = keptTextIn(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  forbidden.write('key', 'text');
  expect(forbidden.read('key')).toBeNull();
});
