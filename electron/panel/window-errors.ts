import type { WindowError } from '../../shared/host.ts';
import type { Instant } from '../../shared/units.ts';
import type { Clock } from '../base/clock.ts';

/** How many mistakes of windows are written down in one minute; a window that fails without end must not fill the log. */
export const mostErrors = 20;
const minuteMilliseconds = 60_000;

/** Writes down what went wrong in windows. */
export class WindowErrors {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #log: (text: string) => void;
  #since: Instant;
  #count = 0;

  constructor(clock: Pick<Clock, 'now'>, log: (text: string) => void) {
    this.#clock = clock;
    this.#log = log;
    this.#since = clock.now();
  }

  report({ kind, message, stack, place }: WindowError): void {
    const now = this.#clock.now();
    if (now - this.#since >= minuteMilliseconds) {
      if (this.#count > mostErrors)
        this.#log(`${this.#count - mostErrors} more mistakes of windows were left out.`);
      this.#since = now;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count > mostErrors) return;
    // A stack begins with the message in most cases; it is not said twice.
    const words = stack.includes(message) ? stack : `${message}\n${stack}`;
    this.#log(`A window’s ${kind} at ${place}: ${words}`);
  }
}
