import type { App, BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import type { PanelApi } from '../../panel/panel-api.ts';
import type { Quit } from './quit.ts';
import { smallestSize } from './window-state.ts';

/** How the window looks. */
const appearance: BrowserWindowConstructorOptions = {
  title: 'QuantDeck',
  minWidth: smallestSize.width,
  minHeight: smallestSize.height,
  show: false,
  autoHideMenuBar: true,
};

/** The window's options. What keeps the page in its sandbox comes last, so that nothing before it can weaken it. */
export function windowOptions(
  preload: string,
  dark: boolean,
  place: Partial<Rectangle>,
): BrowserWindowConstructorOptions & { readonly webPreferences: object } {
  return {
    ...appearance,
    ...place,
    // Shown until the page has painted itself, in its own background colour, so that opening does not flash.
    backgroundColor: dark ? '#121417' : '#eef0f3',
    webPreferences: {
      preload,
      spellcheck: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    },
  };
}

/** Shows the window once the page has painted itself. */
export function showWhenReady(window: Pick<BrowserWindow, 'once' | 'show'>): void {
  window.once('ready-to-show', () => window.show());
}

/** Brings a window to the person who started QuantDeck a second time. */
export function bringForward(
  window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>,
): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/**
 * Tells the panel when the window's page comes and goes. A page that crashed is loaded once more: its state is main's, so nothing is
 * lost. If it crashes again before it was there, it stays away, rather than crash for ever.
 */
export function followPage(
  window: Pick<BrowserWindow, 'once' | 'webContents'>,
  panel: Pick<PanelApi, 'windowOpened' | 'windowClosed'>,
  log: (text: string) => void,
): void {
  const { webContents } = window;
  let there = false;
  const gone = (): void => {
    if (!there) return;
    there = false;
    panel.windowClosed();
  };
  webContents.on('did-finish-load', () => {
    if (there) return;
    there = true;
    panel.windowOpened();
  });
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log(`The window’s process ended: ${reason} (${exitCode}).`);
    const again = there && reason !== 'clean-exit';
    gone();
    if (again) webContents.reload();
  });
  window.once('closed', gone);
}

/**
 * Makes closing the window quit the app, before it is gone: a person who decides to stay still has it. At log-off, Windows ends
 * programs without asking unless it is told that one still has something to finish.
 */
export function quitOnClose(
  window: Pick<BrowserWindow, 'on'>,
  app: Pick<App, 'quit'>,
  quit: Quit,
): void {
  window.on('close', (event) => {
    // Where it only hides into the tray, nothing ends.
    if (quit.leaving() || event.defaultPrevented) return;
    event.preventDefault();
    app.quit();
  });
  window.on('query-session-end', (event) => {
    event.preventDefault();
    quit.now();
  });
}
