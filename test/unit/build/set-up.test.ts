import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashInputs } from '../../../build/lib/app-build.mjs';
import { readFailure } from '../../../build/lib/electron-runtime.mjs';
import { whyInstallFailed } from '../../../build/lib/install.mjs';
import { checkNode, isAtLeast } from '../../../build/lib/node-version.mjs';
import { lastLines, run } from '../../../build/lib/run.mjs';

describe('the version of Node', () => {
  test.each([
    ['20.19.0', true],
    ['v20.19.1', true],
    ['24.0.0', true],
    ['20.18.9', false],
    ['18.20.0', false],
    ['nonsense', false],
  ])('%s is new enough: %s', (version, enough) => {
    expect(isAtLeast(version, [20, 19])).toBe(enough);
  });

  test('one that is too old is named with what to do', () => {
    expect(() => checkNode('18.20.0')).toThrow(
      'QuantDeck needs Node 20.19 or newer to set itself up, and this is 18.20.0',
    );
    expect(() => checkNode('20.19.0')).not.toThrow();
  });
});

test.each([
  ['npm error code ENOTFOUND\nnpm error network request failed', 'no connection to npm’s registry'],
  ['npm error code EAI_AGAIN', 'no connection to npm’s registry'],
  ['npm error code EACCES', 'not yours to write to'],
  ['npm error code ENOSPC', 'the disk is full'],
  ['npm error Missing: x from lock file', 'npm’s own words are above'],
])('npm’s “%s” is explained', (output, sentence) => {
  expect(whyInstallFailed(output)).toContain(sentence);
  expect(whyInstallFailed(output)).toContain(output);
});

function note(at: number, version = '45.4.1'): string {
  return JSON.stringify({ version, at, reason: 'no network' });
}

describe('a failed download of Electron', () => {
  const now = Date.UTC(2026, 0, 2);
  test('is remembered for a day', () => {
    expect(readFailure(note(now - 1_000), '45.4.1', now)).toBe('no network');
    expect(readFailure(note(now - 24 * 3_600_000), '45.4.1', now)).toBeNull();
  });

  test('does not count for another version, from the future, or when it makes no sense', () => {
    expect(readFailure(note(now, '45.4.0'), '45.4.1', now)).toBeNull();
    expect(readFailure(note(now + 1_000), '45.4.1', now)).toBeNull();
    expect(readFailure('{', '45.4.1', now)).toBeNull();
    expect(readFailure(null, '45.4.1', now)).toBeNull();
  });
});

describe('the hash of the build’s inputs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quantdeck-inputs-'));
    for (const name of ['shared', 'electron', 'renderer', 'docs']) mkdirSync(join(folder, name));
    for (const name of ['vite.config.ts', 'package.json', 'package-lock.json'])
      writeFileSync(join(folder, name), name);
    writeFileSync(join(folder, 'shared', 'a.ts'), '1');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('stays the same while nothing changes', () => {
    expect(hashInputs(folder)).toBe(hashInputs(folder));
  });

  test.each([
    ['a changed file', (at: string) => writeFileSync(join(at, 'shared', 'a.ts'), '2')],
    ['a new file', (at: string) => writeFileSync(join(at, 'renderer', 'b.ts'), '')],
    ['a removed file', (at: string) => rmSync(join(at, 'shared', 'a.ts'))],
    ['another lock file', (at: string) => writeFileSync(join(at, 'package-lock.json'), '{}')],
  ])('changes with %s', (_name, change) => {
    const before = hashInputs(folder);
    change(folder);
    expect(hashInputs(folder)).not.toBe(before);
  });
});

function node(script: string): [string, string[]] {
  return [process.execPath, ['-e', script]];
}

describe('running a program', () => {
  test('collects what it writes and its exit code', async () => {
    const result = await run(...node('console.log("out"); console.error("err"); process.exit(3)'));
    expect(result).toMatchObject({ code: 3, timedOut: false });
    expect(result.output).toContain('out');
    expect(result.output).toContain('err');
  });

  test('a program that cannot be started is a result, not an exception', async () => {
    const result = await run('quantdeck-no-such-program', []);
    expect(result.code).toBe(127);
    expect(result.output).toContain('ENOENT');
  });

  test('a program that takes too long is ended', async () => {
    const result = await run(...node('setInterval(() => {}, 1000)'), { limitSeconds: 0.05 });
    expect(result.timedOut).toBe(true);
    expect(result.code).not.toBe(0);
  });

  test('a failure message holds only the last lines', () => {
    expect(lastLines('a\nb\nc\n', 2)).toBe('b\nc');
  });
});

test('what a program leaves running is ended with it', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows has no process groups');
  // The helper holds the output open: were it not ended, this would wait for ever.
  const script = `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).unref();
    process.exit(0);`;
  expect(await run(...node(script))).toMatchObject({ code: 0, timedOut: false });
});
