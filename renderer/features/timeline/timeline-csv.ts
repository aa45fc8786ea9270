import type { SetPointChange } from '../../../shared/run-record.ts';
import type { TimeSpan } from './gaps.ts';
import { type ColumnName, firstFrom, type Quantity, type Telemetry } from './series-buffer.ts';
import { setPointOf, setPointZones } from './set-point-steps.ts';

const order: readonly Quantity[] = ['sample', 'block', 'cover', 'heatsink'];

/**
 * Every measurement inside a window as CSV (RFC 4180): one row for each time it was measured, none for gaps. Columns:
 * time in ISO 8601 (UTC) and Unix ms, each zone, cover, heatsink and set point in °C; all of them, whatever is drawn.
 */
export function timelineCsv(
  { at, columns, zones }: Telemetry,
  setPoints: readonly SetPointChange[],
  window: TimeSpan,
): string {
  // Means can be computed from the zones; they are no measurements.
  const measured = columns
    .filter(({ name }) => name.zone !== null || zones <= 1 || alone(name))
    .toSorted((a, b) => order.indexOf(a.name.quantity) - order.indexOf(b.name.quantity));
  const setZones = Array.from({ length: setPointZones(setPoints) }, (_, index) => index + 1);
  const withSet = setPoints.length > 0;
  const rows = [
    [
      'time (ISO 8601)',
      'time (Unix ms)',
      ...measured.map(({ name }) => headOf(name)),
      ...setZones.map((zone) => `set zone ${zone} (°C)`),
      ...(withSet ? ['set cover (°C)'] : []),
    ].join(','),
  ];
  const end = firstFrom(at, window.to + 1);
  let change = -1;
  for (let row = firstFrom(at, window.from); row < end; row++) {
    const time = at[row] ?? 0;
    while ((setPoints[change + 1]?.at ?? Infinity) <= time) change++;
    const cells = [new Date(time).toISOString(), String(time)];
    for (const { values } of measured) cells.push(cell(values[row] ?? Number.NaN));
    if (withSet) {
      const set = setPoints[change];
      for (const zone of [...setZones, null])
        cells.push(set === undefined ? '' : cell(setPointOf(set, zone) ?? Number.NaN));
    }
    rows.push(cells.join(','));
  }
  return `${rows.join('\r\n')}\r\n`;
}

function alone({ quantity }: ColumnName): boolean {
  return quantity === 'cover' || quantity === 'heatsink';
}

function headOf({ quantity, zone }: ColumnName): string {
  return zone === null ? `${quantity} (°C)` : `${quantity} zone ${zone} (°C)`;
}

/** Hundredths at most: more would be an artefact of how numbers are stored. */
function cell(celsius: number): string {
  return Number.isNaN(celsius) ? '' : String(Math.round(celsius * 100) / 100);
}
