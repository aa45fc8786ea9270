import { badInvocation, CommandFailure, noSuchFile } from '../command-failure.ts';
import type { CommandDefinition } from '../command-table.ts';
import { lightVerbs } from './light-commands.ts';

/** Everything a live simulator does and a recording cannot. */
const actions = [
  'OPEN',
  'CLOSE',
  'COVerDOWN',
  'POWer',
  'BLOCK',
  'PROTocol',
  'RunProtocol',
  'PAUSe',
  'RESume',
  'StopRun',
  'AbortRun',
  ...lightVerbs.map(({ name }) => name),
  'SYSTem:EXECute',
  'FILe:MOVe',
  'EXPeriment:RUN',
  'EXPeriment:ATTRibute=',
  'EXPeriment:NEW',
  'EXPeriment:DELETE',
  'EXPeriment:ZIPWRITE',
  'FILe:WRITe',
  'FILe:REMove',
];

const refusals = actions.map(
  (name): CommandDefinition => ({
    name,
    level: 'Controller',
    options: ['samplevolume', 'runmode', 'volume', 'covertemperature', 'asynchronous'],
    usage: name,
    help: 'Not possible: this is a recording.',
    run: () => {
      throw badInvocation('This is a recording, which cannot be acted upon');
    },
  }),
);

const absentFiles = ['EXPeriment', 'FILe'].flatMap((leaf): readonly CommandDefinition[] => {
  const absent = (name: string, fail: (path: string) => CommandFailure): CommandDefinition => ({
    name: `${leaf}:${name}`,
    level: 'Observer',
    options: ['verbose', 'encoding'],
    usage: `${leaf}:${name} path`,
    help: 'A recording has no files.',
    run: (call) => {
      throw fail(call.words[0] ?? '*');
    },
  });
  return [
    absent(
      'LIST?',
      (pattern) => new CommandFailure('NoMatch', `No files match '${pattern}'`, { pattern }),
    ),
    absent('READ?', noSuchFile),
    absent('ZIPREAD?', noSuchFile),
  ];
});

const untoldLight: CommandDefinition = {
  name: 'LED:STATus?',
  level: 'Observer',
  usage: 'LED:STATus?',
  help: 'A recording does not tell of the light on the front.',
  run: () => {
    throw badInvocation('This is a recording, which does not tell of the light');
  },
};

/** The commands of a recording beside its status queries. */
export const replayCommands: readonly CommandDefinition[] = [
  ...refusals,
  ...absentFiles,
  untoldLight,
];
