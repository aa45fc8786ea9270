import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  BrowserWindow,
  Menu,
  app,
  dialog,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
} from 'electron';
import { systemClock } from '../../base/clock.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import { defaultDataDirectory } from '../common/data-directory.ts';
import { hearEndSignals } from '../common/end-signals.ts';
import { type InstanceLock, alreadyRunning, takeInstanceLock } from '../common/instance-lock.ts';
import { openLogFile } from '../common/log-file.ts';
import type { CreatePanel } from '../common/panel-parts.ts';
import { readRendererFiles } from '../common/renderer-files.ts';
import { exitCodes, leaveWithin } from '../common/shutdown.ts';
import { createAttention } from './attention.ts';
import { answerRequests, sendEvent } from './ipc.ts';
import { menuTemplate } from './menu.ts';
import { blockNavigation } from './navigation.ts';
import { appOrigin, appPage } from './origin.ts';
import { denyPermissions } from './permissions.ts';
import { followPower } from './power.ts';
import { appSchemes, serveApp } from './protocol.ts';
import { leaveBeforeQuit } from './quit.ts';
import { createElectronSecrets } from './secrets.ts';
import { bringForward, followPage, showWhenReady, windowOptions } from './window.ts';

export interface ElectronRun {
  /** The built renderer. */
  readonly rendererDirectory: string;
  /** The built preload script. */
  readonly preload: string;
  readonly createPanel: CreatePanel;
}

/** Runs the desktop app in this process. */
export async function runElectronHost(run: ElectronRun): Promise<void> {
  const dataDirectory = chooseDataDirectory();
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  // Chromium's own files get a corner of their own; Electron's single instance is one per such folder.
  app.setPath('userData', join(dataDirectory, 'desktop'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(exitCodes.done);
    return;
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged(appSchemes);
  const clock = systemClock;
  const log = openLogFile(dataDirectory, clock);
  app.on('web-contents-created', (_event, contents) => blockNavigation(contents, log));
  await app.whenReady();

  // The browser window may be running on the same data; Electron's lock does not know of it.
  const attempt = takeInstanceLock(dataDirectory);
  if (attempt.kind === 'taken') {
    dialog.showErrorBox('QuantDeck', alreadyRunning(dataDirectory, attempt.holder));
    app.exit(exitCodes.alreadyRunning);
    return;
  }
  denyPermissions(session.defaultSession, appOrigin);
  serveApp(protocol, readRendererFiles(run.rendererDirectory));
  const secrets = createElectronSecrets({
    safeStorage,
    platform: process.platform,
    dataDirectory,
    clock,
    log,
  });
  const attention = createAttention({ app, clock, platform: process.platform, log });
  const panel = run.createPanel({
    dataDirectory,
    clock,
    secrets,
    log,
    alertSink: attention.sink,
  });
  answerRequests(panel, log);
  panel.onEvent((event) => {
    for (const window of BrowserWindow.getAllWindows()) sendEvent(window.webContents, event);
  });
  leaveBeforeQuit(app, panel, clock, () => attempt.lock.dispose());
  hearEndSignals(() => app.quit());
  followPower(powerMonitor, app, panel, log);
  endOnBugs(panel, attempt.lock, log);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged)));

  const window = new BrowserWindow(windowOptions(run.preload, nativeTheme.shouldUseDarkColors));
  showWhenReady(window);
  followPage(window, attention.attach(window, panel), log);
  // Windows ends programs at log-off without asking unless it is told that one still has something to finish.
  window.on('query-session-end', (event) => {
    event.preventDefault();
    app.quit();
  });
  app.on('second-instance', () => bringForward(window));
  await window.loadURL(appPage);
}

function chooseDataDirectory(): string {
  // Chromium's own switches come along in argv, so unknown words are no mistake here.
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { data: { type: 'string' } },
    strict: false,
  });
  return typeof values['data'] === 'string' && values['data'] !== ''
    ? resolve(values['data'])
    : defaultDataDirectory({
        platform: process.platform,
        home: homedir(),
        environment: process.env,
      });
}

/** After a bug nothing can be trusted, except that machines should not be left with a held session. */
function endOnBugs(panel: PanelApi, lock: InstanceLock, log: (text: string) => void): void {
  let ending = false;
  const end = async (): Promise<void> => {
    await leaveWithin(panel, systemClock);
    lock.dispose();
    dialog.showErrorBox('QuantDeck', 'QuantDeck made a mistake and has to close.');
    app.exit(exitCodes.failed);
  };
  process.on('uncaughtException', (bug) => {
    log(
      `A bug ended QuantDeck: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`,
    );
    if (ending) return;
    ending = true;
    void end();
  });
}
