import type { ConsoleBody } from '../../shared/console.ts';
import type { consoleRequests } from '../../shared/console-requests.ts';
import { type Failure, fail, type Result, succeed } from '../../shared/failure.ts';
import { decodeBody } from '../machine/console/decode-body.ts';
import type { StoredLine } from '../machine/console/line-store.ts';
import { textOf } from '../machine/console/line-text.ts';
import { isUtf8Text, transcriptPiece } from '../machine/console/transcript-export.ts';
import type { Machine } from '../machine/machine.ts';
import { done, explained, machineFinder } from './handler-tools.ts';
import type { Panel } from './panel.ts';
import type { RequestHandlers } from './requests.ts';

/** The requests about one machine's console. */
export function createConsoleHandlers(
  panel: Panel,
): Pick<RequestHandlers, keyof typeof consoleRequests> {
  const withMachine = machineFinder((id) => panel.machine(id));
  return {
    'console.lines': ({ machineId, ...wish }) =>
      withMachine(machineId, ({ transcript }) => succeed(transcript.page(wish))),
    'console.body': ({ machineId, sequence, as }) =>
      withMachine(machineId, (machine) =>
        withLine(machine, sequence, (line) => succeed(wholeBody(line, as))),
      ),
    'console.decode': ({ machineId, sequence }) =>
      withMachine(machineId, (machine) => withLine(machine, sequence, decodeBody)),
    'console.export': ({ machineId, format, from, to, filter }) =>
      withMachine(machineId, ({ settings, transcript }) => {
        const { last, dropped } = transcript.range;
        const wish = { format, from: from ?? 1, to: to ?? last, filter };
        const fileName = exportName(settings.name, panel.clock.now(), format);
        return succeed({ fileName, dropped, ...transcriptPiece(transcript, wish) });
      }),
    'console.judge': ({ machineId, text, level }) =>
      withMachine(machineId, (machine) => succeed(machine.console.judge({ text, level }))),
    'console.send': ({ machineId, command }) =>
      withMachine(machineId, (machine) => {
        panel.consoleFiles.history.add(machineId, command.text);
        return explained(() => machine.console.send(command));
      }),
    'console.running': ({ machineId }) =>
      withMachine(machineId, (machine) => succeed(machine.console.running)),
    'console.abandon': ({ machineId, id }) =>
      withMachine(machineId, (machine) =>
        machine.console.abandon(id) ? done : fail(endedAlready),
      ),
  };
}

function withLine<T>(
  { transcript }: Machine,
  sequence: number,
  work: (line: StoredLine) => Result<T>,
): Result<T> {
  const line = transcript.get(sequence);
  return line === null ? fail(noSuchLine) : work(line);
}

function wholeBody(line: StoredLine, as: ConsoleBody['as']): ConsoleBody {
  return {
    sequence: line.sequence,
    as,
    data: as === 'text' ? textOf(line) : Buffer.from(line.bytes).toString('base64'),
    byteLength: line.wireBytes,
    wellFormed: isUtf8Text(line.bytes),
  };
}

function exportName(machine: string, now: number, format: 'text' | 'jsonl'): string {
  const name = machine.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '');
  const at = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${name || 'machine'}-console-${at}.${format === 'text' ? 'txt' : 'jsonl'}`;
}

const noSuchLine: Failure = {
  kind: 'invalid-input',
  message: 'This line is no longer kept.',
  remedy: 'Older lines make room for newer ones. Save the transcript earlier next time.',
  detail: '',
};

const endedAlready: Failure = {
  kind: 'invalid-input',
  message: 'This command has ended already.',
  remedy: 'Its answer is in the transcript.',
  detail: '',
};
