export const oldestNode: readonly [20, 19];
/** Whether a version such as `20.19.0` is at least `[major, minor]`. */
export function isAtLeast(version: string, oldest: readonly [number, number]): boolean;
/** Throws a `Trouble` if this Node is too old. */
export function checkNode(version?: string): void;
