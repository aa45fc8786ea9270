import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { backoffMilliseconds } from '../../../electron/base/backoff.ts';
import { delay, every, systemClock } from '../../../electron/base/clock.ts';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { Emitter } from '../../../electron/base/emitter.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { follow } from '../../support/scpi-session.ts';

describe('the wait before another try', () => {
  it('doubles from 1 s to 60 s', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => backoffMilliseconds(attempt, () => 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('is from three quarters to the whole of that, and never under 1 s', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1, max: 100_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const full = backoffMilliseconds(attempt, () => 0);
          const wait = backoffMilliseconds(attempt, () => random);
          expect(wait).toBeGreaterThanOrEqual(Math.max(1_000, full * 0.75));
          expect(wait).toBeLessThanOrEqual(full);
          expect(full).toBeLessThanOrEqual(60_000);
        },
      ),
    );
  });
});

describe('disposables', () => {
  it('release once', () => {
    const release = vi.fn<() => void>();
    const disposable = toDisposable(release);
    disposable.dispose();
    disposable.dispose();
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('are released in reverse order by their store', () => {
    const order: number[] = [];
    const store = new DisposableStore();
    for (const item of [1, 2, 3]) store.add(toDisposable(() => order.push(item)));
    store.dispose();
    store.dispose();
    expect(order).toEqual([3, 2, 1]);
    expect(store.disposed).toBe(true);
  });

  it('are released at once when their store is gone already', () => {
    const store = new DisposableStore();
    store.dispose();
    const release = vi.fn<() => void>();
    store.add(toDisposable(release));
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('are all released even if some fail, and the failures are told together', () => {
    const store = new DisposableStore();
    const release = vi.fn<() => void>();
    store.add(toDisposable(release));
    store.add(
      toDisposable(() => {
        throw new Error('stuck');
      }),
    );
    expect(() => store.dispose()).toThrow(AggregateError);
    expect(release).toHaveBeenCalledTimes(1);
  });
});

describe('an emitter', () => {
  it('tells every listener, each subscription once, until it ends', () => {
    const emitter = new Emitter<number>();
    const listener = vi.fn<(value: number) => void>();
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    first.dispose();
    emitter.fire(2);
    expect(listener.mock.calls.flat()).toEqual([1, 1, 2]);
    expect(emitter.listenerCount).toBe(1);
  });

  it('tells all of them even if one throws, and then throws that', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event(() => {
      throw new Error('first');
    });
    emitter.event((value) => heard.push(value));
    expect(() => emitter.fire(7)).toThrow('first');
    expect(heard).toEqual([7]);
  });

  it('tells nobody once it is disposed, and takes no new listener', () => {
    const emitter = new Emitter<number>();
    const listener = vi.fn<(value: number) => void>();
    emitter.event(listener);
    emitter.dispose();
    emitter.event(listener).dispose();
    emitter.fire(1);
    expect(listener).not.toHaveBeenCalled();
    expect(emitter.listenerCount).toBe(0);
  });

  it('may be changed by its listeners while it fires', () => {
    const emitter = new Emitter<number>();
    const late = vi.fn<(value: number) => void>();
    const own = emitter.event(() => {
      own.dispose();
      emitter.event(late);
    });
    emitter.fire(1);
    emitter.fire(2);
    expect(late.mock.calls).toEqual([[2]]);
  });
});

describe('waiting', () => {
  it('ends after its time', async () => {
    const clock = new FakeClock();
    const early = new Emitter<void>();
    const waiting = follow(delay(clock, 1_000, early.event));
    await clock.advance(999);
    expect(waiting.outcome).toBe('waiting');
    await clock.advance(1);
    expect(waiting.outcome).not.toBe('waiting');
    expect(early.listenerCount).toBe(0);
  });

  it('ends early without leaving a timer', async () => {
    const clock = new FakeClock();
    const early = new Emitter<void>();
    const waiting = delay(clock, 1_000, early.event);
    early.fire();
    await waiting;
    expect({ timers: clock.pending, listeners: early.listenerCount }).toEqual({
      timers: 0,
      listeners: 0,
    });
  });
});

describe('doing something again and again', () => {
  it('begins after one interval and ends when disposed, from within too', async () => {
    const clock = new FakeClock();
    let count = 0;
    const ticking = every(clock, 100, () => {
      if (++count === 3) ticking.dispose();
    });
    await clock.advance(99);
    expect(count).toBe(0);
    await clock.advance(1_000);
    expect(count).toBe(3);
    expect(clock.pending).toBe(0);
  });

  it('goes on after one time that failed', async () => {
    const clock = new FakeClock();
    let count = 0;
    const ticking = every(clock, 100, () => {
      if (++count === 1) throw new Error('once');
    });
    await expect(clock.advance(100)).rejects.toThrow('once');
    await clock.advance(100);
    expect(count).toBe(2);
    ticking.dispose();
  });
});

describe('the system’s clock', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('fires once, not at all when disposed, and not at once for a wait beyond what timers hold', async () => {
    vi.useFakeTimers();
    const run = vi.fn<(name: string) => void>();
    systemClock.after(10, () => run('short'));
    systemClock.after(10, () => run('disposed')).dispose();
    const far = systemClock.after(2 ** 40, () => run('far'));
    systemClock.after(-5, () => run('past'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(run.mock.calls.flat()).toEqual(['past', 'short']);
    far.dispose();
    expect(vi.getTimerCount()).toBe(0);
    expect(systemClock.now()).toBe(Date.now());
  });
});

it('the tests’ own clock settles promises between timers', async () => {
  const clock = new FakeClock();
  const order: string[] = [];
  clock.after(1, () => {
    order.push('first');
    void Promise.resolve().then(() => order.push('between'));
  });
  clock.after(1, () => order.push('second'));
  await clock.advance(1);
  await settle();
  expect(order).toEqual(['first', 'between', 'second']);
});
