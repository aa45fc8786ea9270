import type { BroadcastAnswer } from '../../../../shared/console-extras.ts';
import { csvRow } from '../../../../shared/csv.ts';
import type { MachineId } from '../../../../shared/units.ts';

/** The answers to one query as RFC 4180 CSV, failures in a column of their own. */
export function answersCsv(
  query: string,
  answers: readonly BroadcastAnswer[],
  nameOf: (id: MachineId) => string,
): string {
  return [
    csvRow(['machine', 'query', 'answer', 'failure', 'milliseconds']),
    ...answers.map(({ machineId, result }) => {
      const name = nameOf(machineId);
      if (!result.ok) return csvRow([name, query, null, result.failure.message, null]);
      const { text, durationMilliseconds } = result.value;
      return csvRow([name, query, text.trim(), null, durationMilliseconds]);
    }),
    '',
  ].join('\r\n');
}
