import type { Pins } from '../../renderer/stores/pins.ts';

/** PINs whose records can be read at once: tests of views must not wait for real key stretching. */
export const plainPins: Pins = {
  available: true,
  make: async (pin) => ({ salt: 'c2FsdA==', hash: btoa(pin), iterations: 1 }),
  check: async (record, pin) => record.hash === btoa(pin),
};
