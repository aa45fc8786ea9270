import { expect, test } from 'vitest';
import type { MatchAnswer, Matcher } from '../../../../renderer/features/console/search/matcher.ts';
import {
  noQuery,
  patternOf,
  rangesIn,
} from '../../../../renderer/features/console/search/pattern.ts';
import { TranscriptSearch } from '../../../../renderer/features/console/search/search.ts';
import {
  initialFilter,
  TranscriptRows,
} from '../../../../renderer/features/console/transcript-rows.ts';
import { LineLog } from '../../../../renderer/stores/line-log.ts';
import { consoleLine, exchanges } from '../../../support/console-lines.ts';

/** Matches at once, as the worker does; `slow` makes it run out of time. */
class PlainMatcher implements Matcher {
  slow = false;
  cancelled = 0;
  batches = 0;
  async match(
    pattern: Parameters<Matcher['match']>[0],
    texts: readonly string[],
  ): Promise<MatchAnswer | null> {
    this.batches += 1;
    const expression = new RegExp(pattern.source, pattern.flags);
    return this.slow ? null : texts.map((text) => rangesIn(text, expression));
  }
  cancel(): void {
    this.cancelled += 1;
  }
  dispose(): void {}
}

/** Lets every batch that is under way end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) await Promise.resolve();
}

function open(matcher = new PlainMatcher()) {
  const log = new LineLog();
  const rows = new TranscriptRows(log, initialFilter);
  const search = new TranscriptSearch(matcher);
  const follow = (): Promise<void> => {
    rows.catchUp();
    search.follow(log, rows);
    return settle();
  };
  return { log, rows, search, matcher, follow, state: () => search.state.getState() };
}

test('plain words are found as written, an expression as an expression', () => {
  const plain = patternOf({ ...noQuery, text: 'POW? $(a)' });
  expect(plain.ok && rangesIn('x pow? $(A)', new RegExp(plain.source, plain.flags))).toEqual([
    2, 11,
  ]);
  const regex = patternOf({ text: 'P.W', regex: true, matchCase: true });
  expect(regex.ok && rangesIn('POW paw', new RegExp(regex.source, regex.flags))).toEqual([0, 3]);
});

test('an expression that is none is explained', () => {
  expect(patternOf({ text: '(', regex: true, matchCase: false })).toEqual({
    ok: false,
    problem: 'Unterminated group',
  });
});

test('an expression that matches nothing at all places marks nothing and ends', () => {
  expect(rangesIn('abc', /x*/gu)).toEqual([]);
  expect(rangesIn('abc', /x+/gu)).toBeNull();
});

test('matches are counted through all lines that are shown, batch by batch', async () => {
  const { log, search, follow, state, matcher } = open();
  log.append(exchanges(1, 5_000));
  log.append([consoleLine(5_001, 'ok', 'ON', { origin: 'panel' })]);
  await follow();
  search.setQuery({ ...noQuery, text: 'on' });
  await settle();
  expect(state()).toMatchObject({ count: 2_500, progress: { kind: 'done' } });
  expect(matcher.batches).toBe(3);
  expect(search.rangesOf(2)).toEqual([0, 2]);
  expect(search.rangesOf(5_001)).toBeNull();
});

test('new lines are searched as they come', async () => {
  const { log, search, follow, state } = open();
  log.append(exchanges(1, 4));
  await follow();
  search.setQuery({ ...noQuery, text: 'ON' });
  await settle();
  log.append(exchanges(5, 4));
  await follow();
  expect(state().count).toBe(4);
});

test('stepping begins at what is being read and goes around the ends', async () => {
  const { log, search, follow, state } = open();
  log.append(exchanges(1, 6));
  await follow();
  search.setQuery({ ...noQuery, text: 'ON' });
  await settle();
  expect(search.step('next', 3)).toBe(4);
  expect(search.step('next', 3)).toBe(6);
  expect(search.step('next', 3)).toBe(2);
  expect(search.step('previous', 3)).toBe(6);
  expect(state().current).toBe(2);
});

test('stepping back from what is being read goes to the match before it', async () => {
  const { log, search, follow } = open();
  log.append(exchanges(1, 6));
  await follow();
  search.setQuery({ ...noQuery, text: 'ON' });
  await settle();
  expect(search.step('previous', 5)).toBe(4);
});

test('the match that is shown stays the same when older lines come in front', async () => {
  const { log, search, follow, state } = open();
  log.append(exchanges(101, 4));
  await follow();
  search.setQuery({ ...noQuery, text: 'ON' });
  await settle();
  expect(search.step('next', 104)).toBe(104);
  log.prepend(exchanges(91, 10));
  await follow();
  expect(state().count).toBe(7);
  expect(search.step('next', 0)).toBe(92);
});

test('an expression that takes too long is given up and said so, and the next one works', async () => {
  const { log, search, follow, state, matcher } = open();
  log.append(exchanges(1, 10));
  await follow();
  matcher.slow = true;
  search.setQuery({ text: '(a+)+$', regex: true, matchCase: false });
  await settle();
  expect(state().progress.kind).toBe('too-slow');
  matcher.slow = false;
  search.setQuery({ ...noQuery, text: 'POW' });
  await settle();
  expect(state()).toMatchObject({ count: 5, progress: { kind: 'done' } });
});

test('a wrong expression searches nothing', async () => {
  const { log, search, follow, state, matcher } = open();
  log.append(exchanges(1, 10));
  await follow();
  search.setQuery({ text: '[', regex: true, matchCase: false });
  await settle();
  expect(state().progress.kind).toBe('wrong');
  expect(matcher.batches).toBe(0);
});
