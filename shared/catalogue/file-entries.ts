import {
  body,
  boolean,
  type CatalogueCommand,
  choice,
  entry,
  flag,
  option,
  parameter,
  path,
  text,
} from './command-entry.ts';

const encoding = option('encoding', choice('base64', 'plain'), 'How the content is written.');
const experiment = parameter('experiment', path, 'The experiment’s name.');

/** The queries that files and experiments share. */
function reading(leaf: 'FILe' | 'EXPeriment', what: string): readonly CatalogueCommand[] {
  const short = leaf === 'FILe' ? 'FILE' : 'EXP';
  return [
    entry({
      name: `${leaf}:LIST?`,
      group: 'Files',
      summary: `Lists ${what}.`,
      help: 'One path a line. A context such as public_run_complete: may stand before the pattern; verbose adds type, size and times.',
      options: [option('verbose', flag, 'Adds type, size and times.')],
      arguments: [parameter('pattern', path, 'With * and ? as usual.', { required: false })],
      example: leaf === 'FILe' ? 'FILE:LIST? -verbose public_run_complete:*eds' : 'EXP:LIST? *',
    }),
    entry({
      name: `${leaf}:READ?`,
      group: 'Files',
      summary: 'Reads a file.',
      help: 'The content comes in a tag, as base64 unless it is asked for plain. Save it as a file from the transcript.',
      options: [encoding],
      arguments: [parameter('path', path, 'The file.')],
      example: `${short}:READ? -encoding=base64 ${leaf === 'FILe' ? 'public_run_complete:run.eds' : 'run/apldbio/sds/plate_setup.xml'}`,
    }),
    entry({
      name: `${leaf}:ZIPREAD?`,
      group: 'Files',
      summary: 'Reads a folder as a zip file.',
      help: 'The whole folder as base64; it may take long and be large.',
      arguments: [parameter('folder', path, 'The folder.')],
      example: `${short}:ZIPREAD? "run"`,
    }),
  ];
}

/** Files, experiments, and the machine’s own computer. */
export const fileEntries = [
  ...reading('FILe', 'files'),
  ...reading('EXPeriment', 'experiments and their files'),
  entry({
    name: 'FILe:WRITe',
    group: 'Files',
    risks: ['writes'],
    consequence: 'It writes a file on the machine, in place of one that is there.',
    summary: 'Writes a file.',
    help: 'The content is base64 in a tag. Some firmware fails on large ones.',
    arguments: [
      parameter('path', path, 'The file.'),
      parameter('content', body('quote.base64'), 'The content as base64.'),
    ],
    example: 'FILE:WRITE note.txt <quote.base64>\naGVsbG8=\n</quote.base64>',
  }),
  entry({
    name: 'FILe:MOVe',
    group: 'Files',
    risks: ['writes'],
    consequence: 'It moves a file on the machine.',
    summary: 'Moves a file to another name or context.',
    help: 'The old place is empty afterwards.',
    arguments: [parameter('from', path, 'The file.'), parameter('to', path, 'Its new place.')],
    example: 'FILE:MOVE "experiments:run.eds" "public_run_complete:run.eds"',
  }),
  entry({
    name: 'FILe:REMove',
    group: 'Files',
    risks: ['deletes'],
    consequence: 'It deletes a file from the machine, for good.',
    summary: 'Deletes a file.',
    help: 'There is no way to get it back.',
    arguments: [parameter('path', path, 'The file.')],
    example: 'FILE:REMOVE note.txt',
    verified: false,
  }),
  entry({
    name: 'EXPeriment:NEW',
    group: 'Files',
    risks: ['writes'],
    consequence: 'It makes a new experiment on the machine.',
    summary: 'Makes an empty experiment.',
    help: 'A run needs one of its title.',
    arguments: [
      experiment,
      parameter('template', path, 'What it starts from.', { required: false }),
    ],
    example: 'EXP:NEW "Plate 1"',
  }),
  entry({
    name: 'EXPeriment:DELETE',
    group: 'Files',
    risks: ['deletes'],
    consequence: 'It deletes an experiment with all its data from the machine, for good.',
    summary: 'Deletes an experiment with its files.',
    help: 'Data that was not fetched is lost.',
    arguments: [experiment],
    example: 'EXP:DELETE "Plate 1"',
    verified: false,
  }),
  entry({
    name: 'EXPeriment:ZIPWRITE',
    group: 'Files',
    risks: ['writes'],
    consequence: 'It unpacks files into a folder on the machine, in place of those there.',
    summary: 'Unpacks a zip file into a folder.',
    help: 'The zip file is base64 in a tag.',
    arguments: [
      parameter('folder', path, 'The folder.'),
      parameter('content', body('quote.base64'), 'The zip file as base64.'),
    ],
    example: 'EXP:ZIPWRITE "run" <quote.base64>…</quote.base64>',
    verified: false,
  }),
  entry({
    name: 'EXPeriment:RUN',
    group: 'Files',
    risks: ['shell'],
    consequence: 'It runs the commands of its block on the machine’s storage.',
    summary: 'Runs a block of commands on experiments.',
    help: 'Used to pack a finished experiment into its archive. The block may hold any command.',
    options: [option('asynchronous', flag, 'Answers before the block is done.')],
    arguments: [parameter('block', body('block'), 'The commands.')],
    example: 'EXP:RUN -asynchronous <block> zip "run.eds" "run" </block>',
  }),
  entry({
    name: 'EXPeriment:ATTRibute=',
    group: 'Files',
    risks: ['writes'],
    consequence: 'It changes an attribute of an experiment on the machine.',
    summary: 'Sets an attribute of an experiment.',
    help: 'For instance, that its archive was collected.',
    arguments: [
      experiment,
      parameter('attribute', text, 'Such as collected.'),
      parameter('value', boolean, 'True or False.'),
    ],
    example: 'EXP:ATTR= "run" collected True',
  }),
  entry({
    name: 'SYSTem:EXECute',
    group: 'System',
    risks: ['shell'],
    summary: 'Runs a shell command on the machine’s computer.',
    help: 'As its superuser. Restarting the software this way ends every connection and loses a run that is on.',
    arguments: [parameter('command', text, 'The shell command.')],
    example: 'SYST:EXEC "killall zygote"',
  }),
];
