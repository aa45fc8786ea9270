import { useEffect, useState } from 'react';

/** `none`: this window cannot keep the screen on. */
export type ScreenWake = 'asking' | 'held' | 'none';

/** Keeps the screen on while the view is there and in sight (Screen Wake Lock API, W3C). */
export function useWakeLock(): ScreenWake {
  const [wake, setWake] = useState<ScreenWake>('asking');
  useEffect(() => {
    let left = false;
    let lock: WakeLockSentinel | null = null;
    const take = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return;
      try {
        // Older browsers and pages that are not secure have none, whatever the types say.
        const source: WakeLock | undefined = navigator.wakeLock;
        lock = (await source?.request('screen')) ?? null;
        if (left) void lock?.release();
        else setWake(lock === null ? 'none' : 'held');
      } catch {
        if (!left) setWake('none');
      }
    };
    // A window that was out of sight has lost it.
    const seen = (): void => void take();
    void take();
    document.addEventListener('visibilitychange', seen);
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', seen);
      void lock?.release();
    };
  }, []);
  return wake;
}
