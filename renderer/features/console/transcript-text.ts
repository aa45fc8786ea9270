import type { ConsoleLine } from '../../../shared/console.ts';
import { formatMilliseconds } from '../../format/duration.ts';
import { formatTimeMilliseconds } from '../../format/time.ts';
import type { LineLog } from '../../stores/line-log.ts';
import { kindWords } from './kind-words.ts';
import type { TranscriptRows } from './transcript-rows.ts';

/** One line as text for the clipboard: time, ident, kind, text, duration. */
function lineText(line: ConsoleLine): string {
  const took =
    line.durationMilliseconds === null
      ? ''
      : `  (${formatMilliseconds(line.durationMilliseconds)})`;
  const rest = line.clipped ? `… [${line.byteLength} bytes in all]` : '';
  const lead = [formatTimeMilliseconds(line.at), line.ident ?? '-', kindWords[line.kind]].join(
    '  ',
  );
  return `${lead}  ${line.text}${rest}${took}`;
}

/** The lines that are shown from one line to another, as text. */
export function transcriptText(
  log: LineLog,
  rows: TranscriptRows,
  from: number,
  to: number,
): string {
  const lines: string[] = [];
  for (
    let sequence = Math.max(from, log.first);
    sequence <= Math.min(to, log.last);
    sequence += 1
  ) {
    const line = log.at(sequence);
    if (line !== undefined && rows.shows(line)) lines.push(lineText(line));
  }
  return lines.join('\n');
}
