import { expect, test } from 'vitest';
import { gapsIn } from '../../../renderer/features/timeline/gaps.ts';
import {
  drawnSetPoints,
  distinctZones,
  setPointAt,
  setPointSteps,
} from '../../../renderer/features/timeline/set-point-steps.ts';
import { instant, noon, setPoint } from './support.ts';

const all = { from: noon, to: noon + 600_000 };
const seconds = (...list: number[]): Float64Array =>
  Float64Array.from(list, (second) => noon + second * 1000);

test('a silence of more than five seconds is a gap without data', () => {
  expect(gapsIn(seconds(1, 2, 7, 8, 20, 21), [], all, noon + 21_000)).toEqual([
    { kind: 'no-data', from: noon + 8_000, to: noon + 20_000 },
  ]);
});

test('a silence during which contact was lost is that loss, with its own limits', () => {
  const lost = { from: instant(noon + 3_000), to: instant(noon + 97_000) };
  expect(gapsIn(seconds(1, 2, 98, 99), [lost], all, noon + 99_000)).toEqual([
    { kind: 'no-contact', from: lost.from, to: lost.to },
  ]);
});

test('silence that goes on reaches to now', () => {
  expect(gapsIn(seconds(1, 2), [], all, noon + 60_000)).toEqual([
    { kind: 'no-data', from: noon + 2_000, to: noon + 60_000 },
  ]);
  const lost = { from: instant(noon + 2_000), to: null };
  expect(gapsIn(seconds(1, 2), [lost], all, noon + 60_000)).toEqual([
    { kind: 'no-contact', from: noon + 2_000, to: noon + 60_000 },
  ]);
});

test('gaps outside what is looked at are left out, and one that reaches into it is kept', () => {
  const at = seconds(0, 100, 200, 201);
  const span = { from: noon + 150_000, to: noon + 300_000 };
  expect(gapsIn(at, [], span, noon + 201_000)).toEqual([
    { kind: 'no-data', from: noon + 100_000, to: noon + 200_000 },
  ]);
});

test('set points are steps from change to change, joined where one follows another', () => {
  const changes = [setPoint(noon, 50), setPoint(noon + 10_000, 95)];
  expect(setPointSteps(changes, 1, all, noon + 30_000, [])).toEqual([
    { from: noon, to: noon + 10_000, celsius: 50, joined: false },
    { from: noon + 10_000, to: noon + 30_000, celsius: 95, joined: true },
  ]);
});

test('set points break where nothing was known of the machine', () => {
  const gap = { from: noon + 5_000, to: noon + 8_000 };
  expect(setPointSteps([setPoint(noon, 50)], 1, all, noon + 20_000, [gap])).toEqual([
    { from: noon, to: noon + 5_000, celsius: 50, joined: false },
    { from: noon + 8_000, to: noon + 20_000, celsius: 50, joined: false },
  ]);
});

test('a time without a controlled zone has no set point', () => {
  const changes = [setPoint(noon, 50), setPoint(noon + 10_000), setPoint(noon + 20_000, 60)];
  const steps = setPointSteps(changes, 1, all, noon + 30_000, []);
  expect(steps.map(({ celsius, joined }) => [celsius, joined])).toEqual([
    [50, false],
    [60, false],
  ]);
  expect(setPointAt(changes, 1, noon + 15_000)).toBeNull();
  expect(setPointAt(changes, 1, noon + 25_000)).toBe(60);
  expect(setPointAt(changes, 1, noon - 1)).toBeNull();
});

test('the same value written again does not cut the step', () => {
  const changes = [setPoint(noon, 50), setPoint(noon + 10_000, 50)];
  expect(setPointSteps(changes, 1, all, noon + 20_000, [])).toHaveLength(1);
});

test('zones with one course are drawn once', () => {
  expect(distinctZones([setPoint(noon, 60, 60, 58), setPoint(noon + 1, 95, 95, 95)])).toEqual([
    1, 3,
  ]);
});

test('steps too short to tell apart become the range they move in, and clear ones stay', () => {
  const changes = [
    setPoint(noon, 50),
    ...Array.from({ length: 20 }, (_, index) =>
      setPoint(noon + 60_000 + index * 1000, index % 2 === 0 ? 95 : 60),
    ),
  ];
  const steps = setPointSteps(changes, 1, all, noon + 80_000, []);
  const drawn = drawnSetPoints(steps, 5_000);
  expect(drawn.steps.map(({ celsius }) => celsius)).toEqual([50]);
  expect(drawn.blurs).toEqual([{ from: noon + 60_000, to: noon + 80_000, low: 60, high: 95 }]);
});
