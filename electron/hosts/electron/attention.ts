import { type App, type BrowserWindow } from 'electron';
import type { MachineId } from '../../../shared/units.ts';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import type { AlertSink } from '../../panel/alerts/alert-sink.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import { sendEvent } from './ipc.ts';
import { type Lab, watchLab } from './lab-watch.ts';
import { createNotifications } from './notifications.ts';
import { hideInsteadOfClose, seenPresence, staysInTray } from './stay-in-tray.ts';
import { createTaskbar } from './taskbar.ts';
import { createTray, type LabTray } from './tray.ts';
import { bringForward } from './window.ts';

export interface AttentionParts {
  readonly app: Pick<App, 'on' | 'quit' | 'setBadgeCount' | 'setAppUserModelId'>;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  readonly log: (text: string) => void;
}

/** How QuantDeck is seen and heard while its window is not looked at. Disposed when it leaves its machines. */
export interface Attention extends Disposable {
  /** Given to the panel before there is a window. */
  readonly sink: AlertSink;
  /** Puts tray, taskbar and notifications behind a window. Answers what is told of the window's page instead of the panel. */
  attach(window: BrowserWindow, panel: PanelApi): Pick<PanelApi, 'windowOpened' | 'windowClosed'>;
}

export function createAttention({ app, clock, platform, log }: AttentionParts): Attention {
  // Windows shows no notification of a program whose shortcut it cannot find by this name (`appId` of electron-builder.yml).
  if (platform === 'win32') app.setAppUserModelId('org.quantdeck.app');
  let window: BrowserWindow | null = null;
  const scope = new DisposableStore();
  const show = (machineId: MachineId | null): void => {
    if (window === null || window.isDestroyed()) return;
    bringForward(window);
    if (machineId !== null)
      sendEvent(window.webContents, { event: 'show-machine', payload: { machineId } });
  };
  const notifications = createNotifications(show, log);
  return {
    sink: notifications,
    dispose: () => scope.dispose(),
    attach(attached, panel) {
      window = attached;
      let lab: Lab | null = null;
      let explained = false;
      const tray = openTray({ platform, show, quit: () => app.quit() }, log);
      const taskbar = createTaskbar(attached, app, platform);
      if (tray !== null) scope.add(tray);
      scope.add(
        watchLab(panel, clock, (now) => {
          lab = now;
          tray?.update(now);
          taskbar(now);
        }),
      );
      hideInsteadOfClose(
        attached,
        // Without a tray there would be no way back to a hidden window that a person sees.
        () => tray !== null && lab !== null && staysInTray(lab),
        () => {
          if (explained || lab === null || lab.preferences.trayExplained) return;
          explained = true;
          notifications.say(
            'QuantDeck is still watching',
            'Its window is closed. Open it from its icon in the tray, or by starting QuantDeck again. To end it, choose Quit in the icon’s menu.',
          );
          const alerts = { ...lab.preferences, trayExplained: true };
          void panel.handle('preferences.change', { alerts });
        },
      );
      // A click on the dock of macOS.
      app.on('activate', () => show(null));
      return seenPresence(attached, panel);
    },
  };
}

function openTray(
  parts: Parameters<typeof createTray>[0],
  log: (text: string) => void,
): LabTray | null {
  try {
    return createTray(parts);
  } catch (error) {
    log(`This computer has no tray: ${String(error)}`);
    return null;
  }
}
