import type { HeldLease, LeaseWish } from '../../shared/lease.ts';
import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, toDisposable } from '../base/disposable.ts';
import { FailureError } from './failure-error.ts';
import type { Link, OpenedSession } from './link.ts';

export interface StandingLeaseOptions {
  readonly clock: Clock;
  readonly link: Link;
  readonly onChange: () => void;
}

/**
 * A level held for a chosen time, beyond single actions. It ends at its time, when released, or with the session; it is
 * never taken again by itself. While it is held an on-demand machine stays connected.
 */
export class StandingLease implements Disposable {
  readonly #options: StandingLeaseOptions;
  #held: HeldLease | null = null;
  #timer: Disposable = toDisposable(() => {});
  #end: () => void = () => {};
  #work: Promise<void> | null = null;

  constructor(options: StandingLeaseOptions) {
    this.#options = options;
  }

  get held(): HeldLease | null {
    return this.#held;
  }

  /** Resolves when the machine granted it. Rejects when it refused, there is no session, or a lease is held already. */
  async take(wish: LeaseWish): Promise<void> {
    if (this.#work !== null)
      throw new FailureError({
        kind: 'busy',
        message: 'A level is already held on this machine.',
        remedy: 'Extend it, or release it first.',
        detail: '',
      });
    const granted = Promise.withResolvers<void>();
    const work = this.#options.link
      .use((opened) => this.#hold(opened, wish, granted.resolve))
      .catch((error: unknown) => granted.reject(error))
      .finally(() => {
        this.#work = null;
      });
    this.#work = work;
    await granted.promise;
  }

  /** Lets the lease end `seconds` from now instead; nothing happens when none is held. */
  extend(seconds: number): void {
    if (this.#held === null) return;
    const until = (this.#options.clock.now() + seconds * 1000) as Instant;
    this.#held = { ...this.#held, until };
    this.#arm(seconds);
    this.#options.onChange();
  }

  /** Gives the level back; resolves when the machine confirmed or the session is gone. */
  async release(): Promise<void> {
    if (this.#held === null) return;
    this.#end();
    await this.#work;
  }

  dispose(): void {
    this.#timer.dispose();
    this.#end();
  }

  async #hold(opened: OpenedSession, wish: LeaseWish, onGranted: () => void): Promise<void> {
    const { level, exclusive, stealth, seconds } = wish;
    const { clock, onChange } = this.#options;
    const lease = await opened.access.hold(level, { exclusive, stealth, standing: true });
    const over = Promise.withResolvers<void>();
    const session = opened.session.onClosed(() => over.resolve());
    const since = clock.now();
    this.#end = over.resolve;
    this.#held = {
      level,
      exclusive,
      stealth,
      since,
      until: (since + seconds * 1000) as Instant,
    };
    this.#arm(seconds);
    onChange();
    onGranted();
    await over.promise;
    this.#timer.dispose();
    session.dispose();
    this.#end = () => {};
    await lease.release();
    this.#held = null;
    onChange();
  }

  #arm(seconds: number): void {
    this.#timer.dispose();
    this.#timer = this.#options.clock.after(seconds * 1000, () => this.#end());
  }
}
