import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../base/clock.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import { defaultDataDirectory } from '../common/data-directory.ts';
import { hearEndSignals } from '../common/end-signals.ts';
import { type InstanceLock, alreadyRunning, takeInstanceLock } from '../common/instance-lock.ts';
import { openLogFile } from '../common/log-file.ts';
import type { CreatePanel } from '../common/panel-parts.ts';
import { type RendererFiles, readRendererFiles } from '../common/renderer-files.ts';
import { createShutdown, exitCodes } from '../common/shutdown.ts';
import { createVaultSecrets } from '../common/vault-secrets.ts';
import { type AppWindow, browserArguments, openAppWindow } from './app-window.ts';
import { browserServices } from './services.ts';
import { type EntranceFile, writeEntranceFile } from './entrance-file.ts';
import { type HostArguments, readArguments, usage } from './arguments.ts';
import { type BrowserHost, PortUnavailableError, startBrowserHost } from './server.ts';

export interface BrowserRun {
  /** Command line after the program's name. */
  readonly words: readonly string[];
  readonly rendererDirectory: string;
  readonly createPanel: CreatePanel;
}

/**
 * The port tried first when none is asked for: a window's own settings belong to its address, so the address should stay.
 * It lies in the range no system gives out by itself.
 */
const usualPort = 27_443;

/** How long a token is good, in milliseconds: for the window, which uses it at once, and for a person, who copies it. */
const windowTokenMilliseconds = 60_000;
const printedTokenMilliseconds = 600_000;

const tell = (sentence: string): boolean => process.stderr.write(`${sentence}\n`);

/** Runs the panel in this process until its window is closed or a signal ends it; sets the exit code and ends the process. */
export async function runBrowserHost(run: BrowserRun): Promise<void> {
  const reading = readArguments(run.words, process.cwd());
  switch (reading.kind) {
    case 'help':
      process.stdout.write(usage);
      return;
    case 'wrong':
      tell(`${reading.problem}\n\n${usage}`);
      process.exitCode = exitCodes.usage;
      return;
    case 'run':
      break;
  }
  const dataDirectory =
    reading.arguments.dataDirectory ??
    defaultDataDirectory({
      platform: process.platform,
      home: homedir(),
      environment: process.env,
    });
  let lock: InstanceLock;
  let files: RendererFiles;
  try {
    files = readRendererFiles(run.rendererDirectory);
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    const attempt = takeInstanceLock(dataDirectory);
    if (attempt.kind === 'taken') {
      tell(alreadyRunning(dataDirectory, attempt.holder));
      process.exitCode = exitCodes.alreadyRunning;
      return;
    }
    lock = attempt.lock;
  } catch (failure) {
    tell(`QuantDeck cannot start: ${words(failure)}`);
    process.exitCode = exitCodes.failed;
    return;
  }
  await serve(run, reading.arguments, { dataDirectory, lock, files });
}

interface Ground {
  readonly dataDirectory: string;
  readonly lock: InstanceLock;
  readonly files: RendererFiles;
}

async function serve(run: BrowserRun, wishes: HostArguments, ground: Ground): Promise<void> {
  const { dataDirectory, lock, files } = ground;
  const clock = systemClock;
  const logFile = openLogFile(dataDirectory, clock);
  const log = logFile.write;
  const secrets = createVaultSecrets({ dataDirectory, clock, plainFile: null });
  let panel: PanelApi;
  try {
    panel = run.createPanel({
      dataDirectory,
      clock,
      secrets,
      services: browserServices(logFile),
      log,
    });
  } catch (failure) {
    tell(`QuantDeck cannot start: ${words(failure)}`);
    lock.dispose();
    process.exitCode = exitCodes.failed;
    return;
  }
  let host: BrowserHost | null = null;
  let window: AppWindow | null = null;
  let file: EntranceFile | null = null;
  const shutdown = createShutdown({
    panel,
    clock,
    close: async () => {
      await host?.close();
      window?.dispose();
      file?.dispose();
      lock.dispose();
    },
    // Not `exitCode`: whatever else might still be open must not keep a panel alive that has left its machines.
    exit: (code) => process.exit(code),
  });
  hearEndSignals(() => void shutdown(exitCodes.done, exitCodes.interrupted));
  process.on('uncaughtException', (bug) => {
    // Nothing can be trusted after a bug, except that machines should not be left with a held session.
    log(
      `A bug ended QuantDeck: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`,
    );
    tell(`QuantDeck made a mistake and has to end: ${words(bug)}`);
    void shutdown(exitCodes.failed, exitCodes.failed);
  });

  try {
    host = await listen(panel, wishes.port, { files, clock, log });
  } catch (failure) {
    if (!(failure instanceof PortUnavailableError)) throw failure;
    tell(failure.message);
    await shutdown(exitCodes.failed, exitCodes.failed);
    return;
  }
  lock.announce(host.origin);
  offerAddresses(host);
  if (wishes.browser === null) return;
  const isRoot = process.getuid?.() === 0;
  const profile = join(dataDirectory, 'browser-window');
  file = writeEntranceFile(profile, host.entrance(windowTokenMilliseconds));
  window = openAppWindow(wishes.browser, browserArguments(file.url, profile, isRoot), host, clock);
  const end = await window.ended;
  file.dispose();
  if (end.kind === 'failed') {
    tell(
      `The window could not be opened with ${wishes.browser} (${end.reason}). Open the address above in a browser; press Ctrl+C here to end QuantDeck.`,
    );
    return;
  }
  await shutdown(exitCodes.done, exitCodes.done);
}

/** Prints an address that works once, and another one each time Enter is pressed in the terminal. */
function offerAddresses(host: BrowserHost): void {
  const print = (): boolean =>
    process.stdout.write(`QuantDeck ready at ${host.entrance(printedTokenMilliseconds)}\n`);
  print();
  if (!process.stdin.isTTY) return;
  tell('The address works once, within ten minutes. Press Enter for a new one.');
  process.stdin.on('data', print);
}

async function listen(
  panel: PanelApi,
  port: number | null,
  rest: {
    readonly files: RendererFiles;
    readonly clock: Clock;
    readonly log: (text: string) => void;
  },
): Promise<BrowserHost> {
  if (port !== null) return startBrowserHost(panel, { port, ...rest });
  try {
    return await startBrowserHost(panel, { port: usualPort, ...rest });
  } catch (failure) {
    if (!(failure instanceof PortUnavailableError)) throw failure;
    return startBrowserHost(panel, { port: 0, ...rest });
  }
}

function words(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
