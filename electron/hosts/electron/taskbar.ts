import type { App, BrowserWindow } from 'electron';
import { badgeImage } from './bitmaps.ts';
import type { Lab } from './lab-watch.ts';

interface Bar {
  /** 0 to 1, −1 for none; above 1 is a bar that only moves. */
  readonly fraction: number;
  readonly mode: 'none' | 'normal' | 'indeterminate' | 'error' | 'paused';
}

const alertColour = { red: 201, green: 42, blue: 42 };

/** What the taskbar's button shows: the run that is done first, red or yellow where one needs a person. */
export function barOf({ summary: { lines, nearest } }: Lab): Bar {
  if (nearest === null) return { fraction: -1, mode: 'none' };
  const on = lines.filter(({ isRunOn }) => isRunOn);
  const { fraction } = nearest;
  const mode = on.some(({ state }) => state === 'error')
    ? 'error'
    : on.every(({ state }) => state !== 'running')
      ? 'paused'
      : 'normal';
  if (fraction === null)
    return mode === 'normal' ? { fraction: 2, mode: 'indeterminate' } : { fraction: 1, mode };
  return { fraction: Math.round(fraction * 100) / 100, mode };
}

/** Keeps progress and badge on the taskbar or dock. Answers what to call with each new state. */
export function createTaskbar(
  window: Pick<BrowserWindow, 'setProgressBar' | 'setOverlayIcon' | 'isDestroyed'>,
  app: Pick<App, 'setBadgeCount'>,
  platform: NodeJS.Platform,
): (lab: Lab) => void {
  let shown = '';
  return (lab) => {
    if (window.isDestroyed()) return;
    const bar = barOf(lab);
    const { alerts } = lab;
    // The system redraws at every call, so only what changed is told.
    const wanted = JSON.stringify([bar, alerts]);
    if (wanted === shown) return;
    shown = wanted;
    window.setProgressBar(bar.fraction, { mode: bar.mode });
    if (platform === 'win32')
      window.setOverlayIcon(
        alerts === 0 ? null : badgeImage(alertColour),
        alerts === 0 ? '' : alerts === 1 ? '1 alert' : `${alerts} alerts`,
      );
    else app.setBadgeCount(alerts);
  };
}
