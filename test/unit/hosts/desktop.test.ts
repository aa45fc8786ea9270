import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MenuItem } from 'electron';
import { contextMenuTemplate } from '../../../electron/hosts/electron/context-menu.ts';
import { createLoginItem, desktopEntry } from '../../../electron/hosts/electron/login-item.ts';
import { menuTemplate } from '../../../electron/hosts/electron/menu.ts';
import { shortcuts } from '../../../shared/shortcuts.ts';

const flags = (can: boolean) => ({
  canUndo: can,
  canRedo: can,
  canCut: can,
  canCopy: can,
  canPaste: can,
  canDelete: can,
  canSelectAll: can,
  canEditRichly: can,
});

/** What a right click offers, as roles. */
function offered(isEditable: boolean, selectionText: string): unknown[] {
  return contextMenuTemplate({ isEditable, selectionText, editFlags: flags(true) }).map(
    ({ role, type }) => role ?? type,
  );
}

const menuOf = (platform: NodeJS.Platform, development: boolean, ids: string[] = []) =>
  menuTemplate({
    platform,
    development,
    onCommand: (id) => ids.push(id),
    openLog: () => ids.push('log'),
  });
const entriesOf = (platform: NodeJS.Platform, development = false, ids: string[] = []) =>
  menuOf(platform, development, ids).flatMap(({ submenu }) =>
    Array.isArray(submenu) ? submenu : [],
  );

const rolesOf = (development: boolean) => entriesOf('win32', development).map(({ role }) => role);

describe('the menu of a right click', () => {
  test('offers what can be done with the text there, and does not appear where nothing can', () => {
    expect(offered(true, '')).toEqual([
      'undo',
      'redo',
      'separator',
      'cut',
      'copy',
      'paste',
      'separator',
      'selectAll',
    ]);
    expect(offered(false, 'some words')).toEqual(['copy']);
    expect(offered(false, ' ')).toEqual([]);
  });

  test('greys out what the field cannot do', () => {
    const template = contextMenuTemplate({
      isEditable: true,
      selectionText: '',
      editFlags: flags(false),
    });
    expect(template.filter(({ type, enabled }) => type === undefined && enabled)).toEqual([]);
  });
});

describe('the application’s menu', () => {
  test('holds every shortcut once, with its key, and each does its own', () => {
    const ids: string[] = [];
    for (const entry of entriesOf('linux', false, ids))
      if (entry.id !== undefined) entry.click?.({} as MenuItem, undefined, {});
    expect(ids.toSorted()).toEqual(shortcuts.map(({ id }) => id).toSorted());
    expect(entriesOf('linux').filter(({ accelerator }) => accelerator)).toHaveLength(
      shortcuts.length,
    );
  });

  test('keeps copy and paste on a Mac, and reload and developer tools out of a lab', () => {
    expect(menuOf('darwin', false).map(({ role, label }) => role ?? label)).toEqual([
      'appMenu',
      '&File',
      'editMenu',
      '&Go',
      '&View',
      'windowMenu',
      'help',
    ]);
    for (const role of ['reload', 'toggleDevTools'] as const) {
      expect(rolesOf(false)).not.toContain(role);
      expect(rolesOf(true)).toContain(role);
    }
  });
});

describe('opening at login', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quantdeck-login-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const settings: unknown[] = [];
  const item = (platform: NodeJS.Platform, isPackaged = true) =>
    createLoginItem({
      app: {
        isPackaged,
        getLoginItemSettings: () => ({ openAtLogin: settings.length > 0 }) as never,
        setLoginItemSettings: (wish) => settings.push(wish),
      },
      platform,
      program: '/opt/Quant Deck/quantdeck',
      configDirectory: folder,
    });

  test('is off at first, and on Linux a file of the autostart folder', () => {
    const linux = item('linux');
    expect(linux.state()).toEqual({ kind: 'off' });
    linux.set(true);
    expect(linux.state()).toEqual({ kind: 'on' });
    const file = join(folder, 'autostart', 'quantdeck.desktop');
    expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Quant Deck/quantdeck"\n');
    linux.set(false);
    linux.set(false);
    expect([linux.state(), existsSync(file)]).toEqual([{ kind: 'off' }, false]);
  });

  test('is the system’s own list on a Mac and on Windows', () => {
    for (const platform of ['darwin', 'win32'] as const) item(platform).set(true);
    expect(settings).toEqual([{ openAtLogin: true }, { openAtLogin: true }]);
    expect(item('win32').state()).toEqual({ kind: 'on' });
  });

  test('is not to be had from a source folder or an unknown system, and says why', () => {
    for (const none of [item('linux', false), item('freebsd')]) {
      expect(none.state()).toMatchObject({ kind: 'unavailable', reason: expect.any(String) });
      expect(() => none.set(true)).toThrow();
    }
  });

  test('a program’s odd path cannot become another command', () => {
    expect(desktopEntry('/a/$(x)`y`"z\\%f')).toContain(
      'Exec="/a/\\\\$(x)\\\\`y\\\\`\\\\"z\\\\\\\\%%f"\n',
    );
  });
});
