import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plainNotes } from '../../../electron/hosts/electron/release-notes.ts';
import { checkUpdateFile } from '../../../electron/hosts/electron/update-file.ts';
import {
  createUpdateSource,
  type Updater,
} from '../../../electron/hosts/electron/update-source.ts';

class FakeUpdater extends EventEmitter {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  allowPrerelease = false;
  allowDowngrade = true;
  logger = null;
  readonly calls: string[] = [];
  available = true;
  async checkForUpdates() {
    this.calls.push(`check ${this.allowPrerelease}`);
    return {
      isUpdateAvailable: this.available,
      updateInfo: { version: '2.0.0', releaseNotes: '<p>Better &amp; faster</p>' },
    };
  }
  async downloadUpdate() {
    this.calls.push('download');
    this.emit('download-progress', { percent: 42 });
    return [];
  }
  quitAndInstall(): void {
    this.calls.push('install');
  }
}

function open(more: { readonly isPackaged?: boolean; readonly isPortable?: boolean } = {}) {
  const updater = new FakeUpdater();
  const ends: (() => void)[] = [];
  const source = createUpdateSource({
    isPackaged: true,
    isPortable: false,
    load: async () => updater as unknown as Updater,
    leaveThen: (end) => ends.push(end),
    checkFile: async () => ({ ok: true, value: null }),
    log: () => {},
    ...more,
  });
  return { updater, source, ends };
}

describe('updates of the desktop app', () => {
  test('nothing is fetched, installed or taken back by itself', async () => {
    const { updater, source } = open();
    expect(await source.check('stable')).toEqual({ version: '2.0.0', notes: 'Better & faster' });
    expect(updater).toMatchObject({
      autoDownload: false,
      autoInstallOnAppQuit: false,
      allowDowngrade: false,
    });
    expect(updater.calls).toEqual(['check false']);
    expect(() => updater.emit('error', new Error('a bad moment'))).not.toThrow();
  });

  test('the channel decides whether versions that are tried out count', async () => {
    const { updater, source } = open();
    await source.check('preview');
    await source.check('stable');
    expect(updater.calls).toEqual(['check true', 'check false']);
    updater.available = false;
    expect(await source.check('stable')).toBeNull();
  });

  test('a version is installed only after every machine was left', async () => {
    const { updater, source, ends } = open();
    expect(() => source.install()).toThrow('Nothing was fetched');
    await source.check('stable');
    const percents: number[] = [];
    await source.download((percent) => percents.push(percent));
    expect(percents).toEqual([42]);
    source.install();
    expect(updater.calls).not.toContain('install');
    ends[0]?.();
    expect(updater.calls.at(-1)).toBe('install');
  });

  test('a source folder and a portable program say how they are updated instead', () => {
    expect(open({ isPackaged: false }).source.unavailable).toContain('source');
    expect(open({ isPortable: true }).source.unavailable).toContain('portable');
  });
});

describe('release notes', () => {
  test.each([
    [null, ''],
    ['<h2>New</h2><ul><li>One</li><li>Two &lt;b&gt;</li></ul>', 'New\n\n• One\n• Two <b>'],
    ['<script>alert(1)</script>safe<img src=x onerror=alert(1)>', 'safe'],
    ['<script>never ends', ''],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    [
      [
        { version: '2.0.0', note: '<p>b</p>' },
        { version: '1.9.0', note: null },
      ],
      '2.0.0\n\nb\n\n1.9.0',
    ],
  ])('%j is shown as %j', (notes, text) => {
    expect(plainNotes(notes)).toBe(text);
  });

  test('notes without end are cut', () => {
    expect(plainNotes('x'.repeat(1_000_000))).toHaveLength(8_000);
  });
});

describe('an update brought as a file', () => {
  let folder: string;
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quantdeck-update-'));
    writeFileSync(join(folder, 'q.deb'), 'abc');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const check = (list: string | null) => {
    if (list !== null) writeFileSync(join(folder, 'SHA256SUMS'), list);
    return checkUpdateFile(join(folder, 'q.deb'));
  };

  test.each([
    ['as-published', `# words\n${abc}  q.deb\n${'0'.repeat(64)}  other.exe\n`],
    ['as-published', `${abc.toUpperCase()} *q.deb\r\n`],
    ['different', `${'0'.repeat(64)}  q.deb\n`],
    ['not-listed', `${abc}  other.deb\n`],
    ['not-listed', 'nonsense'],
    ['no-list', null],
  ] as const)('is %s when the list beside it holds %j', async (verdict, list) => {
    expect(await check(list)).toEqual({ name: 'q.deb', sha256: abc, verdict });
  });

  test('a file that cannot be read is an error', async () => {
    await expect(checkUpdateFile(join(folder, 'none'))).rejects.toThrow('ENOENT');
  });
});
