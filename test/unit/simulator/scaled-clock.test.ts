import { describe, expect, it } from 'vitest';
import { scaledClock } from '../../../electron/simulator/scaled-clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('scaledClock', () => {
  it('starts at the time of its host and runs as many times faster', async () => {
    const host = new FakeClock();
    const clock = scaledClock(host, 10);
    const start = host.now();
    const fired: number[] = [];
    clock.after(25_000, () => fired.push(clock.now() - start));
    await host.advance(2499);
    expect(fired).toEqual([]);
    await host.advance(1);
    expect(fired).toEqual([25_000]);
    expect(clock.now() - start).toBe(25_000);
  });

  it('never fires early, whatever the speed', async () => {
    const host = new FakeClock();
    const clock = scaledClock(host, 7.3);
    const due = clock.now() + 1234;
    let firedAt = 0;
    clock.after(1234, () => {
      firedAt = clock.now();
    });
    await host.advance(1000);
    expect(firedAt).toBeGreaterThanOrEqual(due);
    expect(firedAt - due).toBeLessThan(7.3);
  });

  it.each([0, -1, Number.NaN, Infinity])('refuses a speed of %d', (speed) => {
    expect(() => scaledClock(new FakeClock(), speed)).toThrow(RangeError);
  });
});
