import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TelemetrySample } from '../../../electron/store/runs/telemetry-columns.ts';
import { samplesPerChunk, TelemetryTail } from '../../../electron/store/runs/telemetry-tail.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';

function sampleOf(at: number, zones = 6): TelemetrySample {
  const value = 40 as Celsius;
  const sample = Array.from({ length: zones }, () => value);
  return {
    at: at as Instant,
    temperatures: { sample, block: sample, cover: value, heatsink: value },
  };
}

/** Rows as a database would keep them. */
class Rows {
  readonly rows = new Map<number, readonly TelemetrySample[]>();
  #next = 1;

  write(tail: TelemetryTail, last: boolean): void {
    const change = tail.change(last);
    if (change === null) return;
    for (const number of change.remove) expect(this.rows.delete(number)).toBe(true);
    const added = change.add.map((samples) => {
      this.rows.set(this.#next, samples);
      return this.#next++;
    });
    tail.written(last, added);
  }

  get times(): readonly number[] {
    return [...this.rows.values()].flatMap((samples) => samples.map(({ at }) => at));
  }
}

const anyMove = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      count: fc.integer({ min: 1, max: 400 }),
      zones: fc.constantFrom(6, 6, 6, 1),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('write' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const) }) },
);

describe('the tail of a run’s temperatures', () => {
  it('puts every sample into exactly one row, in order, however it is added and written, and leaves few rows', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 40 }), (moves) => {
        const tail = new TelemetryTail();
        const rows = new Rows();
        let at = 0;
        let changes = 0;
        let layout = 6;
        for (const move of moves) {
          if (move.kind === 'add') {
            if (move.zones !== layout) changes++;
            layout = move.zones;
            for (let count = 0; count < move.count; count++) tail.add(sampleOf(at++, move.zones));
          } else if (move.kind === 'write') {
            rows.write(tail, false);
            expect(rows.times).toEqual(Array.from({ length: at }, (_, index) => index));
            expect(tail.unwritten).toEqual([]);
          } else tail.change(false);
        }
        rows.write(tail, true);
        expect(rows.times).toEqual(Array.from({ length: at }, (_, index) => index));
        expect(rows.rows.size).toBeLessThanOrEqual(at / samplesPerChunk + 2 * changes + 1);
      }),
      { numRuns: 200 },
    );
  });

  it('appends small pieces and merges them once there are enough for a chunk', () => {
    const tail = new TelemetryTail();
    const rows = new Rows();
    for (let at = 0; at < samplesPerChunk - 1; at++) {
      tail.add(sampleOf(at));
      rows.write(tail, false);
    }
    expect(rows.rows.size).toBe(samplesPerChunk - 1);
    tail.add(sampleOf(samplesPerChunk));
    rows.write(tail, false);
    expect(rows.rows.size).toBe(1);
    tail.add(sampleOf(samplesPerChunk + 1));
    rows.write(tail, false);
    expect(rows.rows.size).toBe(2);
  });
});
