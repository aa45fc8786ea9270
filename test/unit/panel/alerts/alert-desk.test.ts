import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlertDesk } from '../../../../electron/panel/alerts/alert-desk.ts';
import type { Alert, AlertWords } from '../../../../shared/alert.ts';
import {
  type AlertPreferences,
  defaultAlertPreferences,
  isQuiet,
} from '../../../../shared/alert-preferences.ts';
import type { MachineSnapshot } from '../../../../shared/machine.ts';
import type { RunState } from '../../../../shared/run.ts';
import type { Instant } from '../../../../shared/units.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import {
  networkSettings,
  readyConnection,
  runningReadings,
  runProgress,
  snapshotOf,
} from '../../../support/renderer-fixtures.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quantdeck-alerts-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const settings = networkSettings('m1', 'qpcr1');

class Bench {
  readonly clock: FakeClock;
  preferences: AlertPreferences = defaultAlertPreferences;
  snapshot: MachineSnapshot;
  readonly notified: AlertWords[] = [];
  readonly passed: Alert[] = [];
  readonly logged: string[] = [];
  changes = 0;
  desk: AlertDesk;
  readonly #sink: boolean;

  constructor(sink = true, clock = new FakeClock()) {
    this.clock = clock;
    this.#sink = sink;
    this.snapshot = this.make({ kind: 'none' });
    this.desk = this.open();
  }

  open(): AlertDesk {
    this.desk = new AlertDesk({
      dataDirectory: directory,
      clock: this.clock,
      preferences: () => this.preferences,
      snapshot: () => this.snapshot,
      sink: this.#sink ? { notify: (_alert, words) => this.notified.push(words) } : null,
      pass: (alert) => this.passed.push(alert),
      onChange: () => (this.changes += 1),
      log: (text) => this.logged.push(text),
    });
    return this.desk;
  }

  restart(): void {
    this.desk.dispose();
    this.open();
  }

  make(run: RunState): MachineSnapshot {
    const now = this.clock.now();
    return snapshotOf(now, settings, {
      run,
      heardAt: now,
      connection: readyConnection(now),
      readings: runningReadings(now),
    });
  }

  shows(run: RunState): void {
    this.snapshot = this.make(run);
    this.desk.machineChanged(this.snapshot);
  }

  runs(): void {
    this.shows({ kind: 'active', progress: this.progress });
  }

  get progress() {
    return runProgress(this.clock.now(), {
      title: 'Plate 7',
      startedAt: Date.UTC(2025, 11, 31) as Instant,
    });
  }

  ends(ending: 'completed' | 'aborted'): void {
    this.shows({
      kind: 'ended',
      ending,
      reason: '',
      title: 'Plate 7',
      endedAt: this.clock.now(),
      last: this.progress,
    });
  }
}

describe('an alert', () => {
  it('is given to the host once, stays open over a restart, and is gone once dismissed', () => {
    const bench = new Bench();
    bench.runs();
    bench.ends('completed');
    bench.restart();
    bench.ends('completed');
    expect(bench.notified).toEqual([
      { title: 'qpcr1: run finished', body: 'The run “Plate 7” is done.' },
    ]);
    const [alert] = bench.desk.open;
    expect(bench.desk.open).toHaveLength(1);
    bench.desk.dismiss(alert === undefined ? [] : [alert.id]);
    bench.restart();
    expect(bench.desk.open).toEqual([]);
    expect(bench.passed).toHaveLength(1);
    bench.desk.dispose();
    expect(bench.clock.pending).toBe(0);
  });

  it('without a host of its own is told by the first window that claims it, also after a restart', () => {
    const bench = new Bench(false);
    bench.runs();
    bench.ends('completed');
    bench.restart();
    const [first] = bench.desk.open;
    expect(bench.desk.claim('notification')).toEqual([first?.id]);
    expect(bench.desk.claim('notification')).toEqual([]);
    bench.restart();
    expect(bench.desk.claim('notification')).toEqual([]);
    expect(bench.desk.claim('sound')).toEqual([first?.id]);
    bench.desk.dispose();
  });

  it('that waited long for a window is shown, but makes no sound any more', async () => {
    const bench = new Bench(false);
    bench.runs();
    bench.ends('completed');
    await bench.clock.advance(6 * 60_000);
    expect(bench.desk.claim('sound')).toEqual([]);
    expect(bench.desk.open).toHaveLength(1);
    bench.desk.dispose();
  });

  it('of a kind or a machine that is switched off is not told, nor later when it is switched on', () => {
    for (const change of [
      { kinds: { ...defaultAlertPreferences.kinds, finished: false } },
      { machinesOff: [settings.id] },
    ]) {
      const bench = new Bench();
      bench.preferences = { ...defaultAlertPreferences, ...change };
      bench.runs();
      bench.ends('completed');
      bench.preferences = defaultAlertPreferences;
      bench.ends('completed');
      expect([bench.notified, bench.desk.open, bench.passed]).toEqual([[], [], []]);
      bench.desk.forget(settings.id);
      bench.desk.dispose();
    }
  });

  it('of an abort that was sent from here, by whatever text, is told only where wanted', () => {
    for (const wanted of [false, true]) {
      const bench = new Bench();
      bench.preferences = { ...defaultAlertPreferences, ownActions: wanted };
      bench.runs();
      bench.desk.commandSent(settings.id, 'RET $(abortrun "Plate 7")');
      bench.restart();
      bench.runs();
      bench.ends('aborted');
      expect(bench.notified.map(({ body }) => body)).toEqual(
        wanted ? ['The run “Plate 7” was aborted from here.'] : [],
      );
      bench.desk.forget(settings.id);
      bench.desk.dispose();
    }
  });

  it('in the quiet hours is shown and passed on as quiet, without notification or sound', () => {
    const bench = new Bench();
    const hour = new Date(bench.clock.now()).getHours() * 60;
    bench.preferences = {
      ...defaultAlertPreferences,
      quietHours: { on: true, from: (hour + 1_430) % 1_440, to: (hour + 10) % 1_440 },
    };
    bench.runs();
    bench.ends('aborted');
    expect(bench.notified).toEqual([]);
    expect(bench.desk.open).toMatchObject([{ quiet: true }]);
    expect(bench.passed).toMatchObject([{ quiet: true }]);
    expect(bench.desk.claim('sound')).toEqual([]);
    bench.desk.dispose();
  });

  it('of lost contact comes without any change of the machine, and gives way to that of its return', async () => {
    const bench = new Bench();
    bench.runs();
    await bench.clock.advance(75_000);
    expect(bench.desk.open.map(({ event }) => event.kind)).toEqual(['lost-contact']);
    bench.runs();
    expect(bench.desk.open.map(({ event }) => event.kind)).toEqual(['recovered']);
    expect(bench.notified.map(({ title }) => title)).toEqual([
      'qpcr1: lost contact',
      'qpcr1: in contact again',
    ]);
    bench.desk.dispose();
    expect(bench.clock.pending).toBe(0);
  });

  it('for a test is told whatever the switches and the hours say', () => {
    const bench = new Bench();
    bench.preferences = {
      ...defaultAlertPreferences,
      quietHours: { on: true, from: 0, to: 1_439 },
    };
    bench.desk.test();
    expect(bench.notified).toHaveLength(1);
  });
});

describe('what is remembered of alerts', () => {
  it('is set aside where it makes no sense, entry by entry, and said', () => {
    const bench = new Bench(false);
    bench.runs();
    bench.ends('completed');
    bench.desk.dispose();
    const file = join(directory, 'alerts.json');
    const content = JSON.parse(readFileSync(file, 'utf8')) as { open: unknown[] };
    content.open.push({ alert: 'nonsense' });
    writeFileSync(file, JSON.stringify(content));
    bench.open();
    expect(bench.desk.open).toHaveLength(1);
    expect(bench.desk.problems).toHaveLength(1);
    expect(readdirSync(directory).some((name) => name.startsWith('alerts.damaged-'))).toBe(true);
    bench.desk.dispose();
  });

  it('stays in memory where the disk refuses it, and alerts go on', () => {
    const bench = new Bench();
    bench.runs();
    rmSync(directory, { recursive: true });
    writeFileSync(directory, '');
    bench.ends('completed');
    expect(bench.notified).toHaveLength(1);
    expect(bench.logged[0]).toContain('could not be written');
    bench.desk.dispose();
  });

  it('is not written for a run that only goes on', () => {
    const bench = new Bench();
    bench.runs();
    const before = readFileSync(join(directory, 'alerts.json'), 'utf8');
    bench.shows({ kind: 'active', progress: { ...bench.progress, cycle: 18, step: 1 } });
    expect(readFileSync(join(directory, 'alerts.json'), 'utf8')).toBe(before);
    bench.desk.dispose();
  });
});

const at = (hours: number, minutes: number): Instant =>
  new Date(2026, 5, 1, hours, minutes).getTime() as Instant;

it('quiet hours are local, include their beginning, end before their end and may span midnight', () => {
  const night = { on: true, from: 22 * 60, to: 7 * 60 };
  expect(
    [at(21, 59), at(22, 0), at(0, 0), at(6, 59), at(7, 0)].map((t) => isQuiet(night, t)),
  ).toEqual([false, true, true, true, false]);
  const noon = { on: true, from: 12 * 60, to: 13 * 60 };
  expect([at(11, 59), at(12, 0), at(13, 0)].map((t) => isQuiet(noon, t))).toEqual([
    false,
    true,
    false,
  ]);
  expect(isQuiet({ ...noon, to: noon.from }, at(12, 0))).toBe(false);
  expect(isQuiet({ ...night, on: false }, at(0, 0))).toBe(false);
});
