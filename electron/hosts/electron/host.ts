import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  BrowserWindow,
  Menu,
  app,
  crashReporter,
  dialog,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
} from 'electron';
import { systemClock } from '../../base/clock.ts';
import { hearEndSignals } from '../common/end-signals.ts';
import { alreadyRunning, takeInstanceLock } from '../common/instance-lock.ts';
import { openLogFile } from '../common/log-file.ts';
import type { CreatePanel } from '../common/panel-parts.ts';
import { readRendererFiles } from '../common/renderer-files.ts';
import { exitCodes } from '../common/shutdown.ts';
import { chooseDataDirectory } from './arguments.ts';
import { createAttention } from './attention.ts';
import { endOnBugs, keepCrashes } from './bugs.ts';
import { offerTextMenu } from './context-menu.ts';
import { answerRequests, sendEvent } from './ipc.ts';
import { loginItemOf } from './login-item.ts';
import { menuTemplate } from './menu.ts';
import { blockNavigation } from './navigation.ts';
import { appOrigin, appPage } from './origin.ts';
import { denyPermissions } from './permissions.ts';
import { followPower } from './power.ts';
import { appSchemes, serveApp } from './protocol.ts';
import { askToQuit, leaveBeforeQuit } from './quit.ts';
import { followScriptFiles } from './script-files.ts';
import { createElectronSecrets } from './secrets.ts';
import { createElectronServices } from './services.ts';
import { WindowStateFile, followWindow, placeFor } from './window-state.ts';
import { bringForward, followPage, quitOnClose, showWhenReady, windowOptions } from './window.ts';

export interface ElectronRun {
  /** The built renderer. */
  readonly rendererDirectory: string;
  /** The built preload script. */
  readonly preload: string;
  readonly createPanel: CreatePanel;
}

/** Runs the desktop app in this process. */
export async function runElectronHost(run: ElectronRun): Promise<void> {
  const dataDirectory = chooseDataDirectory(process.argv.slice(1));
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  // Chromium's own files get a corner of their own; Electron's single instance is one per such folder.
  app.setPath('userData', join(dataDirectory, 'desktop'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(exitCodes.done);
    return;
  }
  const openScripts = followScriptFiles(app, process.argv.slice(1));
  keepCrashes(crashReporter);
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged(appSchemes);
  const clock = systemClock;
  const log = openLogFile(dataDirectory, clock);
  app.on('web-contents-created', (_event, contents) => {
    blockNavigation(contents, (link) => shell.openExternal(link), log.write);
    offerTextMenu(contents, (template) => Menu.buildFromTemplate(template).popup());
  });
  await app.whenReady();

  // The browser window may be running on the same data; Electron's lock does not know of it.
  const attempt = takeInstanceLock(dataDirectory);
  if (attempt.kind === 'taken') {
    dialog.showErrorBox('QuantDeck', alreadyRunning(dataDirectory, attempt.holder));
    app.exit(exitCodes.alreadyRunning);
    return;
  }
  const release = (): void => attempt.lock.dispose();
  denyPermissions(session.defaultSession, appOrigin);
  serveApp(protocol, readRendererFiles(run.rendererDirectory));
  const secrets = createElectronSecrets({
    safeStorage,
    platform: process.platform,
    dataDirectory,
    clock,
    log: log.write,
  });
  let window: BrowserWindow | null = null;
  const services = createElectronServices({
    dialog,
    log,
    window: () => window,
    isPackaged: app.isPackaged,
    leaveThen: (end) => quit.leaveThen(end),
    loginItem: loginItemOf(app),
  });
  const attention = createAttention({ app, clock, platform: process.platform, log: log.write });
  const panel = run.createPanel({
    dataDirectory,
    clock,
    secrets,
    services,
    log: log.write,
    alertSink: attention.sink,
  });
  openScripts(panel, (sentence) => dialog.showErrorBox('QuantDeck', sentence));
  answerRequests(panel, log.write);
  panel.onEvent((event) => {
    for (const each of BrowserWindow.getAllWindows()) sendEvent(each.webContents, event);
  });
  const quit = leaveBeforeQuit({
    app,
    panel,
    clock,
    release,
    hide: () => {
      window?.hide();
      attention.dispose();
    },
    confirm: (unfinished) => askToQuit(dialog, unfinished),
  });
  hearEndSignals(quit.now);
  followPower(powerMonitor, { quit: quit.now }, panel, log.write);
  endOnBugs({ app, dialog, panel, clock, log, release });

  const place = new WindowStateFile(dataDirectory, clock, log.write);
  window = new BrowserWindow(
    windowOptions(run.preload, nativeTheme.shouldUseDarkColors, placeFor(place.kept, screen)),
  );
  const { webContents } = window;
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        platform: process.platform,
        development: !app.isPackaged,
        onCommand: (id) => sendEvent(webContents, { event: 'command', payload: { id } }),
        openLog: () => shell.showItemInFolder(log.file),
      }),
    ),
  );
  showWhenReady(window);
  followWindow(window, place, clock);
  followPage(window, attention.attach(window, panel), log.write);
  quitOnClose(window, app, quit);
  app.on('second-instance', () => window && bringForward(window));
  await window.loadURL(appPage);
}
