import type { RunRecord } from '../../../shared/run-history.ts';
import { isoWithZone } from '../journal-export.ts';

const told: Readonly<Record<string, string>> = {
  'README.txt': 'This text.',
  'run.json':
    'The run as QuantDeck kept it: names, times, outcome, note, protocol as a tree, events, set points, stages, fluorescence collections, drawer and cover openings, and the gaps without contact.',
  'telemetry.csv':
    'Temperatures, one row for each time the machine told them (about one a second), none where nothing was received. A cell is empty where the machine gave no value.',
  'events.csv':
    'What happened, in words, beside what the machine said ("raw"). "machine time" is the machine’s own clock; it may differ from the workstation’s.',
  'protocol.txt': 'The protocol as the machine told it.',
  'timeline.png': 'The temperatures as a picture. Hatched: nothing was received.',
};

/** What is in the folder and in which units, for whoever opens it in ten years. */
export function exportReadme({ summary }: RunRecord, files: readonly string[]): string {
  const { title, machineName, note, startedAt, observedFrom, observedTo, end, sawStart } = summary;
  const lines = [
    'A qPCR run as QuantDeck saw it',
    '',
    `Run:            ${title}`,
    `Machine:        ${machineName}`,
    `Observed from:  ${isoWithZone(observedFrom)}${sawStart ? '' : ' (it was on already)'}`,
    `Observed until: ${isoWithZone(end?.at ?? observedTo)}`,
    `Started:        ${startedAt === null ? 'not told' : `${isoWithZone(startedAt)} (machine’s clock)`}`,
    `Outcome:        ${end === null ? 'no end seen' : end.ending}`,
    ...(end !== null && end.reason !== '' ? [`Reason:         ${end.reason}`] : []),
    ...(note === '' ? [] : [`Note:           ${note}`]),
    '',
    'Units',
    '  Temperatures are in degrees Celsius (°C), to the hundredth. Zones are counted from 1.',
    '  Times are of the workstation’s clock unless said otherwise: ISO 8601 with the zone, or Unix milliseconds',
    '  (milliseconds since 1970-01-01T00:00:00Z).',
    '  "sample" is the machine’s estimate of the temperature in the wells, "block" is measured in the block.',
    '  Tables are CSV (RFC 4180, comma, UTF-8 with a byte order mark, CRLF).',
    '',
    'Files',
    ...files.map((name) => `  ${name.padEnd(14)} ${told[name] ?? ''}`),
    '',
  ];
  return lines.join('\r\n');
}
