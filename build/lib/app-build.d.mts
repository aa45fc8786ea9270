/** One text that changes when any input of the build does. */
export function hashInputs(folder?: string): string;
export function isBuilt(): boolean;
export function buildApp(): Promise<{ ok: boolean; output: string }>;
export function ensureBuilt(): Promise<void>;
