import { judgeAll } from '../../electron/machine/interlock.ts';
import type { AccessLevel } from '../../shared/access-level.ts';
import type { ActionKind, ActionRecord, ActionState, Verdict } from '../../shared/action.ts';
import type { Connection } from '../../shared/connection.ts';
import type { Failure } from '../../shared/failure.ts';
import { freshness } from '../../shared/freshness.ts';
import type { MachineSnapshot, TracePoint } from '../../shared/machine.ts';
import { type MachineSettings, noTlsSettings } from '../../shared/machine-settings.ts';
import { noReadings, type Readings } from '../../shared/readings.ts';
import type { RunProgress, RunState } from '../../shared/run.ts';
import { estimateRun } from '../../shared/run-estimate.ts';
import { initialPace } from '../../shared/run-pace.ts';
import type { ActionId, Celsius, Instant, MachineId, SessionId } from '../../shared/units.ts';

/*
 * Snapshots as main would publish them, for the renderer's tests and for looking at the window without a machine.
 */

export const idOf = (id: string): MachineId => id as MachineId;
export const instant = (at: number): Instant => at as Instant;
const celsius = (value: number): Celsius => value as Celsius;
const zones = (...values: number[]): readonly Celsius[] => values.map(celsius);

export const fingerprintA =
  '3F:9A:C1:07:5E:D2:48:BB:60:14:E9:7C:A5:31:8D:F6:0B:72:D4:99:2C:6E:51:FA:83:1D:C7:40:B8:95:3E:6A';
export const fingerprintB =
  'A1:02:C1:07:5E:D2:48:BB:60:14:E9:7C:A5:31:8D:F6:0B:72:D4:99:2C:6E:51:FA:83:1D:C7:40:B8:95:3E:00';

export function networkSettings(
  id: string,
  name: string,
  more: Partial<Extract<MachineSettings, { kind: 'network' }>> = {},
): MachineSettings {
  return {
    kind: 'network',
    id: idOf(id),
    name,
    address: `${id}.lab.local:7000`,
    cap: 'Controller',
    mode: 'stay-connected',
    tls: noTlsSettings,
    ...more,
  };
}

export function readyConnection(now: Instant, level: AccessLevel = 'Observer'): Connection {
  return {
    kind: 'ready',
    facts: {
      host: '192.0.2.40',
      port: 7000,
      transport: { kind: 'tcp' },
      session: '474800' as SessionId,
      product: 'QuantStudio3_5',
      version: '1.3.0',
    },
    level,
    since: instant(now - 3_600_000),
  };
}

/** Readings of a quiet machine, all received at `at`. */
export function idleReadings(at: Instant): Readings {
  return {
    ...noReadings,
    power: { value: 'On', at },
    drawer: { value: 'Closed', at },
    cover: { value: 'Up', at },
    coverHeater: { value: { on: false, target: celsius(105) }, at },
    block: { value: { on: false, target: celsius(25) }, at },
    instrument: { value: { kind: 'idle' }, at },
    temperatures: {
      value: {
        sample: zones(25.1, 25, 25.1, 25.2, 25, 25.1),
        block: zones(25, 25.1, 25, 24.9, 25, 25),
        cover: celsius(31.4),
        heatsink: celsius(25),
      },
      at,
    },
    setPoints: { value: { zones: zones(25, 25, 25, 25, 25, 25), cover: celsius(105) }, at },
    controlled: {
      value: { zones: [false, false, false, false, false, false], cover: false },
      at,
    },
    lampTemperature: { value: celsius(38.4), at },
  };
}

/** Readings of a machine in the middle of a run. */
export function runningReadings(at: Instant): Readings {
  return {
    ...idleReadings(at),
    cover: { value: 'Down', at },
    block: { value: { on: true, target: celsius(60) }, at },
    instrument: { value: { kind: 'running' }, at },
    temperatures: {
      value: {
        sample: zones(60.1, 60.1, 59.9, 60.2, 60.3, 60.1),
        block: zones(60, 60.1, 60, 59.9, 60, 60.1),
        cover: celsius(105),
        heatsink: celsius(41.2),
      },
      at,
    },
    setPoints: { value: { zones: zones(60, 60, 60, 60, 60, 60), cover: celsius(105) }, at },
    controlled: { value: { zones: [true, true, true, true, true, true], cover: true }, at },
  };
}

export function runProgress(at: Instant, more: Partial<RunProgress> = {}): RunProgress {
  return {
    title: '2026-11-22 PCR panel A',
    stage: { kind: 'stage', number: 2 },
    cycle: 17,
    step: 2,
    point: 1,
    stageCount: 3,
    cycleCount: 40,
    activity: { kind: 'holding', holdSeconds: 30 },
    holdSince: null,
    time: { elapsedSeconds: 1506, remainingSeconds: 2042, at },
    startedAt: instant(at - 1_506_000),
    at,
    ...more,
  };
}

export function failure(
  kind: Failure['kind'],
  message: string,
  remedy: string,
  detail = '',
): Failure {
  return { kind, message, remedy, detail };
}

/** A snapshot whose interlocks are judged as main judges them; `more` replaces what it names. */
export function snapshotOf(
  now: Instant,
  settings: MachineSettings,
  more: Partial<MachineSnapshot> = {},
): MachineSnapshot {
  const heardAt = more.heardAt === undefined ? instant(now - 1_000) : more.heardAt;
  const base = {
    id: settings.id,
    settings,
    hasPassword: false,
    connection: readyConnection(now),
    nickname: null,
    readings: heardAt === null ? noReadings : idleReadings(heardAt),
    run: { kind: 'none' } satisfies RunState,
    actions: [],
    lease: null,
    hasProtocol: false,
    others: [],
    offeredCertificate: null,
    ...more,
    heardAt,
  };
  const { run, readings } = base;
  const estimate =
    more.estimate ??
    estimateRun({
      now,
      run,
      protocol: null,
      pace: initialPace,
      heardAt,
      temperatures: readings.temperatures,
      coverTarget: readings.setPoints?.value.cover ?? null,
    });
  const interlocks = judgeAll({
    machineName: settings.name,
    stateKnown: base.connection.kind === 'ready' && freshness(heardAt, now) === 'fresh',
    run: base.run,
    readings: base.readings,
  });
  return { interlocks, ...base, estimate };
}

/** The same interlocks with one verdict replaced. */
export function withVerdict(
  snapshot: MachineSnapshot,
  kind: ActionKind,
  verdict: Verdict,
): MachineSnapshot {
  return { ...snapshot, interlocks: { ...snapshot.interlocks, [kind]: verdict } };
}

export function actionRecord(
  id: string,
  machineId: MachineId,
  kind: Exclude<ActionKind, 'block-on'>,
  state: ActionState,
  requestedAt: Instant,
): ActionRecord {
  return {
    id: id as ActionId,
    machineId,
    action: { kind },
    requestedAt,
    acknowledged: [],
    state,
    seenLater: null,
  };
}

/** Ten minutes of a run cycling between 60 and 95 °C, one point a second. */
export function cyclingTrace(now: Instant, seconds = 600): readonly TracePoint[] {
  return Array.from({ length: seconds }, (_, index) => {
    const phase = (index % 58) / 58;
    const block =
      phase < 0.55
        ? 60
        : phase < 0.72
          ? 60 + ((phase - 0.55) / 0.17) * 35
          : phase < 0.78
            ? 95
            : 95 - ((phase - 0.78) / 0.22) * 35;
    return {
      at: instant(now - (seconds - index) * 1000),
      block: celsius(block),
      sample: celsius(block - 1),
      cover: celsius(105),
    };
  });
}

/** Ten minutes of nothing happening. */
export function quietTrace(now: Instant): readonly TracePoint[] {
  return Array.from({ length: 600 }, (_, index) => ({
    at: instant(now - (600 - index) * 1000),
    block: celsius(25 + 0.3 * Math.sin(index / 7)),
    sample: celsius(25),
    cover: celsius(31.4),
  }));
}
