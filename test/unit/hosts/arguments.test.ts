import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readArguments } from '../../../electron/hosts/browser/arguments.ts';

const read = (...words: string[]) => readArguments(words, '/lab');

test('without words the usual port, the usual data and no browser are meant', () => {
  expect(read()).toEqual({
    kind: 'run',
    arguments: { port: null, dataDirectory: null, browser: null },
  });
});

test('port, data and browser are read in both spellings', () => {
  const expected = {
    kind: 'run',
    arguments: { port: 4317, dataDirectory: resolve('/lab', 'data'), browser: '/bin/chromium' },
  };
  expect(read('--port', '4317', '--data', 'data', '--browser', '/bin/chromium')).toEqual(expected);
  expect(read('--port=4317', '--data=data', '--browser=/bin/chromium')).toEqual(expected);
});

test('--no-open wins over a browser', () => {
  expect(read('--browser=/bin/chromium', '--no-open')).toMatchObject({
    arguments: { browser: null },
  });
});

test.each([
  ['--port=no', '“no” is not a port'],
  ['--port=65536', '“65536” is not a port'],
  ['--port=-1', '“-1” is not a port'],
  ['--data=', '--data needs a folder'],
  ['--colour', '--colour'],
  ['surprise', 'surprise'],
])('%s is refused with what is wrong with it', (word, problem) => {
  const reading = read(word);
  expect(reading.kind).toBe('wrong');
  expect(reading.kind === 'wrong' && reading.problem).toContain(problem);
});

test('--help asks for help', () => {
  expect(read('--help')).toEqual({ kind: 'help' });
});
