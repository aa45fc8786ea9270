/** The only two channels between main and the window. */
export const channels = {
  /** From the window: one request of the contract by name, answered. */
  ask: 'quantdeck:ask',
  /** To the window: one event of the contract. */
  event: 'quantdeck:event',
} as const;
