export function recall(name: string): string | null;
export function remember(name: string, text: string): void;
/** Installs the packages if they are missing or not those of package-lock.json. */
export function ensurePackages(): Promise<void>;
/** The sentence for a failed `npm ci`. */
export function whyInstallFailed(output: string): string;
export function npmCommand(words: readonly string[]): [string, string[]];
