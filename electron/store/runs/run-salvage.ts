import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { attempt, withReadableCopy } from '../salvage.ts';
import { inTransaction } from '../transaction.ts';

export interface RunSalvage {
  readonly runs: number;
  /** Rows that are known to have been there and cannot be read or make no sense. */
  readonly lost: number;
}

interface SalvagedTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The column whose CRC-32 is in `checksum`; null if there is none. */
  readonly checked: string | null;
}

const tables: readonly SalvagedTable[] = [
  {
    name: 'runs',
    columns: [
      'number',
      'id',
      'machine_id',
      'machine_name',
      'title',
      'protocol_name',
      'started_at',
      'observed_from',
      'saw_start',
      'observed_to',
      'ended_at',
      'ending',
      'reason',
      'search',
      'note',
    ],
    checked: null,
  },
  {
    name: 'facts',
    columns: ['number', 'run', 'at', 'kind', 'checksum', 'detail'],
    checked: 'detail',
  },
  {
    name: 'chunks',
    columns: ['number', 'run', 'first_at', 'last_at', 'samples', 'checksum', 'data'],
    checked: 'data',
  },
];

/**
 * Copies every row of a damaged file that can still be read into a new database. The damaged file is not touched. Throws what
 * SQLite says if not even its list of tables can be read.
 */
export function salvageRuns(file: string, into: DatabaseSync): RunSalvage {
  return withReadableCopy(file, (from) =>
    inTransaction(into, () => {
      let lost = 0;
      for (const table of tables) lost += salvageTable(table, from, into);
      const row = into.prepare('SELECT count(*) AS count FROM runs').get();
      return { runs: Number(row?.['count']), lost };
    }),
  );
}

/** After so many numbers in a row that cannot be looked at, the rest of a table is given up. */
const mostFailures = 100_000;

/** Goes from row to row; where that fails, number by number: a damaged page costs its rows, not those behind it. */
function salvageTable(table: SalvagedTable, from: DatabaseSync, into: DatabaseSync): number {
  const { name, checked } = table;
  const there = from.prepare('SELECT name FROM pragma_table_info(?)').all(name);
  // A file of an older version does not have every column yet.
  const columns = table.columns.filter((column) => there.some((row) => row['name'] === column));
  const list = columns.join(', ');
  const select = from.prepare(
    `SELECT ${list} FROM ${name} WHERE number > ? ORDER BY number LIMIT 1`,
  );
  const insert = into.prepare(
    `INSERT OR IGNORE INTO ${name} (${list}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  let lost = 0;
  let failures = 0;
  for (let number = 0; failures < mostFailures; ) {
    const row = attempt(() => select.get(number) ?? 'end');
    if (row === 'end') break;
    const next = Number(row?.['number']);
    const whole = row !== null && next > number && (checked === null || isWhole(row, checked));
    const kept =
      whole && attempt(() => insert.run(...columns.map((column) => row[column] ?? null)).changes);
    if (kept === 1) {
      number = next;
      failures = 0;
      continue;
    }
    // The number of a row that makes no sense may be wrong itself, and must not lead past the rows behind it.
    number++;
    failures++;
    lost++;
  }
  return lost;
}

function isWhole(row: Readonly<Record<string, SQLOutputValue>>, checked: string): boolean {
  const value = row[checked];
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) return false;
  return crc32(value) === row['checksum'];
}
