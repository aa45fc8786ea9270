import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packageFolderOf, readLicence } from '../../../build/lib/licences.mjs';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

test('the package of a source is found, however it is nested', () => {
  expect(packageFolderOf('../../node_modules/zod/v4/index.js')).toBe('node_modules/zod');
  expect(packageFolderOf('../../../node_modules/@mantine/core/esm/x.mjs?v=1')).toBe(
    'node_modules/@mantine/core',
  );
  expect(packageFolderOf('../node_modules/b/node_modules/c/d.js')).toBe(
    'node_modules/b/node_modules/c',
  );
  expect(packageFolderOf('..\\node_modules\\ws\\x.js')).toBe('node_modules/ws');
  expect(packageFolderOf('../../renderer/app.tsx')).toBeNull();
  expect(packageFolderOf('../../shared/contract.ts')).toBeNull();
});

test('a licence is read with its version and its own words', () => {
  const { name, version, licence, text } = readLicence(`${modules}/zod`);
  expect([name, licence]).toEqual(['zod', 'MIT']);
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(text).toContain('Permission is hereby granted');
});
