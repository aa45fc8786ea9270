/** Where to look for a browser; the real computer unless a test says otherwise. */
export interface Computer {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly exists: (path: string) => boolean;
  /** Follows links. */
  readonly resolve: (path: string) => string;
}
export function findBrowser(computer?: Computer): string | null;
export function hasDisplay(computer?: Pick<Computer, 'platform' | 'environment'>): boolean;
export const testBrowserFlags: readonly string[];
