import type { Instant } from '../shared/units.ts';

/** Time and timers of a window; tests put in their own. The only place of the renderer that touches the browser's timers. */
export interface WindowClock {
  /** Unix milliseconds of this workstation. */
  now(): Instant;
  /** Calls `run` once after `milliseconds`; the answer cancels it. */
  after(milliseconds: number, run: () => void): () => void;
  /** Calls `run` every `milliseconds`, the first time after one interval; the answer ends it. */
  every(milliseconds: number, run: () => void): () => void;
}

export const systemClock: WindowClock = {
  now: () => Date.now() as Instant,
  after(milliseconds, run) {
    const handle = window.setTimeout(run, milliseconds);
    return () => window.clearTimeout(handle);
  },
  every(milliseconds, run) {
    const handle = window.setInterval(run, milliseconds);
    return () => window.clearInterval(handle);
  },
};
