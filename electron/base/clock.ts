import type { Instant } from '../../shared/units.ts';
import { type Disposable, DisposableStore, toDisposable } from './disposable.ts';
import type { Event } from './emitter.ts';

/** The only source of time and timers below the hosts, so that tests never wait for the wall clock. */
export interface Clock {
  /** Unix milliseconds. */
  now(): Instant;
  /** Calls `run` once after `milliseconds` (0 or more) unless disposed first. */
  after(milliseconds: number, run: () => void): Disposable;
}

/** Waits for `milliseconds`, or until `early` fires; then no timer is left. */
export function delay(clock: Clock, milliseconds: number, early: Event<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const scope = new DisposableStore();
    const end = (): void => {
      scope.dispose();
      resolve();
    };
    scope.add(clock.after(milliseconds, end));
    scope.add(early(end));
  });
}

/** Waits until `work` settles either way, at most `milliseconds`; then no timer is left. Never rejects. */
export function settledWithin(
  clock: Clock,
  milliseconds: number,
  work: Promise<unknown>,
): Promise<void> {
  return delay(clock, milliseconds, (listener) => {
    const settled = (): void => listener(undefined);
    work.then(settled, settled);
    return toDisposable(() => {});
  });
}

/** Calls `run` every `milliseconds` until disposed, the first time after one interval. */
export function every(clock: Clock, milliseconds: number, run: () => void): Disposable {
  let timer: Disposable;
  let stopped = false;
  const arm = (): void => {
    timer = clock.after(milliseconds, () => {
      // Failing once must not end the repetition, or a watch would silently stop watching.
      try {
        run();
      } finally {
        if (!stopped) arm();
      }
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
