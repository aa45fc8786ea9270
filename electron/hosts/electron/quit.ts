import type { App, Event } from 'electron';
import type { Clock } from '../../base/clock.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import { leaveWithin } from '../common/shutdown.ts';

/**
 * Makes every way of quitting leave the machines first. The first quit is held back while they are left, later ones meanwhile do
 * nothing, and then the process exits. `release` frees what the host itself holds.
 */
export function leaveBeforeQuit(
  app: Pick<App, 'on' | 'exit' | 'quit'>,
  panel: Pick<PanelApi, 'leave'>,
  clock: Clock,
  release: () => void,
): void {
  let leaving = false;
  const leaveAndExit = async (): Promise<void> => {
    await leaveWithin(panel, clock);
    try {
      release();
    } finally {
      // Not `quit`: the windows have nothing left to say, and nothing may hold the exit back again.
      app.exit(0);
    }
  };
  app.on('before-quit', (event: Event) => {
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    void leaveAndExit();
  });
  // On macOS too: a panel without a window would keep sessions that nobody sees.
  app.on('window-all-closed', () => app.quit());
}
