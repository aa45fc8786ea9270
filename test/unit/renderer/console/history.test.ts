import { expect, test } from 'vitest';
import {
  atDraft,
  findInHistory,
  pushHistory,
  stepHistory,
} from '../../../../renderer/features/console/history.ts';

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
