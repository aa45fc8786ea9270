import { expect, test } from 'vitest';
import {
  atDraft,
  findInHistory,
  loadHistory,
  pushHistory,
  saveHistory,
  stepHistory,
} from '../../../../renderer/features/console/history.ts';
import { keptTextIn } from '../../../../renderer/stores/kept-text.ts';
import { idOf } from '../../../support/renderer-fixtures.ts';
import { keptInMemory } from '../../../support/renderer-host.ts';

const history = ['POW?', 'DRAW?', 'POW ON', 'OPEN'];

test('the same command twice in a row is kept once', () => {
  expect(pushHistory(pushHistory([], 'OPEN'), 'OPEN')).toEqual(['OPEN']);
});

test('the arrows go back through what was sent and return to what was being typed', () => {
  const up = stepHistory(history, atDraft, '', 'up');
  expect(up?.text).toBe('OPEN');
  const upper = stepHistory(history, up?.cursor ?? atDraft, 'OPEN', 'up');
  expect(upper?.text).toBe('POW ON');
  const down = stepHistory(history, upper?.cursor ?? atDraft, 'POW ON', 'down');
  expect(down?.text).toBe('OPEN');
  expect(stepHistory(history, down?.cursor ?? atDraft, 'OPEN', 'down')).toEqual({
    cursor: atDraft,
    text: '',
  });
  expect(stepHistory(history, atDraft, '', 'down')).toBeNull();
});

test('what is typed narrows the arrows down to commands that begin like it, in any case', () => {
  const up = stepHistory(history, atDraft, 'pow', 'up');
  expect(up?.text).toBe('POW ON');
  const upper = stepHistory(history, up?.cursor ?? atDraft, 'POW ON', 'up');
  expect(upper?.text).toBe('POW?');
  expect(stepHistory(history, upper?.cursor ?? atDraft, 'POW?', 'up')).toBeNull();
  const down = stepHistory(history, up?.cursor ?? atDraft, 'POW ON', 'down');
  expect(down).toEqual({ cursor: atDraft, text: 'pow' });
});

test('the list finds commands that hold all the words, newest first and each once', () => {
  expect(findInHistory([...history, 'POW?'], 'pow', 10)).toEqual(['POW?', 'POW ON']);
  expect(findInHistory(history, 'on pow', 10)).toEqual(['POW ON']);
  expect(findInHistory(history, '', 2)).toEqual(['OPEN', 'POW ON']);
});

test('histories are kept per machine, at most a thousand entries each', () => {
  const kept = keptInMemory();
  const long = Array.from({ length: 1_250 }, (_, index) => `command ${index}`);
  saveHistory(kept, idOf('a'), long.slice(0, 1));
  saveHistory(kept, idOf('b'), long);
  expect(loadHistory(kept, idOf('a'))).toEqual(['command 0']);
  expect(loadHistory(kept, idOf('b'))).toHaveLength(1_000);
});

test('a damaged or forbidden storage means an empty history, not an error', () => {
  const kept = keptInMemory();
  kept.write('quantdeck.console-history.a', '{not json');
  expect(loadHistory(kept, idOf('a'))).toEqual([]);
  kept.write('quantdeck.console-history.a', '{"an":"object"}');
  expect(loadHistory(kept, idOf('a'))).toEqual([]);
  const forbidden = keptTextIn(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  forbidden.write('key', 'text');
  expect(forbidden.read('key')).toBeNull();
});
