import { expect, test } from 'vitest';
import type { TracePoint } from '../../../shared/machine.ts';
import { type ChartFrame, tracePath } from '../../../renderer/model/sparkline.ts';
import { instant } from '../../support/renderer-fixtures.ts';

const frame: ChartFrame = {
  from: instant(0),
  to: instant(100_000),
  low: 0,
  high: 100,
  width: 100,
  height: 100,
};
const point = (seconds: number, block: number): TracePoint => ({
  at: instant(seconds * 1000),
  block,
  sample: block,
  cover: 105,
});
const path = (...points: readonly TracePoint[]) => tracePath(points, (p) => p.block, frame);

test('neighbouring points are joined', () => {
  expect(path(point(10, 0), point(11, 50))).toBe('M10.0 100.0L11.0 50.0');
});

test('a silence of more than five seconds breaks the line', () => {
  expect(path(point(10, 0), point(15, 0), point(20.5, 0), point(21, 0))).toBe(
    'M10.0 100.0L15.0 100.0M20.5 100.0L21.0 100.0',
  );
});

test('a lone point between two silences is drawn as a dot', () => {
  expect(path(point(10, 0), point(30, 0), point(50, 0))).toBe(
    'M10.0 100.0L10.0 100.0M30.0 100.0L30.0 100.0M50.0 100.0L50.0 100.0',
  );
});

test('points outside the frame are left out and values outside it stay at its edge', () => {
  expect(path(point(-1, 0), point(10, 200), point(11, -5), point(101, 0))).toBe(
    'M10.0 0.0L11.0 100.0',
  );
  expect(path()).toBe('');
});
