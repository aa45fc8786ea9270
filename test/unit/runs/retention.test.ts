import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunId } from '../../../shared/run-history.ts';
import { type RunLimits, runsToRemove, type StoredRunSize } from '../../../shared/run-retention.ts';
import type { Instant } from '../../../shared/units.ts';

const day = 24 * 3_600_000;
const now = Date.UTC(2026, 6, 1) as Instant;

function run(id: string, daysAgo: number, megabytes: number, ended = true): StoredRunSize {
  return {
    id: id as RunId,
    observedTo: (now - daysAgo * day) as Instant,
    ended,
    bytes: megabytes * 1_000_000,
  };
}

const removed = (runs: readonly StoredRunSize[], limits: Partial<RunLimits>): readonly string[] =>
  runsToRemove(runs, { keepDays: null, keepMegabytes: null, ...limits }, now).map(({ id }) => id);

describe('how long runs are kept', () => {
  it('keeps everything unless asked otherwise', () => {
    expect(removed([run('a', 9_999, 9_999)], {})).toEqual([]);
  });

  it('removes what was last observed longer ago than the days chosen', () => {
    const runs = [run('old', 31, 1), run('border', 30, 1), run('new', 1, 1)];
    expect(removed(runs, { keepDays: 30 })).toEqual(['old']);
  });

  it('removes the oldest until the rest fits into the size chosen', () => {
    const runs = [run('newest', 1, 4), run('oldest', 9, 4), run('middle', 5, 4)];
    expect(removed(runs, { keepMegabytes: 12 })).toEqual([]);
    expect(removed(runs, { keepMegabytes: 11 })).toEqual(['oldest']);
    expect(removed(runs, { keepMegabytes: 5 })).toEqual(['oldest', 'middle']);
  });

  it('lets a run go when either limit says so', () => {
    const runs = [run('old', 31, 1), run('large', 20, 9), run('new', 1, 1)];
    expect(removed(runs, { keepDays: 30, keepMegabytes: 10 })).toEqual(['old']);
    expect(removed(runs, { keepDays: 30, keepMegabytes: 9 })).toEqual(['old', 'large']);
  });

  it('never removes a run that may be on, but one that nobody saw for more than a day', () => {
    const runs = [run('on', 0.9, 50, false), run('left', 3, 50, false)];
    expect(removed(runs, { keepMegabytes: 1 })).toEqual(['left']);
    expect(removed(runs, { keepDays: 2 })).toEqual(['left']);
  });

  it('removes as many as the size needs, whatever runs there are, and none twice', () => {
    const anyRuns = fc.array(
      fc.record({ daysAgo: fc.nat(100), megabytes: fc.nat(50), ended: fc.boolean() }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(anyRuns, fc.integer({ min: 1, max: 200 }), (list, megabytes) => {
        const runs = list.map((item, index) =>
          run(String(index), item.daysAgo, item.megabytes, item.ended),
        );
        const gone = removed(runs, { keepMegabytes: megabytes });
        expect(new Set(gone).size).toBe(gone.length);
        const left = runs.filter(({ id }) => !gone.includes(id));
        const removable = left.filter(({ ended, observedTo }) => ended || now - observedTo > day);
        const bytes = left.reduce((sum, item) => sum + item.bytes, 0);
        if (removable.length > 0) expect(bytes).toBeLessThanOrEqual(megabytes * 1_000_000);
      }),
    );
  });
});
