import type { HostServices } from '../../panel/host-services.ts';
import { noUpdates } from '../../panel/update-source.ts';
import type { Log } from '../common/log-file.ts';

const noLogin =
  'QuantDeck runs in a browser window here. The desktop app can be opened when you log in.';

/** What the panel gets from the browser host: a page of a browser can neither pick a path nor be started at login. */
export function browserServices(log: Log): HostServices {
  return {
    facts: () => ({
      noFileChoice: 'A browser window does not tell where a file is: type its path.',
      openAtLogin: { kind: 'unavailable', reason: noLogin },
      logFile: log.file,
    }),
    setOpenAtLogin: () => {
      throw new Error(noLogin);
    },
    chooseFile: async () => ({ ok: true, value: null }),
    logTail: (maxBytes) => log.tail(maxBytes),
    updates: noUpdates(
      'This QuantDeck runs from its source folder: fetch the source anew to update it.',
    ),
  };
}
