import type { App, CrashReporter, Dialog } from 'electron';
import type { Clock } from '../../base/clock.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import type { Log } from '../common/log-file.ts';
import { exitCodes, leaveWithin } from '../common/shutdown.ts';

/** Keeps the dumps of crashed processes on this computer; nothing is ever sent. To be called before the app is ready. */
export function keepCrashes(crashReporter: Pick<CrashReporter, 'start'>): void {
  crashReporter.start({ uploadToServer: false, compress: true });
}

export interface BugParts {
  readonly app: Pick<App, 'on' | 'exit'>;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  readonly panel: Pick<PanelApi, 'leave'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly release: () => void;
}

/** After a bug nothing can be trusted, except that machines should not be left with a held session. */
export function endOnBugs({ app, dialog, panel, clock, log, release }: BugParts): void {
  let ending = false;
  const end = async (): Promise<void> => {
    await leaveWithin(panel, clock);
    release();
    dialog.showErrorBox(
      'QuantDeck',
      `QuantDeck made a mistake and has to close. What happened is written down in ${log.file}.`,
    );
    app.exit(exitCodes.failed);
  };
  const onBug = (bug: unknown): void => {
    const words = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    log.write(`A bug ended QuantDeck: ${words}`);
    if (ending) return;
    ending = true;
    void end();
  };
  process.on('uncaughtException', onBug);
  // Electron only warns of these, where Node ends.
  process.on('unhandledRejection', onBug);
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    log.write(`A helper process ended: ${name ?? type}, ${reason} (${exitCode}).`);
  });
}
