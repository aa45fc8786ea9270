import type { Clock } from '../../electron/base/clock.ts';
import { type Disposable, toDisposable } from '../../electron/base/disposable.ts';
import type { Instant } from '../../shared/units.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that moves only when a test says so. Start: 2026-01-01T00:00:00Z. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #order = 0;
  readonly #timers = new Set<Timer>();

  now(): Instant {
    return this.#now as Instant;
  }

  after(milliseconds: number, run: () => void): Disposable {
    const timer = { at: this.#now + Math.max(0, milliseconds), order: this.#order++, run };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** Timers that have neither fired nor been disposed; a suite that ends with any has leaked. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time forward, firing timers in order and letting promises settle after each. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (;;) {
      const next = [...this.#timers]
        .filter((timer) => timer.at <= end)
        .toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settle();
    }
    this.#now = end;
  }
}

/** Lets every promise that can settle now do so: immediates run after the microtask queue is empty. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
