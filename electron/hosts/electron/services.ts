import { type BrowserWindow, type Dialog, type OpenDialogOptions } from 'electron';
import { assertNever } from '../../../shared/assert-never.ts';
import { succeed } from '../../../shared/failure.ts';
import type { FileWish } from '../../../shared/host.ts';
import type { HostServices } from '../../panel/host-services.ts';
import type { Log } from '../common/log-file.ts';
import type { LoginItem } from './login-item.ts';

export interface ServiceParts {
  readonly dialog: Pick<Dialog, 'showOpenDialog'>;
  readonly loginItem: LoginItem;
  readonly log: Log;
  /** The window a dialog belongs to; null while there is none. */
  readonly window: () => BrowserWindow | null;
}

/** What the panel gets from the desktop app. */
export function createElectronServices(parts: ServiceParts): HostServices {
  const { dialog, loginItem, log, window } = parts;
  return {
    facts: () => ({ noFileChoice: null, openAtLogin: loginItem.state(), logFile: log.file }),
    setOpenAtLogin: (on) => loginItem.set(on),
    async chooseFile(wish) {
      const owner = window();
      const options = dialogFor(wish);
      const { canceled, filePaths } =
        owner === null
          ? await dialog.showOpenDialog(options)
          : await dialog.showOpenDialog(owner, options);
      return succeed(canceled ? null : (filePaths[0] ?? null));
    },
    logTail: (maxBytes) => log.tail(maxBytes),
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
