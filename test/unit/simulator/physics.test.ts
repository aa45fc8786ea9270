import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coverReached,
  readingNoiseCelsius,
  readThermal,
  restingState,
  stepThermal,
  type ThermalControl,
  type ThermalState,
  zoneCount,
  zonesReached,
} from '../../../electron/simulator/physics.ts';
import { seededRandom } from '../../../electron/simulator/random.ts';

function control(target: number | null, rate = 1.6): ThermalControl {
  return {
    powered: true,
    zones: Array.from({ length: zoneCount }, () => ({
      controlled: target !== null,
      target: target ?? 25,
      rate,
    })),
    cover: { controlled: false, target: 105 },
    sampleVolume: 50,
  };
}

function run(state: ThermalState, wanted: ThermalControl, seconds: number): ThermalState[] {
  const states = [state];
  for (let passed = 0; passed < seconds; passed += 0.25) {
    states.push(stepThermal(states.at(-1) ?? state, wanted, 0.25));
  }
  return states;
}

const read = (seed: number): ThermalState => readThermal(restingState, seededRandom(seed));

const targets = double({ min: 4, max: 100, noNaN: true });

describe('The block', () => {
  it('never passes its target by more than the noise of a reading', () => {
    assert(
      property(targets, targets, integer({ min: 1, max: 1000 }), (first, second, seed) => {
        const random = seededRandom(seed);
        const start = run(restingState, control(first), 90).at(-1) ?? restingState;
        const values = run(start, control(second), 90).flatMap(
          (state) => readThermal(state, random).block,
        );
        const [low, high] = [Math.min(first, second), Math.max(first, second)];
        expect(Math.min(...values)).toBeGreaterThanOrEqual(low - readingNoiseCelsius);
        expect(Math.max(...values)).toBeLessThanOrEqual(high + readingNoiseCelsius);
      }),
      { numRuns: 50 },
    );
  });

  it('moves no faster than its rate, and gets there in the time that takes', () => {
    assert(
      property(targets, double({ min: 0.1, max: 3, noNaN: true }), (target, rate) => {
        const gap = Math.max(...restingState.block.map((value) => Math.abs(target - value)));
        const states = run(restingState, control(target, rate), (gap / rate) * 1.05 + 1);
        expect(zonesReached(states.at(-1) ?? restingState, control(target, rate))).toBe(true);
        const moves = states.flatMap(({ block }, index) =>
          block.map((value, zone) => Math.abs(value - (states[index - 1]?.block[zone] ?? value))),
        );
        expect(Math.max(...moves)).toBeLessThanOrEqual(rate * 0.25 + 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('warms its middle ahead of its edges, evenly on both sides', () => {
    const even = run(restingState, control(40), 60).at(-1) ?? restingState;
    for (const { block } of run(even, control(95), 60)) {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = block;
      expect(a).toBeLessThanOrEqual(b);
      expect(b).toBeLessThanOrEqual(c);
      expect([f, e, d]).toEqual([a, b, c]);
    }
  });

  it('does not move without power', () => {
    const off = { ...control(95), powered: false };
    const end = run(restingState, off, 60).at(-1);
    expect(Math.max(...(end?.block ?? []))).toBeLessThan(28);
    expect(zonesReached(end ?? restingState, off)).toBe(false);
  });
});

describe('The samples', () => {
  it('follow the block, later the more there is of them', () => {
    const hot = control(95);
    const after = (sampleVolume: number): number =>
      run(restingState, { ...hot, sampleVolume }, 50).at(-1)?.sample[2] ?? 0;
    expect(after(10)).toBeGreaterThan(after(100));
    for (const { block, sample } of run(restingState, hot, 120)) {
      for (const [zone, value] of sample.entries()) {
        expect(value).toBeLessThanOrEqual((block[zone] ?? 0) + 1e-9);
      }
    }
    expect(run(restingState, hot, 120).at(-1)?.sample[0]).toBeCloseTo(95, 1);
  });
});

describe('The cover', () => {
  it('needs minutes to 105 °C and never passes it', () => {
    const heated = { ...control(null), cover: { controlled: true, target: 105 } };
    const states = run(restingState, heated, 600);
    const reached = states.findIndex((state) => coverReached(state, heated)) / 4;
    expect(reached).toBeGreaterThan(120);
    expect(reached).toBeLessThan(300);
    expect(Math.max(...states.map(({ cover }) => cover))).toBeLessThanOrEqual(105);
    expect(
      coverReached(
        { ...restingState, cover: 80 },
        { ...heated, cover: { controlled: true, target: 40 } },
      ),
    ).toBe(true);
  });
});

describe('Time', () => {
  it('is independent of the size of its steps', () => {
    const wanted = control(70);
    const coarse = stepThermal(stepThermal(restingState, wanted, 1), wanted, 1);
    const fine = run(restingState, wanted, 2).at(-1);
    expect(fine?.block[3]).toBeCloseTo(coarse.block[3] ?? 0, 6);
    expect(fine?.cover).toBeCloseTo(coarse.cover, 6);
  });

  it('repeats itself for the same seed', () => {
    expect(read(7)).toEqual(read(7));
    expect(read(7)).not.toEqual(read(8));
  });
});
