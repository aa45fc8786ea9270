import { expect, test } from 'vitest';
import { LineLog } from '../../../../renderer/stores/line-log.ts';
import { consoleLine, exchanges } from '../../../support/console-lines.ts';

test('lines are found by their number, whatever block they are in', () => {
  const log = new LineLog();
  log.append(exchanges(1, 5_000));
  for (const sequence of [1, 1023, 1024, 1025, 4_999, 5_000])
    expect(log.at(sequence)?.sequence).toBe(sequence);
  expect(log.at(0)).toBeUndefined();
  expect(log.at(5_001)).toBeUndefined();
  expect([log.first, log.last]).toEqual([1, 5_000]);
});

test('a line that came before is left out', () => {
  const log = new LineLog();
  log.append(exchanges(1, 10));
  log.append(exchanges(5, 10));
  expect(log.last).toBe(14);
  expect(log.count('commands').others + log.count('replies').others).toBe(14);
});

test('beyond its capacity the oldest lines leave in blocks, and are no longer counted', () => {
  const log = new LineLog(3_000);
  log.append(exchanges(1, 10_000));
  expect(log.last - log.first + 1).toBeLessThanOrEqual(3_000);
  expect(log.last - log.first + 1).toBeGreaterThan(3_000 - 1_024);
  expect(log.at(log.first - 1)).toBeUndefined();
  expect(log.at(log.first)?.sequence).toBe(log.first);
  expect(log.count('commands').others + log.count('replies').others).toBe(log.last - log.first + 1);
});

test('older lines are put in front as far as there is room', () => {
  const log = new LineLog(3_000);
  log.append(exchanges(5_000, 1_000));
  log.prepend(exchanges(4_000, 1_000));
  expect(log.first).toBe(4_000);
  expect(log.at(4_500)?.sequence).toBe(4_500);
  log.prepend(exchanges(1, 3_999));
  expect(log.first).toBe(3_000);
});

test('QuantDeck’s own traffic and topics are counted apart', () => {
  const log = new LineLog();
  log.append([
    consoleLine(1, 'opened', 'Connected.', { origin: 'panel' }),
    consoleLine(2, 'command', 'POW?', { origin: 'panel' }),
    consoleLine(3, 'command', 'POW?'),
    consoleLine(4, 'message', 'Run 1 Starting'),
    consoleLine(5, 'message', 'Run 2 Stage 1'),
  ]);
  expect(log.count('commands')).toEqual({ others: 1, own: 1 });
  expect(log.count('messages')).toEqual({ others: 2, own: 0 });
  expect([...log.topics]).toEqual([['Run', 2]]);
});
