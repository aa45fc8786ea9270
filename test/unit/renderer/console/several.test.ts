import { expect, test } from 'vitest';
import { fail, succeed } from '../../../../shared/failure.ts';
import { parseScript } from '../../../../shared/script/parse-script.ts';
import { answersCsv } from '../../../../renderer/features/console/panels/answers-csv.ts';
import { scriptOf, splitCommands } from '../../../../renderer/features/console/split-commands.ts';
import { idOf } from '../../../support/renderer-fixtures.ts';

test('a text is split into its commands: one a line, bodies in tags kept whole, comments left out', () => {
  expect(
    splitCommands('POW?\r\n\n# only a remark\nRET <quote>\ntwo\nlines\n</quote>\n  DRAW?  '),
  ).toEqual(['POW?', 'RET <quote>\ntwo\nlines\n</quote>', 'DRAW?']);
});

test('one command is one, whatever line breaks stand around it', () => {
  expect(splitCommands('\nPOW?\n')).toEqual(['POW?']);
});

test('a body that is never closed stays one command, so that it is not sent in pieces', () => {
  expect(splitCommands('RET <quote>\nPOW?\nOPEN')).toEqual(['RET <quote>\nPOW?\nOPEN']);
});

test('pasted commands become a script at the chosen level, which the script reader understands', () => {
  const script = scriptOf('POW?\nRET <quote>\na\n</quote>\n', 'Controller');
  const reading = parseScript(script);
  expect(reading.ok && reading.script.steps.map(({ kind }) => kind)).toEqual([
    'level',
    'command',
    'command',
  ]);
});

test('answers of several machines become a table with failures apart, guarded against formulas', () => {
  const failure = { kind: 'no-answer', message: 'It did not answer.', remedy: '', detail: '' };
  const csv = answersCsv(
    'RET $(POW?)',
    [
      { machineId: idOf('a'), result: succeed({ text: 'ON, Closed\n', durationMilliseconds: 3 }) },
      { machineId: idOf('b'), result: fail({ ...failure, kind: 'no-answer' }) },
      { machineId: idOf('c'), result: succeed({ text: '=1+1', durationMilliseconds: 4 }) },
    ],
    (id) => `machine ${id}`,
  );
  expect(csv.split('\r\n')).toEqual([
    'machine,query,answer,failure,milliseconds',
    'machine a,RET $(POW?),"ON, Closed",,3',
    'machine b,RET $(POW?),,It did not answer.,',
    "machine c,RET $(POW?),'=1+1,,4",
    '',
  ]);
});
