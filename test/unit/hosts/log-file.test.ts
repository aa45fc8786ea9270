import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Log,
  maxEntryLength,
  maxLogBytes,
  openLogFile,
} from '../../../electron/hosts/common/log-file.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let directory: string;
let log: Log;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-log-'));
  log = openLogFile(directory, new FakeClock());
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string): string => readFileSync(join(directory, name), 'utf8');

test('each entry is one line with its time, in a file that is the user’s own', () => {
  log.write('first\n  second');
  expect(read('quantdeck.log')).toBe('2026-01-01T00:00:00.000Z first | second\n');
  expect(statSync(log.file).mode & 0o077).toBe(0);
});

test('secrets never reach the disk, whoever wrote them', () => {
  log.write('17 AUTH 0123456789\npassword=hunter22 https://hooks.example.org/T0/KEY?token=abc');
  const text = read('quantdeck.log');
  for (const secret of ['0123456789', 'hunter22', 'KEY', 'token=abc'])
    expect(text).not.toContain(secret);
  expect(text).toContain('https://hooks.example.org/***');
});

test('an entry without end is cut', () => {
  log.write('x'.repeat(maxEntryLength * 2));
  expect(read('quantdeck.log')).toHaveLength(maxEntryLength + 26);
});

test('a full log starts anew and the two before it are kept', () => {
  for (const letter of ['a', 'b', 'c', 'd']) {
    writeFileSync(log.file, letter.repeat(maxLogBytes + 1));
    log.write(`after ${letter}`);
  }
  expect(readdirSync(directory).toSorted()).toEqual([
    'quantdeck.log',
    'quantdeck.log.1',
    'quantdeck.log.2',
  ]);
  expect(read('quantdeck.log')).toMatch(/after d\n$/);
  expect(read('quantdeck.log.1').startsWith('dd')).toBe(true);
  expect(read('quantdeck.log.2').startsWith('cc')).toBe(true);
});

test('the tail is the last whole lines, across a fresh start of the log', () => {
  writeFileSync(`${log.file}.1`, 'first\nsecond\n');
  writeFileSync(log.file, 'third\n');
  expect(log.tail(1_000)).toBe('first\nsecond\nthird\n');
  expect(log.tail(15)).toBe('second\nthird\n');
  expect(log.tail(3)).toBe('');
});

test('a log that cannot be written or read does not disturb', () => {
  const nowhere = openLogFile(join(directory, 'nowhere'), new FakeClock());
  expect(() => nowhere.write('lost')).not.toThrow();
  expect(nowhere.tail(100)).toBe('');
});
