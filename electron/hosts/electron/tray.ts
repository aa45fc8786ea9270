import { Menu, type MenuItemConstructorOptions, Tray } from 'electron';
import type { MachineId } from '../../../shared/units.ts';
import type { Disposable } from '../../base/disposable.ts';
import { trayImage } from './bitmaps.ts';
import type { Lab } from './lab-watch.ts';

export interface TrayParts {
  readonly platform: NodeJS.Platform;
  /** Brings the window forward, at a machine or as it is. */
  readonly show: (machineId: MachineId | null) => void;
  readonly quit: () => void;
}

export interface LabTray extends Disposable {
  update(lab: Lab): void;
}

const quietColour = { red: 116, green: 143, blue: 252 };
const attentionColour = { red: 230, green: 120, blue: 20 };

/** The menu: each machine with its state, then the window and the way out. */
export function trayMenu(lab: Lab, { show, quit }: TrayParts): MenuItemConstructorOptions[] {
  const machines = lab.summary.lines.map(({ id, name, text }) => ({
    // An ampersand would mark a key.
    label: `${name}: ${text}`.replaceAll('&', '&&'),
    click: () => show(id),
  }));
  return [
    ...(machines.length === 0 ? [{ label: 'No machines yet', enabled: false }] : machines),
    { type: 'separator' },
    { label: 'Open QuantDeck', click: () => show(null) },
    { label: 'Quit QuantDeck', click: quit },
  ];
}

/** What the icon says under the pointer. */
export function trayTip({ summary: { nearest, runsOn }, alerts }: Lab): string {
  const run = nearest === null ? 'no run on' : `${nearest.name}: ${nearest.text}`;
  const more = runsOn > 1 ? `, ${runsOn - 1} more on` : '';
  const waiting = alerts === 0 ? '' : alerts === 1 ? ' (1 alert)' : ` (${alerts} alerts)`;
  // Windows cuts longer ones.
  return `QuantDeck: ${run}${more}${waiting}`.slice(0, 127);
}

/** The icon in the tray. Throws where the system has no tray at all. */
export function createTray(parts: TrayParts): LabTray {
  const { platform, show } = parts;
  const quiet = trayImage(quietColour, platform);
  const attention = platform === 'darwin' ? quiet : trayImage(attentionColour, platform);
  const tray = new Tray(quiet);
  // On macOS a click opens the menu by itself.
  if (platform !== 'darwin') tray.on('click', () => show(null));
  let shown = '';
  return {
    update(lab) {
      const tip = trayTip(lab);
      const wanted = JSON.stringify([
        tip,
        lab.summary.lines.map(({ id, name, text }) => [id, name, text]),
      ]);
      // A menu that is replaced closes under the person's hand.
      if (wanted === shown) return;
      shown = wanted;
      tray.setToolTip(tip);
      tray.setImage(lab.alerts === 0 ? quiet : attention);
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(lab, parts)));
    },
    dispose: () => tray.destroy(),
  };
}
