import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { maxLogBytes, openLogFile } from '../../../electron/hosts/common/log-file.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('each entry is one line with its time', () => {
  openLogFile(directory, new FakeClock())('first\n  second');
  expect(readFileSync(join(directory, 'quantdeck.log'), 'utf8')).toBe(
    '2026-01-01T00:00:00.000Z first | second\n',
  );
});

test('a full log starts anew and the old one is kept', () => {
  writeFileSync(join(directory, 'quantdeck.log'), 'x'.repeat(maxLogBytes + 1));
  openLogFile(directory, new FakeClock())('new');
  expect(readFileSync(join(directory, 'quantdeck.log'), 'utf8')).toMatch(/new\n$/);
  expect(readFileSync(join(directory, 'quantdeck.log.1'), 'utf8')).toHaveLength(maxLogBytes + 1);
});

test('a log that cannot be written does not disturb', () => {
  expect(() => openLogFile(join(directory, 'nowhere'), new FakeClock())('lost')).not.toThrow();
});
