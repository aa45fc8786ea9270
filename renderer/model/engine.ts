import type { Instant } from '../../shared/units.ts';

/** Whether QuantDeck's engine (the host that talks to the machines) answers this window. */
export type HostLink =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'up' }
  | { readonly kind: 'down'; readonly since: Instant };

/** What every view is derived for: a moment, and whether values can still arrive. */
export interface Moment {
  readonly now: Instant;
  readonly engine: 'up' | 'down';
  /** Whether a person locked the controls of this workstation; absent means open. */
  readonly controls?: 'open' | 'locked';
}

/** Why every button is locked while the engine does not answer. */
export const engineStopped = 'QuantDeck’s engine stopped. Nothing can be sent.';

/** Why every button that acts on a machine is locked after a person locked the controls. */
export const controlsLocked = 'Controls are locked. Unlock them at the bottom left first.';
