import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { timelineCsv } from '../../../renderer/features/timeline/timeline-csv.ts';
import { fileNameOf } from '../../../renderer/features/timeline/file-name.ts';
import type { Series } from '../../../shared/run-record.ts';
import { noon, seriesOf, setPoint, telemetryOf } from './support.ts';

const everything = { from: -Infinity, to: Infinity };

/** Reads the sheet as a spreadsheet would; nothing in it is quoted. */
function read(csv: string): { head: string[]; rows: string[][] } {
  expect(csv.endsWith('\r\n')).toBe(true);
  const [head = '', ...rows] = csv.slice(0, -2).split('\r\n');
  return { head: head.split(','), rows: rows.map((row) => row.split(',')) };
}

test('what was measured comes back from the CSV exactly', () => {
  const hundredths = fc.integer({ min: -2000, max: 12_000 }).map((value) => value / 100);
  const row = fc.tuple(
    fc.integer({ min: 1, max: 100_000 }),
    fc.array(hundredths, { minLength: 5, maxLength: 5 }),
    fc.option(hundredths),
  );
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      let at = noon;
      const series: Series = {
        at: rows.map(([step]) => (at += step)),
        sample: [0, 1].map((zone) => rows.map(([, values]) => values[zone] ?? 0)),
        block: [2, 3].map((zone) => rows.map(([, values]) => values[zone] ?? 0)),
        cover: rows.map(([, values]) => values[4] ?? 0),
        heatsink: rows.map(([, , value]) => value),
      };
      const sheet = read(timelineCsv(telemetryOf(series), [], everything));
      expect(sheet.head).toEqual([
        'time (ISO 8601)',
        'time (Unix ms)',
        'sample zone 1 (°C)',
        'sample zone 2 (°C)',
        'block zone 1 (°C)',
        'block zone 2 (°C)',
        'cover (°C)',
        'heatsink (°C)',
      ]);
      const column = (index: number) => sheet.rows.map((cells) => Number(cells[index]));
      expect(sheet.rows.map(([iso = '']) => Date.parse(iso))).toEqual(series.at);
      expect(column(1)).toEqual(series.at);
      expect([column(2), column(3)]).toEqual(series.sample);
      expect([column(4), column(5)]).toEqual(series.block);
      expect(column(6)).toEqual(series.cover);
      expect(sheet.rows.map((cells) => (cells[7] === '' ? null : Number(cells[7])))).toEqual(
        series.heatsink,
      );
    }),
  );
});

test('only rows inside the window are written, both ends included', () => {
  const rows = [0, 1, 2, 3, 4].map((second) => [noon + second * 1000, second] as const);
  const window = { from: noon + 1000, to: noon + 3000 };
  const sheet = read(timelineCsv(telemetryOf(seriesOf(rows)), [], window));
  expect(sheet.rows.map((cells) => Number(cells[1]) - noon)).toEqual([1000, 2000, 3000]);
});

test('the set point that held stands beside each row, and nothing before the first', () => {
  const rows = [0, 1, 2].map((second) => [noon + second * 1000, 50] as const);
  const changes = [setPoint(noon + 1000, 60, 61), setPoint(noon + 2000, 95)];
  const sheet = read(timelineCsv(telemetryOf(seriesOf(rows, 1)), changes, everything));
  expect(sheet.head.slice(-3)).toEqual(['set zone 1 (°C)', 'set zone 2 (°C)', 'set cover (°C)']);
  expect(sheet.rows.map((cells) => cells.slice(-3))).toEqual([
    ['', '', ''],
    ['60', '61', ''],
    ['95', '95', ''],
  ]);
});

test('a machine with one zone has one column for it', () => {
  const sheet = read(timelineCsv(telemetryOf(seriesOf([[noon, 50]], 1)), [], everything));
  expect(sheet.head.slice(2, 4)).toEqual(['sample (°C)', 'block (°C)']);
});

test('a file is named after machine, run and time, without what file systems refuse', () => {
  const local = new Date(2026, 10, 22, 9, 5).getTime();
  expect(fileNameOf('qpcr1: run <1>/\u202e2', local, 'csv')).toBe(
    'qpcr1 run 1 U+202E 2 2026-11-22 09.05.csv',
  );
});
