import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import type { HostFacts } from '../../../shared/host.ts';

/** Whether QuantDeck is opened when the person logs in, and how that is changed. */
export interface LoginItem {
  state(): HostFacts['openAtLogin'];
  /** Throws if the computer does not take it. */
  set(on: boolean): void;
}

export interface LoginItemParts {
  readonly app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** The program that is running: inside an AppImage, the AppImage itself. */
  readonly program: string;
  /** `$XDG_CONFIG_HOME` or `~/.config`; used on Linux only. */
  readonly configDirectory: string;
}

/** The login item of the program that is running. */
export function loginItemOf(app: LoginItemParts['app']): LoginItem {
  return createLoginItem({
    app,
    platform: process.platform,
    program: process.env['APPIMAGE'] ?? process.execPath,
    configDirectory: process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'),
  });
}

/** macOS and Windows keep a list of their own; on Linux it is a file of the XDG autostart folder, which Electron does not write. */
export function createLoginItem(parts: LoginItemParts): LoginItem {
  const { app, platform, program, configDirectory } = parts;
  if (!app.isPackaged)
    return unavailable(
      'This QuantDeck was started from its source folder, so there is no program to open.',
    );
  switch (platform) {
    case 'darwin':
    case 'win32':
      return {
        state: () => ({ kind: app.getLoginItemSettings().openAtLogin ? 'on' : 'off' }),
        set: (on) => app.setLoginItemSettings({ openAtLogin: on }),
      };
    case 'linux':
      return xdgItem(join(configDirectory, 'autostart'), program);
    default:
      return unavailable('QuantDeck does not know how this system opens programs at login.');
  }
}

function unavailable(reason: string): LoginItem {
  return {
    state: () => ({ kind: 'unavailable', reason }),
    set: () => {
      throw new Error(reason);
    },
  };
}

function xdgItem(directory: string, program: string): LoginItem {
  const file = join(directory, 'quantdeck.desktop');
  return {
    state: () => ({ kind: statSync(file, { throwIfNoEntry: false }) === undefined ? 'off' : 'on' }),
    set(on) {
      if (!on) {
        rmSync(file, { force: true });
        return;
      }
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, desktopEntry(program));
    },
  };
}

/** One autostart entry. Source: Desktop Entry Specification, “The Exec key”. */
export function desktopEntry(program: string): string {
  // A backslash before four characters inside quotes, then one more before each backslash of a string; % begins a field code.
  const quoted = program
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('%', '%%');
  return `[Desktop Entry]\nType=Application\nName=QuantDeck\nComment=Control panel for QuantStudio machines\nExec="${quoted}"\nTerminal=false\n`;
}
