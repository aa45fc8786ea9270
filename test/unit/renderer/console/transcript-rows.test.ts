import { expect, test } from 'vitest';
import {
  initialFilter,
  type LineFilter,
  repeatWords,
  TranscriptRows,
} from '../../../../renderer/features/console/transcript-rows.ts';
import { LineLog } from '../../../../renderer/stores/line-log.ts';
import { consoleLine, exchanges } from '../../../support/console-lines.ts';

function open(filter: Partial<LineFilter> = {}, capacity?: number) {
  const log = new LineLog(capacity);
  const rows = new TranscriptRows(log, { ...initialFilter, ...filter });
  const keys = (): number[] => Array.from({ length: rows.length }, (_, at) => rows.keyAt(at));
  return { log, rows, keys };
}

test('QuantDeck’s own traffic is hidden until it is wanted, the marks of a connection never', () => {
  const lines = [
    consoleLine(1, 'opened', 'Connected.', { origin: 'panel' }),
    consoleLine(2, 'command', 'RET $(POW?)', { origin: 'panel' }),
    consoleLine(3, 'command', 'POW?'),
  ];
  const hidden = open();
  hidden.log.append(lines);
  hidden.rows.catchUp();
  expect(hidden.keys()).toEqual([1, 3]);
  const shown = open({ own: true });
  shown.log.append(lines);
  shown.rows.catchUp();
  expect(shown.keys()).toEqual([1, 2, 3]);
});

test('groups, topics and what was cleared decide what is shown', () => {
  const lines = [
    consoleLine(1, 'command', 'POW?'),
    consoleLine(2, 'ok', 'ON'),
    consoleLine(3, 'error', '[NoMatch]'),
    consoleLine(4, 'message', 'Run 1 Starting'),
    consoleLine(5, 'message', 'System 1 Access'),
  ];
  const keysOf = (filter: Partial<LineFilter>): number[] => {
    const { log, rows, keys } = open(filter);
    log.append(lines);
    rows.catchUp();
    return keys();
  };
  expect(keysOf({ groups: new Set(['errors']) })).toEqual([3]);
  expect(keysOf({ hiddenTopics: new Set(['Run']) })).toEqual([1, 2, 3, 5]);
  expect(keysOf({ clearedUpTo: 3 })).toEqual([4, 5]);
});

test('once-a-second messages in a row become one row, which grows and keeps its key', () => {
  const { log, rows, keys } = open();
  log.append([
    consoleLine(1, 'command', 'POW?'),
    consoleLine(2, 'message', 'Temperature 1 -cover=1'),
  ]);
  rows.catchUp();
  expect(keys()).toEqual([1, 2]);
  log.append([
    consoleLine(3, 'message', 'LEDStatus 2 Current:9'),
    consoleLine(4, 'message', 'Temperature 3 -cover=3'),
  ]);
  rows.catchUp();
  expect(keys()).toEqual([1, -2]);
  const stretch = rows.rowAt(1);
  expect(stretch?.line.sequence).toBe(4);
  expect(repeatWords(stretch?.repeats?.counts ?? new Map())).toBe('Temperature × 2, LEDStatus × 1');
  log.append([
    consoleLine(5, 'message', 'Run 4 Acquiring'),
    consoleLine(6, 'message', 'Temperature 5 -cover=5'),
  ]);
  rows.catchUp();
  expect(keys()).toEqual([1, -2, 5, 6]);
});

test('without folding every message is a row of its own', () => {
  const { log, rows, keys } = open({ fold: false });
  log.append([
    consoleLine(1, 'message', 'Temperature 1'),
    consoleLine(2, 'message', 'Temperature 2'),
  ]);
  rows.catchUp();
  expect(keys()).toEqual([1, 2]);
});

test('a line is found in its row, also inside a stretch, and one that is hidden in the row after it', () => {
  const { log, rows } = open();
  log.append([
    consoleLine(1, 'command', 'POW?'),
    consoleLine(2, 'message', 'Temperature 1'),
    consoleLine(3, 'message', 'Temperature 2'),
    consoleLine(4, 'command', 'POW?', { origin: 'panel' }),
    consoleLine(5, 'command', 'DRAW?'),
  ]);
  rows.catchUp();
  expect(rows.indexOf(1)).toBe(0);
  expect(rows.indexOf(3)).toBe(1);
  expect(rows.indexOf(4)).toBe(2);
  expect(rows.indexOf(99)).toBe(rows.length);
});

test('rows of lines that left the transcript go, and the others keep their keys', () => {
  const { log, rows, keys } = open({}, 2_000);
  log.append(exchanges(1, 1_500));
  rows.catchUp();
  log.append(exchanges(1_501, 3_000));
  rows.catchUp();
  expect(keys()[0]).toBe(log.first);
  expect(keys().at(-1)).toBe(4_500);
  expect(rows.length).toBe(log.last - log.first + 1);
});

test('lines that are put in front are drawn before the others', () => {
  const { log, rows, keys } = open();
  log.append(exchanges(101, 3));
  rows.catchUp();
  log.prepend(exchanges(99, 2));
  rows.catchUp();
  expect(keys()).toEqual([99, 100, 101, 102, 103]);
});
