import { expect, test } from 'vitest';
import { noReadings } from '../../../shared/readings.ts';
import { blockSetting, readTarget } from '../../../renderer/model/block.ts';
import type { Moment } from '../../../renderer/model/engine.ts';
import { idleReadings, instant, runningReadings } from '../../support/renderer-fixtures.ts';

const now = instant(Date.UTC(2026, 0, 1));
const moment: Moment = { now, engine: 'up' };

test.each([
  ['4', 4],
  ['100', 100],
  [' 60.5 ', 60.5],
  ['60,5', 60.5],
])('“%s” is the target %s °C', (text, target) => {
  expect(readTarget(text)).toEqual({ kind: 'target', target });
});

test.each(['', '3.9', '100.1', '400', '-5', '60.55', '6e1', '60 °C', 'warm'])(
  '“%s” is no target, and the reason names the range',
  (text) => {
    const reading = readTarget(text);
    expect(reading).toMatchObject({ kind: 'problem' });
    expect(reading).toHaveProperty('text', expect.stringContaining('from 4 to 100 °C'));
  },
);

test('what the machine reports of the block is told with its age, or as never read', () => {
  expect(blockSetting(noReadings, moment)).toEqual({ text: '–', age: null });
  expect(blockSetting(idleReadings(now), moment).text).toBe('Off');
  const old = blockSetting(runningReadings(instant(now - 42_000)), moment);
  expect(old.text).toBe('On, 60.0 °C');
  expect(old.age).toEqual({ text: '42 s ago', freshness: 'stale' });
});
