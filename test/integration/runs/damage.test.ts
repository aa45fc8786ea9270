import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DisposableStore, toDisposable } from '../../../electron/base/disposable.ts';
import { exportRun } from '../../../electron/store/runs/run-export.ts';
import { openRunStore } from '../../../electron/store/runs/open-run-store.ts';
import type { RunStore } from '../../../electron/store/runs/run-store.ts';
import type { RunId } from '../../../shared/run-history.ts';
import type { Celsius, Instant } from '../../../shared/units.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { machine, newDirectory, openRuns, valueOf } from './support/watcher.ts';

let scope: DisposableStore;
let clock: FakeClock;
let directory: string;
beforeEach(() => {
  scope = new DisposableStore();
  clock = new FakeClock();
  directory = newDirectory();
  scope.add(toDisposable(() => rmSync(directory, { recursive: true, force: true })));
});
afterEach(() => {
  scope.dispose();
  expect(clock.pending).toBe(0);
});

const begin = Date.UTC(2026, 0, 1) as Instant;

/** Fills a database with runs of a quarter of an hour, the second and later ones of other titles. */
function fill(runs: RunStore, count: number): readonly RunId[] {
  return Array.from({ length: count }, (_, index) => {
    const from = (begin + index * 3_600_000) as Instant;
    const id = runs.begin({
      machineId: machine.id,
      machineName: machine.name,
      title: `Plate ${index}`,
      sawStart: true,
      at: from,
    });
    for (let second = 0; second < 900; second++) {
      const at = (from + second * 1000) as Instant;
      const warm = (40 + Math.sin(second / 50) * 20) as Celsius;
      const temperatures = { sample: [warm], block: [warm], cover: 105 as Celsius, heatsink: null };
      runs.addSample(id, { at, temperatures });
      const words = { about: 'other', text: `second ${second}`, raw: '', machineAt: null } as const;
      runs.addFact(id, { kind: 'event', at, ...words });
    }
    const end = (from + 900_000) as Instant;
    runs.observed(id, end);
    runs.end(id, { ending: 'completed', at: end, reason: '' });
    return id;
  });
}

const file = (): string => join(directory, 'runs.db');

function withDatabase(work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(file());
  try {
    work(database);
  } finally {
    database.close();
  }
}

function filled(count: number): readonly RunId[] {
  const runs = openRuns(directory, clock);
  try {
    return fill(runs, count);
  } finally {
    runs.dispose();
  }
}

function reopened(): { readonly runs: RunStore; readonly notices: readonly string[] } {
  const opened = openRunStore({ dataDirectory: directory, clock });
  scope.add(opened.runs);
  return opened;
}

describe('a damaged run history', () => {
  it('shows a gap where one chunk of temperatures is damaged, and everything around it', () => {
    const [id = '' as RunId] = filled(1);
    withDatabase((database) => {
      const rows = database.prepare('SELECT number, data FROM chunks ORDER BY number').all();
      expect(rows).toHaveLength(3);
      const bytes = rows[1]?.['data'] as Uint8Array;
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      database
        .prepare('UPDATE chunks SET data = ? WHERE number = ?')
        .run(bytes, rows[1]?.['number'] ?? 0);
    });
    const { runs, notices } = reopened();
    expect(notices).toEqual([]);
    const { series, damaged } = valueOf(runs.telemetry(id));
    expect(series.at).toHaveLength(600);
    expect(damaged).toEqual([{ from: begin + 300_000, to: begin + 599_000 }]);
    const files = exportRun(valueOf(runs.whole(id)), null);
    const json = files.find(({ name }) => name === 'run.json')?.content;
    expect(json).toContain('damagedTelemetry');
  });

  it('counts facts that make no sense and shows the others', () => {
    const [id = '' as RunId] = filled(1);
    withDatabase((database) => {
      database.exec(`UPDATE facts SET detail = 'x' WHERE number IN (5, 6)`);
      database.exec(`UPDATE facts SET checksum = 7 WHERE number = 9`);
    });
    const record = valueOf(reopened().runs.get(id));
    expect(record.unreadable).toBe(3);
    expect(record.events).toHaveLength(897);
  });

  it.each([
    ['no database at all', () => Buffer.from('this is a letter'.repeat(1000))],
    ['empty pages', () => Buffer.alloc(8192, 1)],
  ])('that is %s is set aside with a notice, and recording works', (_, bytes) => {
    writeFileSync(file(), bytes());
    const { runs, notices } = reopened();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(
      /^The run history was damaged\. 0 runs were recovered.* is kept as /,
    );
    expect(readdirSync(directory).some((name) => name.startsWith('runs.damaged-'))).toBe(true);
    expect(runs.condition.kind).toBe('kept');
    expect(fill(runs, 1)).toHaveLength(1);
  });

  it('keeps the runs that can be read when the list of runs is damaged', () => {
    filled(20);
    const bytes = readFileSync(file());
    // Somewhere in the rows of `runs`: the leaf page that holds the first title.
    const at = bytes.indexOf('Plate 0');
    const page = Math.floor(at / 4096) * 4096;
    bytes.fill(0xff, page + 8, page + 12);
    writeFileSync(file(), bytes);
    const { runs, notices } = reopened();
    expect(notices[0]).toContain('The run history was damaged.');
    const { runs: found } = valueOf(runs.list({ limit: 100 }));
    expect(found.length).toBeGreaterThan(10);
    const last = found[0];
    if (last === undefined) throw new Error('There is a run');
    expect(valueOf(runs.telemetry(last.id)).series.at).toHaveLength(900);
    expect(valueOf(runs.get(last.id)).events).toHaveLength(900);
  });

  it('of the version before notes gives its runs back too', () => {
    const ids = filled(3);
    withDatabase((database) => {
      database.exec('ALTER TABLE runs DROP COLUMN note; PRAGMA user_version = 1;');
      // No run’s number: the look through the list at the start stops at it.
      database.exec(
        'PRAGMA ignore_check_constraints = ON; UPDATE runs SET saw_start = 7 WHERE number = 2',
      );
    });
    const { runs, notices } = reopened();
    expect(notices[0]).toContain('2 runs were recovered');
    const kept = valueOf(runs.list({ limit: 10 })).runs;
    expect(kept.map(({ id, note }) => ({ id, note }))).toEqual([
      { id: ids[2], note: '' },
      { id: ids[0], note: '' },
    ]);
  });

  it('is told when it is met outside the list of runs, and set aside at the next start', () => {
    const ids = filled(6);
    const bytes = readFileSync(file());
    const at = bytes.indexOf('second 450');
    const page = Math.floor(at / 4096) * 4096;
    bytes.fill(0xff, page, page + 16);
    writeFileSync(file(), bytes);
    const first = openRunStore({ dataDirectory: directory, clock });
    expect(first.notices).toEqual([]);
    const answers = ids.map((id) => first.runs.get(id));
    expect(answers.filter(({ ok }) => !ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ failure: { kind: 'storage' } });
    first.runs.dispose();
    const { runs, notices } = reopened();
    expect(notices[0]).toContain('6 runs were recovered, and some of it could not be read');
    for (const id of ids) expect(valueOf(runs.get(id)).events.length).toBeGreaterThan(800);
    runs.dispose();
    expect(reopened().notices).toEqual([]);
  });

  it('completes a replacement that a crash cut short', () => {
    filled(2);
    const bytes = readFileSync(file());
    rmSync(file());
    writeFileSync(join(directory, 'runs.recovered.db'), bytes);
    const { runs, notices } = reopened();
    expect(notices).toEqual([]);
    expect(valueOf(runs.list({ limit: 10 })).total).toBe(2);
  });

  it('of a newer QuantDeck is left as it is, and runs are kept in memory', () => {
    filled(1);
    withDatabase((database) => database.exec('PRAGMA user_version = 99'));
    const before = readFileSync(file());
    const { runs, notices } = reopened();
    expect(notices[0]).toContain('The run history');
    expect(notices[0]).toContain('newer QuantDeck');
    expect(runs.condition.kind).toBe('memory-only');
    fill(runs, 1);
    expect(valueOf(runs.list({ limit: 10 })).total).toBe(1);
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  it('that cannot be written is replaced by memory, with a notice', () => {
    mkdirSync(file());
    const { runs, notices } = reopened();
    expect(notices[0]).toContain('The run history cannot be saved');
    const [id = '' as RunId] = fill(runs, 1);
    expect(valueOf(runs.telemetry(id)).series.at).toHaveLength(900);
  });
});

describe('a disk that fails while a run is recorded', () => {
  it('costs nothing once it works again, and is told once each way', async () => {
    const database = new DatabaseSync(':memory:');
    const { runs } = openRunStore({ dataDirectory: directory, clock, open: () => database });
    scope.add(runs);
    const conditions: string[] = [];
    runs.onCondition(({ kind }) => conditions.push(kind));
    const id = runs.begin({
      machineId: machine.id,
      machineName: machine.name,
      title: 'Plate 3',
      sawStart: true,
      at: begin,
    });
    runs.flush();
    database.exec(
      `CREATE TEMP TRIGGER broken BEFORE INSERT ON main.chunks BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    );
    const temperature = 40 as Celsius;
    const temperatures = {
      sample: [temperature],
      block: [temperature],
      cover: temperature,
      heatsink: temperature,
    };
    for (let second = 0; second < 700; second++) {
      if (second === 500) database.exec('DROP TRIGGER temp.broken');
      runs.addSample(id, { at: clock.now(), temperatures });
      expect(valueOf(runs.telemetry(id)).series.at).toHaveLength(second + 1);
      await clock.advance(1_000);
    }
    expect(conditions).toEqual(['memory-only', 'kept']);
    runs.end(id, { ending: 'completed', at: clock.now(), reason: '' });
    expect(valueOf(runs.telemetry(id)).series.at).toHaveLength(700);
    const rows = database.prepare('SELECT samples FROM chunks ORDER BY number').all();
    expect(rows.map((row) => Number(row['samples'])).reduce((a, b) => a + b)).toBe(700);
    expect(rows.length).toBeLessThanOrEqual(4);
  });
});
