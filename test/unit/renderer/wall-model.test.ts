import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { wallDrift, wallGrid } from '../../../renderer/features/wall/wall-grid.ts';
import { wallCard } from '../../../renderer/features/wall/wall-model.ts';
import { instant } from '../../support/renderer-fixtures.ts';
import { everyState } from '../../support/renderer-states.ts';

const now = instant(1_780_000_000_000);
const states = everyState(now);
const cardOf = (id: string, at = now) => {
  const snapshot = states.find((machine) => String(machine.id) === id);
  if (snapshot === undefined) throw new Error(`no machine ${id}`);
  return wallCard(snapshot, { now: at, engine: 'up' });
};

test('every number of machines fits onto the wall, in rows as wide as they are full', () => {
  const sizes = {
    width: fc.integer({ min: 300, max: 4_000 }),
    height: fc.integer({ min: 300, max: 2_500 }),
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.record(sizes), (count, { width, height }) => {
      const { columns, rows } = wallGrid(count, width, height);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * (rows - 1)).toBeLessThan(count);
    }),
  );
});

test.each([
  [1, 1, 1],
  [2, 2, 1],
  [4, 2, 2],
  [6, 3, 2],
  [12, 4, 3],
  [32, 7, 5],
])('%d machines stand on a 1920 × 1000 wall in %d columns and %d rows', (count, columns, rows) => {
  expect(wallGrid(count, 1_920, 1_000)).toEqual({ columns, rows });
});

test('everything wanders by a few pixels from minute to minute, and stays within its room', () => {
  const places = Array.from({ length: 30 }, (_, minute) => wallDrift(minute * 60_000));
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(10);
  for (const { x, y } of places) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
    expect(Math.max(x, y)).toBeLessThanOrEqual(8);
  }
});

test('each state differs in its word and its picture, not only in its colour', () => {
  const looks = ['qpcr1', 'qpcr2', 'qpcr3', 'qpcr4', 'qpcr5'].map((id) => cardOf(id));
  expect(looks.map(({ word }) => word)).toEqual([
    'Running',
    'Idle',
    'Paused',
    'Finished',
    'Lost contact',
  ]);
  expect(new Set(looks.map(({ icon }) => icon)).size).toBe(5);
});

test('a machine out of contact says how long it was silent, greys its colour and shows no progress', () => {
  const card = cardOf('qpcr5');
  expect(card).toMatchObject({
    tone: 'lost',
    figure: { value: '2', unit: 'min', caption: 'without a word' },
    progress: null,
  });
  expect(card.third).toContain('The run may be continuing');
});

test('a machine that fell silent a moment ago says so and keeps its state', () => {
  const card = cardOf('qpcr1', instant(now + 15_000));
  expect(card).toMatchObject({ word: 'Running', stale: true, heard: 'last heard 16 s ago' });
});

test('a finished run says how long ago it ended', () => {
  expect(cardOf('qpcr4').figure).toEqual({ value: '12', unit: 'min', caption: 'ago' });
});

test('a paused run counts how long it has been paused', () => {
  expect(cardOf('qpcr3').figure).toMatchObject({ value: '6', unit: 'min', caption: 'paused' });
});

test('no state leaves a card without a word about what is going on', () => {
  for (const snapshot of states) {
    const card = wallCard(snapshot, { now, engine: 'up' });
    expect(card.word).not.toBe('');
    expect(card.figure !== null || card.second !== '').toBe(true);
    expect(card.heard).not.toBe('');
  }
});
