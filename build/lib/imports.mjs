import { builtinModules } from 'node:module';

/** Named but never needed, each for its reason. */
const absent = new Set([
  // Optional native parts of the WebSocket library, which looks for them and goes on without.
  'bufferutil',
  'utf-8-validate',
  // Words that the schema library would write into scripts it makes; QuantDeck has it make none.
  'ajv/dist/runtime/validation_error',
  'ajv-formats/dist/formats',
]);

/**
 * The modules that a bundle imports by name. @param {string} script @returns {string[]}
 */
export function importsOf(script) {
  const names = [
    /^\s*import\s[^'"\n;]*?from\s*["']([^"'\n]+)["']/gm,
    /^\s*import\s*["']([^"'\n]+)["']/gm,
    /\bimport\(\s*["']([^"'\n]+)["']\s*\)/g,
    /(?<![.\w])(?:__)?require\(\s*["']([^"'\n]+)["']\s*\)/g,
  ].flatMap((pattern) => [...script.matchAll(pattern)].map(([, name]) => name ?? ''));
  return [...new Set(names)];
}

/** Whether Node, Electron or the bundles themselves have a module. @param {string} name */
export function isProvided(name) {
  return (
    name.startsWith('node:') ||
    name.startsWith('.') ||
    name === 'electron' ||
    builtinModules.includes(name) ||
    absent.has(name)
  );
}
