import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { catalogue } from '../../../../shared/catalogue/catalogue.ts';
import { suggest } from '../../../../renderer/features/console/completions.ts';
import { findCommands } from '../../../../renderer/features/console/palette/find-commands.ts';

function suggestions(text: string, explicit = false): CompletionResult | null {
  const state = EditorState.create({ doc: text });
  return suggest(new CompletionContext(state, text.length, explicit), catalogue);
}

const labels = (result: CompletionResult | null): readonly string[] =>
  (result?.options ?? []).map(({ label }) => label);

test('commands that begin as typed come first, with what they need and risk', () => {
  const result = suggestions('cov');
  expect(labels(result).slice(0, 2)).toEqual(['COVer?', 'COVerDOWN']);
  expect(result?.options.find(({ label }) => label === 'COVerDOWN')?.type).toMatch(
    /^Controller · moves/,
  );
});

test('the typed part of a suggestion is marked', () => {
  const result = suggestions('cov');
  const [first] = result?.options ?? [];
  expect(first && result?.getMatch?.(first)).toEqual([0, 3]);
});

test('an empty line gets a list only when it was asked for', () => {
  expect(suggestions('')).toBeNull();
  expect(labels(suggestions('', true)).length).toBeGreaterThan(20);
});

test('a word that is already whole is not suggested again', () => {
  expect(suggestions('COVerDOWN')).toBeNull();
});

test('inside a substitution the inner command is completed', () => {
  const result = suggestions('RET $(DRA');
  expect(result?.from).toBe(6);
  expect(labels(result)).toContain('DRAWer?');
});

test('the palette finds a command by its name, in short form too, and by what it is for', () => {
  expect(findCommands(catalogue, 'drawer')[0]?.name).toBe('DRAWer?');
  expect(findCommands(catalogue, 'exp:read')[0]?.name).toBe('EXPeriment:READ?');
  expect(findCommands(catalogue, 'lower cover').map(({ name }) => name)).toContain('COVerDOWN');
  expect(findCommands(catalogue, 'no such thing at all')).toEqual([]);
});
