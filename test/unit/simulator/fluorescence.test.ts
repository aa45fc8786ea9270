import { describe, expect, it } from 'vitest';
import { SimulatedPlate } from '../../../electron/simulator/filter-data.ts';

const filter = { emission: 'm1', excitation: 'x1' } as const;
const cycles = Array.from({ length: 40 }, (_, index) => index + 1);

function curves(length: number, celsius = 60): number[][] {
  const plate = new SimulatedPlate(3, length);
  const pictures = cycles
    .slice(0, length)
    .map((cycle) => plate.fluorescence(cycle, celsius, filter));
  return Array.from({ length: 96 }, (_, well) => pictures.map((picture) => picture[well] ?? 0));
}

const rise = (curve: readonly number[] = []): number => (curve.at(-1) ?? 0) / (curve[0] ?? 1);
/** The cycle at which a curve is half way up. */
const half = (curve: readonly number[] = []): number => {
  const middle = ((curve[0] ?? 0) + (curve.at(-1) ?? 0)) / 2;
  return curve.findIndex((value) => value > middle);
};

describe('The simulated plate', () => {
  it('amplifies every well with template, later the more it is diluted', () => {
    const wells = curves(40);
    const row = wells.slice(0, 10);
    for (const curve of row) expect(rise(curve)).toBeGreaterThan(3);
    expect(half(row[9])).toBeGreaterThan(half(row[0]) + 10);
  });

  it('leaves the wells without template at their baseline', () => {
    for (const curve of curves(40).filter((_, well) => well % 12 === 10)) {
      expect(rise(curve)).toBeCloseTo(1, 1);
    }
  });

  it('shows its curves in a short protocol too', () => {
    expect(rise(curves(5)[0])).toBeGreaterThan(3);
  });

  it('loses its signal when the product melts', () => {
    const plate = new SimulatedPlate(3, 0);
    const at = (celsius: number): number => plate.fluorescence(0, celsius, filter)[0] ?? 0;
    expect(at(60)).toBeGreaterThan(5 * at(95));
  });

  it('is the same for the same seed', () => {
    expect(curves(10)).toEqual(curves(10));
  });
});
