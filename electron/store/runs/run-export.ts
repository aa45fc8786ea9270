import { strToU8, zipSync } from 'fflate';
import { assertNever } from '../../../shared/assert-never.ts';
import type { LiveRun, RunExportFormat, RunRecord } from '../../../shared/run-history.ts';
import type { Series } from '../../../shared/run-record.ts';
import type { Instant } from '../../../shared/units.ts';
import { csvRow } from '../../../shared/csv.ts';
import { isoWithZone } from '../journal-export.ts';
import { exportReadme } from './run-readme.ts';

/** A file of an export; `name` has no folder. */
export interface ExportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A file for a person to keep. */
export interface SavedRun {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

const lineEnd = '\r\n';
/** Without it Excel takes the text for the local eight-bit code and spoils every degree sign. */
const byteOrderMark = '\uFEFF';

/** One file with a run. `picture` is its timeline as a PNG, for the zip; null for none. */
export function saveRun(
  run: LiveRun,
  format: RunExportFormat,
  picture: Uint8Array | null,
): SavedRun {
  const name = exportName(run.record);
  switch (format) {
    case 'zip': {
      const content = zipFiles(exportRun(run, picture), name, run.record.summary.observedFrom);
      return { fileName: `${name}.zip`, mediaType: 'application/zip', content };
    }
    case 'csv': {
      const content = strToU8(telemetryCsv(run.series));
      return { fileName: `${name}.csv`, mediaType: 'text/csv', content };
    }
    case 'json': {
      const { series } = run;
      const content = strToU8(runJson(run, { telemetry: { unit: '°C', ...series } }));
      return { fileName: `${name}.json`, mediaType: 'application/json', content };
    }
    default:
      return assertNever(format);
  }
}

/**
 * Everything kept of a run: `run.json`, `telemetry.csv`, `events.csv`, `README.txt`, and `protocol.txt` and `timeline.png` where there
 * is one.
 */
export function exportRun(run: LiveRun, picture: Uint8Array | null): readonly ExportFile[] {
  const { record, series } = run;
  const files: ExportFile[] = [
    { name: 'run.json', content: runJson(run, {}) },
    { name: 'telemetry.csv', content: telemetryCsv(series) },
    { name: 'events.csv', content: eventsCsv(record) },
  ];
  if (record.protocol !== null) files.push({ name: 'protocol.txt', content: record.protocol.text });
  if (picture !== null) files.push({ name: 'timeline.png', content: picture });
  const names = ['README.txt', ...files.map(({ name }) => name)];
  return [{ name: 'README.txt', content: exportReadme(record, names) }, ...files];
}

/** One zip of the files in a folder; `at` is the time they carry. */
export function zipFiles(files: readonly ExportFile[], folder: string, at: Instant): Uint8Array {
  const entries = files.map(
    ({ name, content }) =>
      [`${folder}/${name}`, typeof content === 'string' ? strToU8(content) : content] as const,
  );
  return zipSync(Object.fromEntries(entries), { mtime: zipTime(at) });
}

function runJson({ record, damaged }: LiveRun, more: Readonly<Record<string, unknown>>): string {
  const json = { format: 'quantdeck-run', version: 1, ...record, damagedTelemetry: damaged };
  return `${JSON.stringify({ ...json, ...more }, null, 2)}\n`;
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
