import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  RendererMissingError,
  cacheControl,
  findRendererFile,
  readRendererFiles,
} from '../../../electron/hosts/common/renderer-files.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-renderer-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('files are found by their URL path, with type, and only hashed ones are kept for ever', () => {
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<p>');
  writeFileSync(join(directory, 'assets', 'a-1.css'), 'p{}');
  const files = readRendererFiles(directory);
  expect([...files.keys()].toSorted()).toEqual(['/assets/a-1.css', '/index.html']);
  const page = findRendererFile(files, '/');
  const style = findRendererFile(files, '/assets/a-1.css');
  expect(page?.type).toBe('text/html; charset=utf-8');
  expect(style?.type).toBe('text/css; charset=utf-8');
  expect(page && cacheControl(page)).toBe('no-cache');
  expect(style && cacheControl(style)).toContain('immutable');
  expect(page?.etag).not.toBe(style?.etag);
});

test('a path that is no file is nothing, however it is written', () => {
  writeFileSync(join(directory, 'index.html'), '<p>');
  const files = readRendererFiles(directory);
  for (const path of ['/x', '/index.html/', '/..', '/%2e%2e/index.html', '/%zz', ''])
    expect(findRendererFile(files, path)).toBeNull();
});

test('a missing or empty build says how to make one', () => {
  expect(() => readRendererFiles(directory)).toThrow(RendererMissingError);
  expect(() => readRendererFiles(join(directory, 'none'))).toThrow(/npm run build/);
});
