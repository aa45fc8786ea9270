import type { BrowserWindow } from 'electron';
import { assertNever } from '../../../shared/assert-never.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import type { Lab } from './lab-watch.ts';

/** Whether closing the window leaves QuantDeck in the tray. */
export function staysInTray({ preferences, summary }: Lab): boolean {
  switch (preferences.keepInTray) {
    case 'always':
      return true;
    case 'during-runs':
      return summary.runsOn > 0;
    case 'never':
      return false;
    default:
      return assertNever(preferences.keepInTray);
  }
}

/**
 * Makes closing the window only hide it while that is wanted. `explain` says so in plain words, the first time. A quit does not come
 * by here: it leaves the machines and ends the process without closing the window.
 */
export function hideInsteadOfClose(
  window: Pick<BrowserWindow, 'on' | 'hide'>,
  wanted: () => boolean,
  explain: () => void,
): void {
  window.on('close', (event) => {
    if (!wanted()) return;
    event.preventDefault();
    window.hide();
    explain();
  });
}

type Presence = Pick<PanelApi, 'windowOpened' | 'windowClosed'>;

/** What tells the panel of the window, so that a hidden one counts as closed: nobody sees a countdown in it. */
export function seenPresence(window: Pick<BrowserWindow, 'on'>, panel: Presence): Presence {
  let there = false;
  let visible = true;
  let told = false;
  const tell = (): void => {
    const now = there && visible;
    if (now === told) return;
    told = now;
    if (now) panel.windowOpened();
    else panel.windowClosed();
  };
  window.on('hide', () => {
    visible = false;
    tell();
  });
  window.on('show', () => {
    visible = true;
    tell();
  });
  return {
    windowOpened() {
      there = true;
      tell();
    },
    windowClosed() {
      there = false;
      tell();
    },
  };
}
