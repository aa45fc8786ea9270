import { strToU8, zipSync } from 'fflate';
import type { RunRecord, RunTelemetry } from '../../../shared/run-history.ts';
import type { Series } from '../../../shared/run-record.ts';
import type { Instant } from '../../../shared/units.ts';
import { csvRow } from '../csv.ts';
import { isoWithZone } from '../journal-export.ts';

/** A file of an export; `name` has no folder. */
export interface ExportFile {
  readonly name: string;
  readonly text: string;
}

const lineEnd = '\r\n';
/** Without it Excel takes the text for the local eight-bit code and spoils every degree sign. */
const byteOrderMark = '\uFEFF';

/** Everything kept of a run: `run.json`, `telemetry.csv`, `events.csv` and, if it was read, `protocol.txt`. */
export function exportRun(
  record: RunRecord,
  { series, damaged }: RunTelemetry,
): readonly ExportFile[] {
  const { protocol } = record;
  const json = { format: 'quantdeck-run', version: 1, ...record, damagedTelemetry: damaged };
  const files = [
    { name: 'run.json', text: `${JSON.stringify(json, null, 2)}\n` },
    { name: 'telemetry.csv', text: telemetryCsv(series) },
    { name: 'events.csv', text: eventsCsv(record) },
  ];
  return protocol === null ? files : [...files, { name: 'protocol.txt', text: protocol.text }];
}

/** One zip of the files in a folder; `at` is the time they carry. */
export function zipFiles(files: readonly ExportFile[], folder: string, at: Instant): Uint8Array {
  const entries = files.map(({ name, text }) => [`${folder}/${name}`, strToU8(text)] as const);
  return zipSync(Object.fromEntries(entries), { mtime: zipTime(at) });
}

/** A name for the folder or zip that every file system takes: `2026-07-01 Plate 3`. */
export function exportName({ summary }: RunRecord): string {
  const day = isoWithZone(summary.observedFrom).slice(0, 10);
  // A title comes from a machine: nothing of it may lead out of the chosen folder or hide a file.
  const title = summary.title.replaceAll(/[^\p{L}\p{N} _.()-]+/gu, '_').slice(0, 80);
  return `${day} ${title}`.replaceAll(/[ .]+$/g, '');
}

/** A row a second, in °C to the hundredth; no row where there is no reading. */
function telemetryCsv({ at, sample, block, cover, heatsink }: Series): string {
  const header = [
    'time',
    'time (unix ms)',
    ...zoneNames('sample', sample),
    ...zoneNames('block', block),
    'cover (°C)',
    'heatsink (°C)',
  ];
  const rows = at.map((time, row) => [
    isoWithZone(time as Instant),
    time,
    ...[...sample, ...block, cover, heatsink].map((column) => column[row] ?? null),
  ]);
  return table([header, ...rows]);
}

function eventsCsv({ events }: RunRecord): string {
  const header = ['time', 'time (unix ms)', 'machine time (unix ms)', 'kind', 'what', 'raw'];
  const rows = events.map(({ at, machineAt, kind, text, raw }) => [
    isoWithZone(at),
    at,
    machineAt,
    kind,
    text,
    raw,
  ]);
  return table([header, ...rows]);
}

function zoneNames(what: string, columns: readonly unknown[]): readonly string[] {
  return columns.map((_, zone) => `${what} ${zone + 1} (°C)`);
}

function table(rows: readonly (readonly (string | number | null)[])[]): string {
  return byteOrderMark + rows.map((row) => csvRow(row) + lineEnd).join('');
}

/** Zip knows times from 1980 to 2107. */
function zipTime(at: Instant): Date {
  return new Date(Math.min(Math.max(at, Date.UTC(1980, 0, 2)), Date.UTC(2107, 0, 1)));
}
