import { badInvocation, CommandFailure, noSuchFile } from '../command-failure.ts';
import { parseCommandLine, type Template } from '../command-line.ts';
import type { CommandCall, CommandDefinition, Finish } from '../command-table.ts';
import type { ListedEntry } from '../filesystem.ts';
import type { Instrument } from '../instrument.ts';
import { isBalanced } from '../recorded-log.ts';
import { formatBoolean, quoteBase64, quoteReply } from '../values.ts';
import { booleanOption, wordOf, wordsOf } from './arguments.ts';

const zipMilliseconds = 1500;

/** Files and experiments (instrument protocol, section 6). `EXPeriment:` paths lie in the context `experiments`. */
export function fileCommands(machine: Instrument): readonly CommandDefinition[] {
  return [
    ...['EXPeriment', 'FILe'].flatMap((leaf) => readCommands(machine, leaf)),
    {
      name: 'FILe:MOVe',
      level: 'Controller',
      usage: 'FILe:MOVe from to',
      help: 'Moves a file to another context or name.',
      run: (call) => {
        const [from = '', to = ''] = wordsOf(call, 2, 2);
        const { files } = machine;
        files.move(files.locate(from, 'experiments'), files.locate(to, 'experiments'));
        return '';
      },
    },
    {
      name: 'EXPeriment:RUN',
      level: 'Controller',
      options: ['asynchronous'],
      usage: 'EXPeriment:RUN [-asynchronous] <block> zip "archive" "experiment" </block>',
      help: 'Makes an archive of an experiment.',
      run: (call) => runBlock(machine, call),
    },
    {
      name: 'EXPeriment:ATTRibute=',
      level: 'Controller',
      usage: 'EXPeriment:ATTRibute= experiment collected True|False',
      help: 'Marks an experiment as fetched.',
      run: (call) => setAttribute(machine, call),
    },
  ];
}

function readCommands(machine: Instrument, leaf: string): readonly CommandDefinition[] {
  const { files } = machine;
  const inExperiments = leaf === 'EXPeriment';
  return [
    {
      name: `${leaf}:LIST?`,
      level: 'Observer',
      options: ['verbose'],
      usage: `${leaf}:LIST? [-verbose] [pattern]`,
      help: 'The files and folders that match.',
      run: (call) => {
        const location = files.locate(wordsOf(call, 0, 1)[0] ?? '', 'experiments');
        const verbose = booleanOption(call, 'verbose');
        return quoteReply(
          files.list(location).map((entry) => {
            const name = entry.kind === 'folder' ? `${entry.path}/` : entry.path;
            const path = inExperiments ? name : `${entry.context}:${name}`;
            return verbose ? verboseLine(machine, path, entry) : path;
          }),
        );
      },
    },
    {
      name: `${leaf}:READ?`,
      level: 'Observer',
      options: ['encoding'],
      usage: `${leaf}:READ? [-encoding=base64] path`,
      help: 'The content of a file.',
      run: (call) => {
        const { bytes } = files.read(files.locate(wordOf(call), 'experiments'));
        const encoding = (call.options.get('encoding') ?? 'plain').toLowerCase();
        if (encoding === 'base64') return quoteBase64(bytes);
        if (encoding === 'plain') return plainBody(bytes);
        throw badInvocation(`-encoding must be base64 or plain, not '${encoding}'`);
      },
    },
    {
      name: `${leaf}:ZIPREAD?`,
      level: 'Observer',
      usage: `${leaf}:ZIPREAD? folder`,
      help: 'A folder as a zip file, in base64.',
      run: (call) => quoteBase64(files.zip(files.locate(wordOf(call), 'experiments'))),
    },
  ];
}

/** A text file as it is; one whose tags are open would swallow the replies after it. */
function plainBody(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  if (isBalanced(text)) return `<quote>\n${text}</quote>`;
  throw badInvocation('This file can only be read with -encoding=base64');
}

function verboseLine(machine: Instrument, path: string, entry: ListedEntry): string {
  const time = (entry.modified / 1000).toFixed(2);
  const line = `"${path}" -type=${entry.kind} -size=${entry.sizeBytes} -mtime=${time} -atime=${time} -ctime=${time}`;
  const facts =
    entry.context === 'public_run_complete'
      ? machine.experiments.facts(entry.path.replace(/\.eds$/, ''))
      : machine.experiments.facts(entry.path);
  if (!facts) return line;
  return `${line} -state=${facts.state} -collected=${formatBoolean(facts.collected)}`;
}

function runBlock(machine: Instrument, call: CommandCall): ReturnType<CommandDefinition['run']> {
  const line = parseCommandLine(wordOf(call));
  if (line?.name.toLowerCase() !== 'zip' || line.words.length !== 2) {
    throw badInvocation('The block must be: zip "archive" "experiment"');
  }
  const [archive = '', experiment = ''] = line.words.map(plainText);
  const { files, experiments, clock } = machine;
  const target = files.locate(archive, 'experiments');
  const source = files.locate(experiment, 'experiments');
  if (!experiments.facts(source.path))
    throw noSuchFile(`/data/vendor/IS/experiments/${source.path}`);
  const zip = (finish: Finish): void => {
    experiments.archive(source.path, target);
    finish('');
  };
  return { start: (finish) => machine.later(clock.after(zipMilliseconds, () => zip(finish))) };
}

function plainText(template: Template): string {
  return template.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function setAttribute(machine: Instrument, call: CommandCall): string {
  const [title = '', name = '', value = ''] = wordsOf(call, 3, 3);
  if (name.toLowerCase() !== 'collected' || !/^(true|false)$/i.test(value)) {
    throw badInvocation('The only attribute that can be set is collected, to True or False');
  }
  if (!machine.experiments.setCollected(title, value.toLowerCase() === 'true')) {
    throw new CommandFailure('NoMatch', `Experiment '${title}' does not exist`, {
      experiment: title,
    });
  }
  return '';
}
