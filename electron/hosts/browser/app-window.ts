import { spawn } from 'node:child_process';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, toDisposable } from '../../base/disposable.ts';
import type { BrowserHost } from './server.ts';

/** How the app window came to its end. */
export type WindowEnd =
  | { readonly kind: 'closed' }
  /** It never showed the panel. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Chromium's arguments for one window without tabs. Its own profile folder makes the process ours: it ends with the window and
 * knows nothing of the person's other browsing. `address` must hold no secret: every user can read it. Only root, whom Chromium's sandbox does not serve, goes without it.
 */
export function browserArguments(
  address: string,
  profileDirectory: string,
  isRoot: boolean,
): readonly string[] {
  return [
    `--app=${address}`,
    `--user-data-dir=${profileDirectory}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-mode',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    '--disable-features=Translate',
    '--window-size=1280,860',
    ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
  ];
}

/**
 * How long a window may take to connect after its browser process ended, in milliseconds. A browser that finds its profile
 * already open (after QuantDeck crashed) passes the address on and ends at once, and the window then belongs to the other one.
 */
const handOverMilliseconds = 5_000;

export interface AppWindow extends Disposable {
  readonly ended: Promise<WindowEnd>;
}

/** Opens the window. It has ended when its process is gone and no window is connected any more. */
export function openAppWindow(
  browser: string,
  words: readonly string[],
  host: Pick<BrowserHost, 'windowCount' | 'onWindowCount'>,
  clock: Clock,
): AppWindow {
  // Its chatter about graphics and message buses would drown ours.
  const child = spawn(browser, words, { stdio: 'ignore' });
  return { ended: watch(child, host, clock), ...toDisposable(() => child.kill('SIGTERM')) };
}

/** The two ways a process ends, as Node tells them. */
export interface EndingProcess {
  once(event: 'error', listener: (error: Error) => void): unknown;
  once(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
}

/** Follows a browser's process and its windows to their end; apart from `openAppWindow` for tests. */
export function watch(
  child: EndingProcess,
  host: Pick<BrowserHost, 'windowCount' | 'onWindowCount'>,
  clock: Clock,
): Promise<WindowEnd> {
  return new Promise((resolve) => {
    let seen = host.windowCount > 0;
    let exit: string | null = null;
    let patience: Disposable | null = null;
    const counting = host.onWindowCount((count) => {
      if (count > 0) seen = true;
      else if (exit !== null) end({ kind: 'closed' });
    });
    const end = (how: WindowEnd): void => {
      counting.dispose();
      patience?.dispose();
      resolve(how);
    };
    child.once('error', (error) => end({ kind: 'failed', reason: error.message }));
    child.once('exit', (code, signal) => {
      exit = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
      if (host.windowCount > 0) return;
      if (seen) {
        end({ kind: 'closed' });
        return;
      }
      const reason = exit;
      patience = clock.after(handOverMilliseconds, () => {
        if (!seen) end({ kind: 'failed', reason });
      });
    });
  });
}
