import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { celsiusRange, celsiusTicks, timeTicks } from '../../../renderer/features/timeline/axis.ts';
import {
  fiveMinutesView,
  jumpedToNow,
  jumpedToStart,
  panned,
  type TimeView,
  wholeView,
  windowOf,
  zoomed,
  zoomedTo,
} from '../../../renderer/features/timeline/time-view.ts';
import { noon } from './support.ts';

test('the °C axis of an ordinary run is always the same', () => {
  expect(celsiusRange([])).toEqual({ low: 15, high: 115 });
  expect(celsiusRange([{ low: 22.4, high: 105.3 }, null])).toEqual({ low: 15, high: 115 });
  expect(celsiusTicks({ low: 15, high: 115 })).toEqual([25, 50, 75, 100]);
});

test('the °C axis holds every value, and never shrinks as the extent grows', () => {
  const celsius = fc.double({ min: -80, max: 400, noNaN: true });
  fc.assert(
    fc.property(fc.array(celsius, { minLength: 1 }), (values) => {
      let last = celsiusRange([]);
      for (const [index, value] of values.entries()) {
        const seen = values.slice(0, index + 1);
        const range = celsiusRange([{ low: Math.min(...seen), high: Math.max(...seen) }]);
        expect(range.low).toBeLessThanOrEqual(Math.min(value, last.low));
        expect(range.high).toBeGreaterThanOrEqual(Math.max(value, last.high));
        last = range;
      }
    }),
  );
});

test('times stand at whole steps of the clock, in order and with room for their words', () => {
  const span = fc.integer({ min: 10_000, max: 40 * 86_400_000 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_400_000 }), span, (offset, length) => {
      const from = noon + offset;
      const ticks = timeTicks(from, from + length, 700);
      expect(ticks.length).toBeGreaterThan(1);
      for (const [index, { at, label }] of ticks.entries()) {
        expect(at).toBeGreaterThanOrEqual(from);
        expect(at).toBeLessThanOrEqual(from + length);
        expect(label).toMatch(/^\d\d:\d\d(:\d\d)?$|^\d{1,2} [A-Z][a-z]+$/);
        const before = ticks[index - 1];
        // A change to or from summer time moves a tick by an hour.
        if (before !== undefined)
          expect(((at - before.at) / length) * 700).toBeGreaterThan(length > 86_400_000 ? 40 : 60);
      }
    }),
  );
});

test('short spans are labelled with seconds', () => {
  const [first] = timeTicks(noon, noon + 30_000, 700);
  expect(first?.label).toMatch(/:\d\d:\d\d$/);
});

const live = { from: noon, to: noon + 1_500_000, live: true };

test('the whole of a run that goes on leaves room ahead, and moves by steps only', () => {
  const window = windowOf(wholeView, live);
  expect(window.from).toBeLessThan(live.from);
  expect(window.to).toBeGreaterThan(live.to);
  const later = windowOf(wholeView, { ...live, to: live.to + 1000 });
  expect(later).toEqual(window);
});

test('five minutes follow the latest', () => {
  const { from, to } = windowOf(fiveMinutesView, live);
  expect(to - from).toBe(300_000);
  expect(to).toBeGreaterThan(live.to);
});

test('zooming keeps the time under the pointer where it is', () => {
  const anchor = noon + 700_000;
  const before = windowOf(wholeView, live);
  const after = windowOf(zoomed(wholeView, live, 0.5, anchor), live);
  const place = ({ from, to }: { from: number; to: number }) => (anchor - from) / (to - from);
  expect(place(after)).toBeCloseTo(place(before), 9);
  expect(after.to - after.from).toBeCloseTo((before.to - before.from) / 2, 3);
});

test('zooming without a pointer goes on following, and zooming out ends at the whole', () => {
  const closer = zoomed(wholeView, live, 0.5, null);
  expect(closer.kind).toBe('follow');
  expect(zoomed(closer, live, 4, null)).toEqual(wholeView);
});

test('no way of moving leaves what there is, and no window is shorter than ten seconds', () => {
  const move = fc.oneof(
    fc
      .double({ min: -1e7, max: 1e7, noNaN: true })
      .map((by) => (view: TimeView) => panned(view, live, by)),
    fc
      .tuple(
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 1_500_000 })),
      )
      .map(
        ([factor, anchor]) =>
          (view: TimeView) =>
            zoomed(view, live, factor, anchor === null ? null : noon + anchor),
      ),
    fc.tuple(fc.integer({ min: 0, max: 1_500_000 }), fc.integer({ min: 0, max: 1_500_000 })).map(
      ([a, b]) =>
        () =>
          zoomedTo(live, noon + a, noon + b),
    ),
    fc.constantFrom((view: TimeView) => jumpedToStart(view, live), jumpedToNow),
  );
  const whole = windowOf(wholeView, live);
  fc.assert(
    fc.property(fc.array(move, { maxLength: 20 }), (moves) => {
      let view: TimeView = wholeView;
      for (const run of moves) view = run(view);
      const { from, to } = windowOf(view, live);
      expect(to - from).toBeGreaterThanOrEqual(9_999);
      expect(to - from).toBeLessThanOrEqual(whole.to - whole.from + 1);
      if (view.kind === 'free') {
        expect(from).toBeGreaterThanOrEqual(whole.from - 1);
        expect(to).toBeLessThanOrEqual(whole.to + 1);
      }
    }),
  );
});

test('jumping to now follows with as much in sight as before', () => {
  const view = zoomedTo(live, noon, noon + 120_000);
  expect(jumpedToNow(view)).toEqual({ kind: 'follow', span: 120_000 });
});
