import type { Instant } from '../../shared/units.ts';
import { type Disposable, toDisposable } from './disposable.ts';

/** The only source of time and timers below the hosts, so that tests never wait for the wall clock. */
export interface Clock {
  /** Unix milliseconds. */
  now(): Instant;
  /** Calls `run` once after `milliseconds` (0 or more) unless disposed first. */
  after(milliseconds: number, run: () => void): Disposable;
}

/** Waits; disposing is not possible, so use it only where the wait is bounded and owned by the caller's own logic. */
export function delay(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });
}

/** Calls `run` every `milliseconds` until disposed, the first time after one interval. */
export function every(clock: Clock, milliseconds: number, run: () => void): Disposable {
  let timer: Disposable;
  let stopped = false;
  const arm = (): void => {
    timer = clock.after(milliseconds, () => {
      run();
      if (!stopped) arm();
    });
  };
  arm();
  return toDisposable(() => {
    stopped = true;
    timer.dispose();
  });
}

export const systemClock: Clock = {
  now: () => Date.now() as Instant,
  after(milliseconds, run) {
    // Node fires at once above 2^31-1 ms; no deadline here is that long, so clamp rather than misfire.
    const handle = setTimeout(run, Math.min(Math.max(0, milliseconds), 2 ** 31 - 1));
    return toDisposable(() => clearTimeout(handle));
  },
};
