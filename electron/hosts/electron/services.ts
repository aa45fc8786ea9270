import { type BrowserWindow, type Dialog, type OpenDialogOptions } from 'electron';
import { assertNever } from '../../../shared/assert-never.ts';
import { fail, succeed } from '../../../shared/failure.ts';
import type { FileWish } from '../../../shared/host.ts';
import type { HostServices } from '../../panel/host-services.ts';
import type { Log } from '../common/log-file.ts';
import type { LoginItem } from './login-item.ts';
import { checkUpdateFile } from './update-file.ts';
import { createUpdateSource } from './update-source.ts';

export interface ServiceParts {
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  readonly loginItem: LoginItem;
  readonly log: Log;
  readonly isPackaged: boolean;
  readonly leaveThen: (end: () => void) => void;
  /** The window a dialog belongs to; null while there is none. */
  readonly window: () => BrowserWindow | null;
}

/** What the panel gets from the desktop app. */
export function createElectronServices(parts: ServiceParts): HostServices {
  const { dialog, loginItem, log, window, isPackaged, leaveThen } = parts;
  const choose = async (options: OpenDialogOptions): Promise<string | null> => {
    const owner = window();
    const { canceled, filePaths } =
      owner === null
        ? await dialog.showOpenDialog(options)
        : await dialog.showOpenDialog(owner, options);
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    facts: () => ({ noFileChoice: null, openAtLogin: loginItem.state(), logFile: log.file }),
    setOpenAtLogin: (on) => loginItem.set(on),
    chooseFile: async (wish) => succeed(await choose(dialogFor(wish))),
    logTail: (maxBytes) => log.tail(maxBytes),
    updates: createUpdateSource({
      isPackaged,
      isPortable: process.env['PORTABLE_EXECUTABLE_FILE'] !== undefined,
      load: async () => (await import('electron-updater')).autoUpdater,
      leaveThen,
      log: log.write,
      async checkFile() {
        const file = await choose({
          title: 'Choose the update',
          properties: ['openFile', 'dontAddToRecent'],
        });
        if (file === null) return succeed(null);
        try {
          return succeed(await checkUpdateFile(file));
        } catch (error) {
          return fail({
            kind: 'storage',
            message: 'The file could not be read.',
            remedy: 'Copy it to this computer and try again.',
            detail: error instanceof Error ? error.message : String(error),
          });
        }
      },
    }),
  };
}

function dialogFor(wish: FileWish): OpenDialogOptions {
  return {
    title: titleOf(wish),
    properties: ['openFile', 'dontAddToRecent'],
    filters: [
      {
        name: 'PEM files',
        extensions: wish === 'client-key' ? ['key', 'pem'] : ['pem', 'crt', 'cer'],
      },
      { name: 'All files', extensions: ['*'] },
    ],
  };
}

function titleOf(wish: FileWish): string {
  switch (wish) {
    case 'ca-file':
      return 'Choose the CA file';
    case 'client-certificate':
      return 'Choose the client certificate';
    case 'client-key':
      return 'Choose the client key';
    default:
      return assertNever(wish);
  }
}
