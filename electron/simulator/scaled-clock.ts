import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';

/**
 * The instrument's clock: starts at the host's time and runs `speed` times as fast.
 * Durations given to `after` are instrument time.
 */
export function scaledClock(clock: Clock, speed: number): Clock {
  if (!(speed > 0) || !Number.isFinite(speed)) {
    throw new RangeError(`The speed must be a positive number, not ${speed}`);
  }
  const origin = clock.now();
  return {
    now: () => (origin + (clock.now() - origin) * speed) as Instant,
    // Whole milliseconds, rounded up: a timer that fires a rounding error early would be set again and again.
    after: (milliseconds, run) => clock.after(Math.ceil(milliseconds / speed), run),
  };
}
