import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type InstanceLock,
  alreadyRunning,
  takeInstanceLock,
} from '../../../electron/hosts/common/instance-lock.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function take(): InstanceLock {
  const attempt = takeInstanceLock(directory);
  if (attempt.kind !== 'held') throw new Error('the lock is taken');
  return attempt.lock;
}

test('a second start learns that QuantDeck runs, and where', () => {
  const lock = take();
  lock.announce('http://127.0.0.1:4317');
  const second = takeInstanceLock(directory);
  lock.dispose();
  expect(second).toEqual({
    kind: 'taken',
    holder: { pid: process.pid, address: 'http://127.0.0.1:4317' },
  });
});

test('a released lock can be taken again, and nothing is left to read', () => {
  take().dispose();
  expect(existsSync(join(directory, 'quantdeck.pid'))).toBe(false);
  take().dispose();
});

test('what a crashed start left behind does not block', () => {
  writeFileSync(join(directory, 'quantdeck.pid'), JSON.stringify({ pid: 1, address: null }));
  take().dispose();
});

test('another data directory is independent', () => {
  const lock = take();
  const other = mkdtempSync(join(tmpdir(), 'quantdeck-lock-'));
  const second = takeInstanceLock(other);
  if (second.kind === 'held') second.lock.dispose();
  lock.dispose();
  rmSync(other, { recursive: true });
  expect(second.kind).toBe('held');
});

test('an unreadable note about the holder still tells that someone runs', () => {
  const lock = take();
  writeFileSync(join(directory, 'quantdeck.pid'), '{');
  const second = takeInstanceLock(directory);
  lock.dispose();
  expect(second).toEqual({ kind: 'taken', holder: null });
});

test('the sentence names folder, process and address as far as they are known', () => {
  expect(alreadyRunning('/data', null)).toBe('QuantDeck is already running on the data in /data.');
  expect(alreadyRunning('/data', { pid: 7, address: 'http://127.0.0.1:1' })).toBe(
    'QuantDeck is already running on the data in /data as process 7, at http://127.0.0.1:1.',
  );
});

test('a directory that cannot be written is reported, not taken for a running QuantDeck', () => {
  expect(() => takeInstanceLock(join(directory, 'nowhere'))).toThrow(/unable to open/);
});
