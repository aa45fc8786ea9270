import type { AppUpdater, ProgressInfo, UpdateInfo } from 'electron-updater';
import type { UpdateChannel } from '../../../shared/updates.ts';
import { type UpdateSource, noUpdates } from '../../panel/update-source.ts';
import { plainNotes } from './release-notes.ts';

/** What is used of electron-updater, loaded only when somebody looks for updates. */
export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowPrerelease'
  | 'allowDowngrade'
  | 'logger'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
> & {
  on(
    event: 'download-progress',
    listener: (progress: Pick<ProgressInfo, 'percent'>) => void,
  ): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

export interface UpdateSourceParts {
  /** Only a packed app knows where it was published. */
  readonly isPackaged: boolean;
  /** A portable Windows program has nothing that could be replaced. */
  readonly isPortable: boolean;
  readonly load: () => Promise<Updater>;
  /** Leaves every machine, then runs what ends the program. */
  readonly leaveThen: (end: () => void) => void;
  readonly checkFile: UpdateSource['checkFile'];
  readonly log: (text: string) => void;
}

/** Newer versions through electron-updater: nothing is fetched or installed by itself, also not at the end of QuantDeck. */
export function createUpdateSource(parts: UpdateSourceParts): UpdateSource {
  const { isPackaged, isPortable, load, leaveThen, checkFile, log } = parts;
  if (!isPackaged)
    return noUpdates(
      'This QuantDeck runs from its source folder: fetch the source anew to update it.',
    );
  if (isPortable)
    return {
      ...noUpdates('This is the portable QuantDeck: replace its file with the newer one.'),
      checkFile,
    };
  let loading: Promise<Updater> | null = null;
  let onPercent: ((percent: number) => void) | null = null;
  const updater = async (channel?: UpdateChannel): Promise<Updater> => {
    loading ??= prepare(load, log, (percent) => onPercent?.(percent));
    const ready = await loading;
    if (channel !== undefined) ready.allowPrerelease = channel === 'preview';
    return ready;
  };
  let prepared: Updater | null = null;
  return {
    unavailable: null,
    checkFile,
    async check(channel) {
      prepared = await updater(channel);
      const found = await prepared.checkForUpdates();
      return found?.isUpdateAvailable === true ? offerOf(found.updateInfo) : null;
    },
    async download(tell) {
      onPercent = tell;
      await (await updater()).downloadUpdate();
    },
    install() {
      if (prepared === null) throw new Error('Nothing was fetched.');
      const fetched = prepared;
      leaveThen(() => fetched.quitAndInstall(false, true));
    },
  };
}

async function prepare(
  load: () => Promise<Updater>,
  log: (text: string) => void,
  onPercent: (percent: number) => void,
): Promise<Updater> {
  const updater = await load();
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.logger = {
    info: () => {},
    warn: (words?: unknown) => log(`Update: ${String(words)}`),
    error: (words?: unknown) => log(`Update: ${String(words)}`),
  };
  updater.on('download-progress', ({ percent }) => onPercent(percent));
  // What is asked for rejects too; without a listener the event alone would end the program.
  updater.on('error', () => {});
  return updater;
}

function offerOf({ version, releaseNotes }: UpdateInfo) {
  return { version, notes: plainNotes(releaseNotes) };
}
