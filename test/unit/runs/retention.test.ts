import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunId, runsToRemove, type StoredRunSize } from '../../../shared/run-history.ts';
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

describe('how long runs are kept', () => {
  it('keeps everything unless asked otherwise', () => {
    expect(runsToRemove([run('a', 9_999, 9_999)], { kind: 'all' }, now)).toEqual([]);
  });

  it('removes what was last observed longer ago than the days chosen', () => {
    const runs = [run('old', 31, 1), run('border', 30, 1), run('new', 1, 1)];
    expect(runsToRemove(runs, { kind: 'days', days: 30 }, now)).toEqual(['old']);
  });

  it('removes the oldest until the rest fits into the size chosen', () => {
    const runs = [run('newest', 1, 4), run('oldest', 9, 4), run('middle', 5, 4)];
    expect(runsToRemove(runs, { kind: 'size', megabytes: 12 }, now)).toEqual([]);
    expect(runsToRemove(runs, { kind: 'size', megabytes: 11 }, now)).toEqual(['oldest']);
    expect(runsToRemove(runs, { kind: 'size', megabytes: 5 }, now)).toEqual(['oldest', 'middle']);
  });

  it('never removes a run that may be on, but one that nobody saw for more than a day', () => {
    const runs = [run('on', 0.9, 50, false), run('left', 3, 50, false)];
    expect(runsToRemove(runs, { kind: 'size', megabytes: 1 }, now)).toEqual(['left']);
    expect(runsToRemove(runs, { kind: 'days', days: 2 }, now)).toEqual(['left']);
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
        const removed = runsToRemove(runs, { kind: 'size', megabytes }, now);
        expect(new Set(removed).size).toBe(removed.length);
        const left = runs.filter(({ id }) => !removed.includes(id));
        const removable = left.filter(({ ended, observedTo }) => ended || now - observedTo > day);
        const bytes = left.reduce((sum, item) => sum + item.bytes, 0);
        if (removable.length > 0) expect(bytes).toBeLessThanOrEqual(megabytes * 1_000_000);
      }),
    );
  });
});
