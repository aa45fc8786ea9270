import { expect, test } from 'vitest';
import { importsOf, isProvided } from '../../../build/lib/imports.mjs';

test('every way of importing a module by name is seen', () => {
  const script = `
import { a } from "node:fs";
import 'side-effect';
import b, { c } from 'with-default';
const d = require("common");
const e = __require('helper');
const f = await import("late");
const g = other.require("not-this");
// from "nor this"
`;
  expect(importsOf(script).toSorted()).toEqual([
    'common',
    'helper',
    'late',
    'node:fs',
    'side-effect',
    'with-default',
  ]);
});

test('only Node, Electron, the bundle’s own files and what is absent on purpose are provided', () => {
  for (const name of ['node:sqlite', 'fs', 'electron', './chunk.js', 'bufferutil'])
    expect(isProvided(name)).toBe(true);
  for (const name of ['zod', 'electron-updater', '@scope/x']) expect(isProvided(name)).toBe(false);
});
