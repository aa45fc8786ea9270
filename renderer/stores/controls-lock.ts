import { createStore, type StoreApi } from 'zustand/vanilla';
import { z } from 'zod';
import type { KeptText } from './kept-text.ts';
import { type PinRecord, pinRecordSchema, type Pins } from './pins.ts';

/** Whether this window's buttons may act on machines. `pin` is null where anyone may unlock. */
export type ControlsLock =
  | { readonly kind: 'open' }
  | { readonly kind: 'locked'; readonly pin: PinRecord | null };

/** The lock of this window's controls, kept between starts. It guards a shared bench against accidents, not against intent. */
export interface Controls {
  readonly store: StoreApi<ControlsLock>;
  readonly pinsAvailable: boolean;
  /** Locks, with a PIN of 4 to 8 digits or without one. */
  lock(pin: string | null): Promise<void>;
  /** Answers whether it is open now: false for a wrong PIN. */
  unlock(pin: string): Promise<boolean>;
}

const keptSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('locked'), pin: pinRecordSchema.nullable() }),
]);

const key = 'quantdeck.controls';

export function createControls(kept: KeptText, pins: Pins): Controls {
  const store = createStore<ControlsLock>()(() => readLock(kept.read(key)));
  const set = (lock: ControlsLock): void => {
    kept.write(key, JSON.stringify(lock));
    store.setState(lock, true);
  };
  return {
    store,
    pinsAvailable: pins.available,
    async lock(pin) {
      set({ kind: 'locked', pin: pin === null ? null : await pins.make(pin) });
    },
    async unlock(pin) {
      const lock = store.getState();
      if (lock.kind === 'open') return true;
      if (lock.pin !== null && !(await pins.check(lock.pin, pin))) return false;
      set({ kind: 'open' });
      return true;
    },
  };
}

/** Reads what was kept. A damaged note was a lock once: it stays one, without its PIN. */
function readLock(text: string | null): ControlsLock {
  if (text === null) return { kind: 'open' };
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    return { kind: 'locked', pin: null };
  }
}
