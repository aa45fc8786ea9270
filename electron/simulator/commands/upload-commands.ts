import { unzipSync } from 'fflate';
import { badInvocation, noSuchFile } from '../command-failure.ts';
import type { CommandDefinition } from '../command-table.ts';
import type { Instrument } from '../instrument.ts';
import { wordOf, wordsOf } from './arguments.ts';

/**
 * What QSLib sends to set up an experiment of its own before it starts the run. The names come from its public source;
 * the instrument protocol's section 6 does not list them.
 */
export function uploadCommands(machine: Instrument): readonly CommandDefinition[] {
  const { files, experiments } = machine;
  return [
    {
      name: 'EXPeriment:NEW',
      level: 'Controller',
      usage: 'EXPeriment:NEW experiment [template]',
      help: 'Makes an empty experiment.',
      run: (call) => {
        const [title = ''] = wordsOf(call, 1, 2);
        if (experiments.facts(title)) throw badInvocation(`Experiment '${title}' already exists`);
        machine.checkTitle(title);
        experiments.create(title);
        return '';
      },
    },
    {
      name: 'EXPeriment:DELETE',
      level: 'Controller',
      usage: 'EXPeriment:DELETE experiment',
      help: 'Deletes an experiment with its files.',
      run: (call) => {
        const title = wordOf(call);
        if (machine.run?.request.title === title) throw badInvocation('The experiment is running');
        if (!experiments.remove(title)) throw noSuchFile(`/data/vendor/IS/experiments/${title}`);
        return '';
      },
    },
    {
      name: 'EXPeriment:ZIPWRITE',
      level: 'Controller',
      usage: 'EXPeriment:ZIPWRITE folder <quote.base64>…</quote.base64>',
      help: 'Unpacks a zip file, given in base64, into a folder.',
      run: (call) => {
        const [folder = '', body = ''] = wordsOf(call, 2, 2);
        for (const [name, bytes] of Object.entries(unzip(body))) {
          if (name.endsWith('/')) continue;
          files.write(files.locate(`${folder}/${name}`, 'experiments'), bytes, machine.now);
        }
        return '';
      },
    },
    {
      name: 'FILe:WRITe',
      level: 'Controller',
      usage: 'FILe:WRITe path <quote.base64>…</quote.base64>',
      help: 'Stores a file, given in base64.',
      run: (call) => {
        const [path = '', body = ''] = wordsOf(call, 2, 2);
        files.write(files.locate(path, 'experiments'), Buffer.from(body, 'base64'), machine.now);
        return '';
      },
    },
    {
      name: 'FILe:REMove',
      level: 'Controller',
      usage: 'FILe:REMove path',
      help: 'Deletes a file.',
      run: (call) => {
        files.remove(files.locate(wordOf(call), 'experiments'));
        return '';
      },
    },
  ];
}

function unzip(base64: string): Record<string, Uint8Array> {
  try {
    return unzipSync(Buffer.from(base64, 'base64'));
  } catch {
    throw badInvocation('The body is not a zip file in base64');
  }
}
