import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followScriptFiles } from '../../../electron/hosts/electron/script-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quantdeck-scripts-'));
  writeFileSync(join(folder, 'first.scpi'), 'POW?\n');
  writeFileSync(join(folder, 'second.SCPI'), 'DRAW?\n');
  writeFileSync(join(folder, 'picture.scpi'), Uint8Array.of(0xff, 0xfe, 0x00));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(words: readonly string[]) {
  const emitter = new EventEmitter();
  const told: string[] = [];
  const begin = followScriptFiles(emitter as unknown as Pick<App, 'on'>, words);
  const ready = (): void =>
    begin({ openScript: (name, text) => told.push(`${name}: ${text.trim()}`) }, (sentence) =>
      told.push(sentence),
    );
  return { emitter, told, ready };
}

test('a script file on the command line is opened once the panel is there, and nothing else on it', () => {
  const { told, ready } = start(['--data=x.scpi', join(folder, 'first.scpi'), 'notes.txt']);
  expect(told).toEqual([]);
  ready();
  expect(told).toEqual(['first.scpi: POW?']);
});

test('a second start hands its files over, in whatever folder it began', () => {
  const { emitter, told, ready } = start([]);
  ready();
  emitter.emit('second-instance', {}, ['quantdeck', 'second.SCPI'], folder);
  expect(told).toEqual(['second.SCPI: DRAW?']);
});

test('a file that macOS names before the app is ready is not lost', () => {
  const { emitter, told, ready } = start([]);
  let prevented = false;
  const event = { preventDefault: () => (prevented = true) };
  emitter.emit('open-file', event, join(folder, 'first.scpi'));
  ready();
  expect({ told, prevented }).toEqual({ told: ['first.scpi: POW?'], prevented: true });
});

test('a file that is no text, and one that is gone, are refused with a sentence', () => {
  const { told, ready } = start([join(folder, 'picture.scpi'), join(folder, 'gone.scpi')]);
  ready();
  expect(told[0]).toBe('picture.scpi was not opened: it is not a text.');
  expect(told[1]).toContain('gone.scpi was not opened: Error: ENOENT');
});
