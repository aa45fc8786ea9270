import type { Clock } from '../base/clock.ts';
import { DisposableStore, toDisposable } from '../base/disposable.ts';
import { ConnectAbortedError, ConnectTimeoutError } from './transport-errors.ts';
import type { ConnectStep } from './transport.ts';

/** What every step of connecting shares. */
export interface StepContext {
  readonly clock: Clock;
  /** Aborting destroys what was opened so far and rejects with `ConnectAbortedError`. */
  readonly signal?: AbortSignal;
  readonly onStep?: (step: ConnectStep) => void;
}

export interface StepBounds {
  readonly step: ConnectStep;
  readonly seconds: number;
  /** `host:port`, for error texts. */
  readonly where: string;
}

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs one step until it settles, its time is over, or the caller gives up. `begin` starts the step and
 * returns how to call it off; it is called off in the last two cases only.
 */
export function boundedStep<T>(
  context: StepContext,
  bounds: StepBounds,
  begin: (settle: Settle<T>) => () => void,
): Promise<T> {
  const { clock, signal } = context;
  const { step, seconds, where } = bounds;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new ConnectAbortedError(step, signal.reason));
      return;
    }
    const guards = new DisposableStore();
    const callOff = begin({
      resolve(value) {
        guards.dispose();
        resolve(value);
      },
      reject(error) {
        guards.dispose();
        reject(error);
      },
    });
    const fail = (error: Error): void => {
      guards.dispose();
      callOff();
      reject(error);
    };
    guards.add(
      clock.after(seconds * 1000, () => fail(new ConnectTimeoutError(where, step, seconds))),
    );
    if (signal) {
      const onAbort = (): void => fail(new ConnectAbortedError(step, signal.reason));
      signal.addEventListener('abort', onAbort, { once: true });
      guards.add(toDisposable(() => signal.removeEventListener('abort', onAbort)));
    }
  });
}
