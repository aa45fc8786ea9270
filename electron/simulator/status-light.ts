/** Colours and modes of the light on the front (QSLib 0.15.3, `StatusLedColor` and `StatusLedMode`). */
export const lightColours = ['Red', 'Green', 'Blue', 'Yellow', 'Cyan', 'Magenta', 'White'] as const;
export const lightModes = ['On', 'Blink', 'Off'] as const;

/** The status light on the front: not the lamp that excites the dyes. */
export interface StatusLight {
  /** Null once everything was switched off. */
  readonly colour: (typeof lightColours)[number] | null;
  readonly mode: (typeof lightModes)[number];
}

export const restingLight: StatusLight = { colour: 'Green', mode: 'On' };
