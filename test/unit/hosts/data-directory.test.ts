import { expect, test } from 'vitest';
import { defaultDataDirectory } from '../../../electron/hosts/common/data-directory.ts';

const place = (platform: NodeJS.Platform, environment: Record<string, string> = {}) => ({
  platform,
  home: platform === 'win32' ? 'C:\\Users\\ada' : '/home/ada',
  environment,
});

test('data lives where each operating system keeps a person’s application data', () => {
  expect(defaultDataDirectory(place('linux'))).toBe('/home/ada/.local/share/quantdeck');
  expect(defaultDataDirectory(place('darwin'))).toBe(
    '/home/ada/Library/Application Support/QuantDeck',
  );
  expect(defaultDataDirectory(place('win32', { APPDATA: 'D:\\Roaming' }))).toBe(
    'D:\\Roaming\\QuantDeck',
  );
});

test('a Linux person’s own data folder is respected, a relative one ignored', () => {
  expect(defaultDataDirectory(place('linux', { XDG_DATA_HOME: '/data/ada' }))).toBe(
    '/data/ada/quantdeck',
  );
  expect(defaultDataDirectory(place('linux', { XDG_DATA_HOME: 'data' }))).toBe(
    '/home/ada/.local/share/quantdeck',
  );
});

test('a Windows account without APPDATA still gets its roaming folder', () => {
  expect(defaultDataDirectory(place('win32'))).toBe('C:\\Users\\ada\\AppData\\Roaming\\QuantDeck');
});
