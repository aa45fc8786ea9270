import { posix, win32 } from 'node:path';

/** What decides where user data lives: the platform and the environment it came with. */
export interface UserPlace {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The folder both hosts keep everything in, so that a lab that moves from the browser window to the app keeps its machines.
 * Linux: `$XDG_DATA_HOME/quantdeck` or `~/.local/share/quantdeck`; Windows: `%APPDATA%\QuantDeck`; macOS: Application Support.
 */
export function defaultDataDirectory(place: UserPlace): string {
  switch (place.platform) {
    case 'win32': {
      const roaming = place.environment['APPDATA'];
      return roaming !== undefined && win32.isAbsolute(roaming)
        ? win32.join(roaming, 'QuantDeck')
        : win32.join(place.home, 'AppData', 'Roaming', 'QuantDeck');
    }
    case 'darwin':
      return posix.join(place.home, 'Library', 'Application Support', 'QuantDeck');
    default: {
      // The XDG rules say that a relative path is to be ignored.
      const data = place.environment['XDG_DATA_HOME'];
      return data !== undefined && posix.isAbsolute(data)
        ? posix.join(data, 'quantdeck')
        : posix.join(place.home, '.local', 'share', 'quantdeck');
    }
  }
}
