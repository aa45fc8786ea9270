import type { App, PowerMonitor } from 'electron';
import type { PanelApi } from '../../panel/panel-api.ts';

/**
 * Leaves the machines when the computer goes to sleep, because a sleeping one would hold sessions that only a restart of the
 * machine's software ends; comes back when it wakes. A shutdown of the computer quits like any other quit.
 */
export function followPower(
  power: Pick<PowerMonitor, 'on'>,
  app: Pick<App, 'quit'>,
  panel: Pick<PanelApi, 'suspend' | 'resume'>,
  log: (text: string) => void,
): void {
  power.on('suspend', () => {
    log('The computer goes to sleep: leaving the machines.');
    void panel.suspend();
  });
  power.on('resume', () => {
    log('The computer woke up: coming back to the machines.');
    panel.resume();
  });
  // Electron's typings leave out the event that its documentation tells to prevent, so that the system waits for the exit.
  power.on('shutdown', (event?: { readonly preventDefault: () => void }) => {
    event?.preventDefault();
    app.quit();
  });
}
