import type { MenuItemConstructorOptions } from 'electron';
import { type CommandId, acceleratorOf, shortcuts } from '../../../shared/shortcuts.ts';

export interface MenuParts {
  readonly platform: NodeJS.Platform;
  /** Reload and developer tools are for development only: a reload in a lab does nothing useful. */
  readonly development: boolean;
  readonly onCommand: (id: CommandId) => void;
  readonly openLog: () => void;
}

/** The application's menu. On Windows and Linux it appears with Alt; its keys work without it. */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const { platform, development, openLog } = parts;
  const mac = platform === 'darwin';
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        ...commands('File', parts),
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    // Without it macOS has no copy and paste.
    { role: 'editMenu' },
    { label: '&Go', submenu: commands('Go', parts) },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(development ? [{ role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Show the log', click: openLog },
        ...(mac ? [] : [{ role: 'about' as const }]),
      ],
    },
  ];
}

function commands(
  place: (typeof shortcuts)[number]['place'],
  { onCommand }: MenuParts,
): MenuItemConstructorOptions[] {
  return shortcuts
    .filter((shortcut) => shortcut.place === place)
    .map((shortcut) => ({
      id: shortcut.id,
      label: shortcut.words,
      accelerator: acceleratorOf(shortcut),
      click: () => onCommand(shortcut.id),
    }));
}
