import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  followRun,
  initialRunMonitor,
  type RunInput,
} from '../../../electron/machine/run-monitor.ts';
import type { RunStage } from '../../../shared/run.ts';
import { estimateRun } from '../../../shared/run-estimate.ts';
import { followPace, initialPace } from '../../../shared/run-pace.ts';
import type { Celsius } from '../../../shared/units.ts';
import { coverAt, estimate, inStage, instant, progress } from './estimate-scene.ts';
import { anyProtocol } from './generated-protocol.ts';
import { eventsOf, walk } from './planned-run.ts';

describe('A run that goes exactly as planned', () => {
  it('is estimated exactly at every moment, with no step backward', () => {
    fc.assert(
      fc.property(anyProtocol(false), fc.integer({ min: 1, max: 40 }), (any, samples) => {
        const passes = walk(any);
        const events = eventsOf(passes);
        const total = events.at(-1)?.atSeconds ?? 0;
        fc.pre(total > 10);
        const moments = Array.from({ length: samples }, (_, index) => (total * index) / samples);
        let monitor = initialRunMonitor;
        let pace = initialPace;
        const learn = (input: RunInput): void => {
          monitor = followRun(monitor, input);
          pace = followPace(pace, input);
        };
        learn({ kind: 'event', at: instant(0), event: { kind: 'starting', title: 'my run' } });
        let heard = 0;
        let before = { seconds: Number.POSITIVE_INFINITY, fraction: 0 };
        for (const moment of moments) {
          for (; (events[heard]?.atSeconds ?? Number.POSITIVE_INFINITY) <= moment; heard++) {
            const { atSeconds, event } = events[heard] ?? {
              atSeconds: 0,
              event: { kind: 'other' },
            };
            learn({ kind: 'event', at: instant(atSeconds), event });
          }
          const found = estimateRun({
            now: instant(moment),
            run: monitor.run,
            protocol: any,
            pace,
            heardAt: instant(moment),
            temperatures: null,
            coverTarget: null,
          });
          const remaining = found?.remaining;
          const overall = found?.progress.overall;
          if (remaining?.kind !== 'known') throw new Error(`It is ${remaining?.kind}`);
          expect(remaining.seconds).toBeCloseTo(total - moment, 1);
          expect(remaining.seconds).toBeLessThan(before.seconds + 0.05);
          if (overall?.kind !== 'known') continue;
          expect(overall.fraction).toBeCloseTo(moment / total, 2);
          expect(overall.fraction).toBeGreaterThan(before.fraction - 1e-4);
          before = { seconds: remaining.seconds, fraction: overall.fraction };
        }
      }),
    );
  });
});

describe('Whatever is known of a run', () => {
  it('its estimate is never negative and never no number', () => {
    const moment = fc.integer({ min: -100, max: 5000 });
    const count = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
    const stage = fc.oneof(
      fc.constantFrom<RunStage>({ kind: 'starting' }, { kind: 'prerun' }, { kind: 'postrun' }),
      fc.integer({ min: 0, max: 4 }).map(inStage),
    );
    const scene = fc.record({
      tree: fc.option(anyProtocol(true), { nil: null }),
      stage,
      cycle: count,
      step: count,
      remaining: fc.option(fc.integer({ min: -5, max: 9000 }), { nil: null }),
      now: moment,
      saidAt: moment,
      since: moment,
      heardAt: fc.option(moment, { nil: null }),
      pausedAt: fc.option(moment, { nil: null }),
      cover: fc.option(fc.integer({ min: -20, max: 200 }), { nil: null }),
      target: fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
    });
    fc.assert(
      fc.property(scene, (any) => {
        const { cycle, step, remaining, pausedAt, cover } = any;
        const time = { elapsedSeconds: 1, remainingSeconds: remaining, at: instant(any.saidAt) };
        const at = progress({ stage: any.stage, cycle, step, time });
        const found = estimate(at, {
          now: instant(any.now),
          heardAt: any.heardAt === null ? null : instant(any.heardAt),
          run:
            pausedAt === null
              ? { kind: 'active', progress: at }
              : { kind: 'paused', progress: at, pausedAt: instant(pausedAt) },
          protocol: any.tree,
          temperatures: cover === null ? null : coverAt(any.now, cover),
          coverTarget: any.target as Celsius | null,
          pace: {
            ...initialPace,
            open: {
              stage: any.stage.kind === 'stage' ? any.stage.number : 1,
              cycle: cycle ?? 1,
              step: step ?? 1,
              since: instant(any.since),
              startSeen: true,
              countable: true,
            },
          },
        });
        for (const number of numbersIn(found)) {
          expect(Number.isFinite(number)).toBe(true);
          expect(number).toBeGreaterThanOrEqual(0);
        }
        expect(found.remaining.explanation).toMatch(/^[A-Z].*\.$/);
      }),
      { numRuns: 500 },
    );
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}
