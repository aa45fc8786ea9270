import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  packTelemetry,
  quantised,
  unpackTelemetry,
} from '../../../electron/store/runs/telemetry-codec.ts';
import { samplesOf, type TelemetrySample } from '../../../electron/store/runs/telemetry-columns.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';

/** Anything a machine could say, and what it could not. */
const anyTemperature = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -400, max: 1_200 }).map((tenths) => tenths / 10) },
  { weight: 2, arbitrary: fc.double({ min: -50, max: 150, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e12, -0, 0) },
);

/** Milliseconds from one sample to the next: even, uneven, a gap, a clock that was set. */
const anyStep = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 900, max: 1_100 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 86_400_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -86_400_000, max: 0 }) },
);

const anySamples: fc.Arbitrary<readonly TelemetrySample[]> = fc
  .tuple(
    fc.constantFrom(1, 6),
    fc.constantFrom(1, 6),
    fc.integer({ min: 0, max: 4_000_000_000_000 }),
  )
  .chain(([sampleZones, blockZones, start]) =>
    fc
      .array(
        fc.record({
          step: anyStep,
          sample: fc.array(anyTemperature, { minLength: sampleZones, maxLength: sampleZones }),
          block: fc.array(anyTemperature, { minLength: blockZones, maxLength: blockZones }),
          cover: anyTemperature,
          heatsink: fc.option(anyTemperature),
        }),
        { minLength: 1, maxLength: 60 },
      )
      .map((rows) => {
        let at = start;
        return rows.map(({ step, ...temperatures }) => {
          at += step;
          return { at, temperatures } as unknown as TelemetrySample;
        });
      }),
  );

function kept(value: number): Celsius {
  return (quantised(value) ?? Number.NaN) as Celsius;
}

function expected({ at, temperatures }: TelemetrySample): TelemetrySample {
  const { sample, block, cover, heatsink } = temperatures;
  return {
    at,
    temperatures: {
      sample: sample.map(kept),
      block: block.map(kept),
      cover: kept(cover),
      heatsink: quantised(heatsink) as Celsius | null,
    },
  };
}

function steady(count: number): readonly TelemetrySample[] {
  return Array.from({ length: count }, (_, second) => {
    const value = (60 + Math.round(10 * Math.sin(second / 9)) / 10) as Celsius;
    const zones = Array.from({ length: 6 }, () => value);
    return {
      at: (1_763_430_538_777 + second * 1000) as Instant,
      temperatures: { sample: zones, block: zones, cover: 105 as Celsius, heatsink: value },
    };
  });
}

describe('packed temperatures', () => {
  it('give every sample back to the hundredth of a degree and the millisecond, whatever the machine and the clock did', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const columns = unpackTelemetry(packTelemetry(samples));
        expect(columns === null ? null : samplesOf(columns)).toEqual(samples.map(expected));
      }),
      { numRuns: 500 },
    );
  });

  it('give tenths back exactly', () => {
    for (let tenths = -400; tenths <= 1_200; tenths++)
      expect(quantised(tenths / 10)).toBe(tenths / 10);
  });

  it('take less than a fifth of a byte for a value that hardly changes', () => {
    const samples = steady(300);
    expect(packTelemetry(samples).length / (300 * 14)).toBeLessThan(0.2);
  });

  it('of a few samples stay small, too', () => {
    expect(packTelemetry(steady(4)).length).toBeLessThan(100);
  });

  it('never come back as anything else once they are damaged beyond being unpacked, and never throw', () => {
    const packed = packTelemetry(steady(300));
    fc.assert(
      fc.property(
        fc.nat(packed.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(packed.length),
        (at, change, length) => {
          const damaged = packed.slice();
          damaged[at] = (damaged[at] ?? 0) ^ change;
          const found = unpackTelemetry(damaged.subarray(0, length));
          if (found !== null) expect(found.at.length).toBeLessThanOrEqual(100_000);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('made of arbitrary bytes are refused or read, but never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, headed) => {
        unpackTelemetry(headed ? Uint8Array.of(1, 0, ...bytes) : bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuse a version that is not known', () => {
    const packed = packTelemetry(steady(3));
    packed[0] = 2;
    expect(unpackTelemetry(packed)).toBeNull();
  });

  it('are of one layout', () => {
    const [sample] = steady(1);
    if (sample === undefined) throw new Error('There is one');
    const other = { ...sample, temperatures: { ...sample.temperatures, block: [] } };
    expect(() => packTelemetry([sample, other])).toThrow('layouts');
  });
});
