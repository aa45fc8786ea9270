import type { App, Dialog, Event } from 'electron';
import type { Clock } from '../../base/clock.ts';
import type { PanelApi } from '../../panel/panel-api.ts';
import { leaveWithin } from '../common/shutdown.ts';

export interface QuitParts {
  readonly app: Pick<App, 'on' | 'exit' | 'quit'>;
  readonly panel: Pick<PanelApi, 'leave' | 'unfinished'>;
  readonly clock: Clock;
  /** Frees what the host itself holds. */
  readonly release: () => void;
  /** Takes the window away while the machines are left: there is nothing more to do in it. */
  readonly hide: () => void;
  /** Asks the person whether to quit although these are not finished. */
  readonly confirm: (unfinished: readonly string[]) => Promise<boolean>;
}

export interface Quit {
  /** Quits without asking: the computer shuts down, or a signal says so. */
  readonly now: () => void;
  /** Leaves the machines, then runs what ends the program in its own way. */
  readonly leaveThen: (end: () => void) => void;
  /** Whether the windows may close by themselves now. */
  readonly leaving: () => boolean;
}

/** Once `left`, nothing holds a quit back any more. */
type Stage = 'running' | 'asking' | 'leaving' | 'left';

/**
 * Makes every way of quitting leave the machines first. The first quit is held back while the person is asked, if anything is
 * unfinished, and while the machines are left; later ones meanwhile do nothing; then the process exits.
 */
export function leaveBeforeQuit(parts: QuitParts): Quit {
  const { app, panel, clock, release, hide, confirm } = parts;
  let stage: Stage = 'running';
  const leaveThen = async (end: () => void): Promise<void> => {
    stage = 'leaving';
    hide();
    await leaveWithin(panel, clock);
    try {
      release();
    } finally {
      stage = 'left';
      end();
    }
  };
  // Not `quit`: the windows have nothing left to say, and nothing may hold the exit back again.
  const leaveAndExit = (): Promise<void> => leaveThen(() => app.exit(0));
  const ask = async (unfinished: readonly string[]): Promise<void> => {
    stage = 'asking';
    // A dialog that cannot be shown must not keep the app open for ever.
    const agreed = await confirm(unfinished).catch(() => true);
    // A signal may have ended the wait for the answer.
    if (stageNow() !== 'asking') return;
    stage = 'running';
    if (agreed) await leaveAndExit();
  };
  const stageNow = (): Stage => stage;
  app.on('before-quit', (event: Event) => {
    if (stage === 'left') return;
    event.preventDefault();
    if (stage !== 'running') return;
    const unfinished = panel.unfinished();
    if (unfinished.length > 0) void ask(unfinished);
    else void leaveAndExit();
  });
  // On macOS too: a panel without a window would keep sessions that nobody sees.
  app.on('window-all-closed', () => app.quit());
  return {
    now: () => {
      if (stage === 'running' || stage === 'asking') void leaveAndExit();
    },
    leaveThen: (end) => {
      if (stage === 'running') void leaveThen(end);
    },
    leaving: () => stage === 'leaving' || stage === 'left',
  };
}

/** Asks in the system's own dialog; the answer that harms nothing is the one that Enter and Escape give. */
export async function askToQuit(
  dialog: Pick<Dialog, 'showMessageBox'>,
  unfinished: readonly string[],
): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'QuantDeck',
    message: 'Quit QuantDeck now?',
    detail: `${unfinished.join('\n')}\n\nA command that was sent is not taken back, but QuantDeck will not see how it ends.`,
    buttons: ['Stay', 'Quit'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
