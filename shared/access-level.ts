/** Access levels from least to most power (instrument protocol, section 5). */
export const accessLevels = ['Guest', 'Observer', 'Controller', 'Administrator', 'Full'] as const;

export type AccessLevel = (typeof accessLevels)[number];

/** Whether `level` may do what needs `required`. */
export function atLeast(level: AccessLevel, required: AccessLevel): boolean {
  return accessLevels.indexOf(level) >= accessLevels.indexOf(required);
}

/** The lower of two levels: what a session may take when both limits hold. */
export function lowerOf(a: AccessLevel, b: AccessLevel): AccessLevel {
  return atLeast(a, b) ? b : a;
}

/** Reads a level as a machine or a person writes it, in any case; null if it is none. */
export function readAccessLevel(text: string): AccessLevel | null {
  return accessLevels.find((level) => level.toLowerCase() === text.trim().toLowerCase()) ?? null;
}
