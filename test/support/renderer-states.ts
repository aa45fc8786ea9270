import { defaultPreferences } from '../../shared/preferences.ts';
import { noAlerts } from '../../shared/alert.ts';
import type { ConsoleLine } from '../../shared/console.ts';
import type { PanelView } from '../../shared/contract.ts';
import type { MachineSnapshot, TracePoint } from '../../shared/machine.ts';
import { noTlsSettings } from '../../shared/machine-settings.ts';
import type { RunProgress, RunState } from '../../shared/run.ts';
import type { Instant, SessionId } from '../../shared/units.ts';
import {
  actionRecord,
  cyclingTrace,
  failure,
  fingerprintA,
  fingerprintB,
  idleReadings,
  idOf,
  instant,
  networkSettings,
  quietTrace,
  readyConnection,
  runningReadings,
  runProgress,
  snapshotOf,
} from './renderer-fixtures.ts';

function ended(now: Instant, ending: 'completed' | 'failed', title: string, reason = ''): RunState {
  const last = runProgress(instant(now - 720_000), {
    title,
    stage: { kind: 'postrun' },
    time: { elapsedSeconds: 3520, remainingSeconds: 0, at: instant(now - 720_000) },
  });
  return { kind: 'ended', ending, title, endedAt: instant(now - 720_000), last, reason };
}

const longName = 'QuantStudio 5, room 4.117, left bench, group Rosalind F.';
const longTitle =
  '2026-11-22 A very long experiment title that nobody shortened before starting the run, plate 3 of 12 (repeat)';

/** One machine in each state worth looking at. */
export function everyState(now: Instant): readonly MachineSnapshot[] {
  const fresh = instant(now - 1_000);
  const minutesAgo = instant(now - 130_000);
  const active = (more: Partial<RunProgress> = {}): RunState => ({
    kind: 'active',
    progress: runProgress(fresh, more),
  });
  return [
    snapshotOf(now, networkSettings('qpcr1', 'qpcr1'), {
      run: active({ activity: { kind: 'acquiring' } }),
      readings: runningReadings(fresh),
      others: [
        {
          session: '534' as SessionId,
          level: 'Controller',
          exclusive: false,
          at: instant(now - 60_000),
        },
      ],
    }),
    snapshotOf(now, networkSettings('qpcr2', 'qpcr2'), {
      readings: { ...idleReadings(fresh), drawer: { value: 'Open', at: fresh } },
      actions: [
        actionRecord(
          'a-open',
          idOf('qpcr2'),
          'open-drawer',
          { kind: 'confirmed', at: instant(now - 4_000), readBack: 'Drawer open' },
          instant(now - 12_000),
        ),
      ],
    }),
    snapshotOf(now, networkSettings('qpcr3', 'qpcr3'), {
      connection: readyConnection(now, 'Controller'),
      run: {
        kind: 'paused',
        pausedAt: instant(now - 372_000),
        progress: runProgress(fresh, {
          title: '2026-11-22 Plate 12 repeat',
          cycle: 30,
          step: 1,
          activity: { kind: 'unknown' },
          time: { elapsedSeconds: 2480, remainingSeconds: 1330, at: fresh },
        }),
      },
      readings: { ...runningReadings(fresh), instrument: { value: { kind: 'paused' }, at: fresh } },
    }),
    snapshotOf(now, networkSettings('qpcr4', 'qpcr4'), {
      run: ended(now, 'completed', '2026-11-22 Genotyping B7'),
      readings: { ...idleReadings(fresh), cover: { value: 'Down', at: fresh } },
    }),
    snapshotOf(now, networkSettings('qpcr5', 'qpcr5'), {
      connection: {
        kind: 'waiting',
        retryAt: instant(now + 8_000),
        attempt: 4,
        last: failure(
          'timed-out',
          'qpcr5 does not answer.',
          'Check that it is on and its network cable.',
        ),
      },
      heardAt: minutesAgo,
      readings: runningReadings(minutesAgo),
      run: {
        kind: 'active',
        progress: runProgress(minutesAgo, { title: '2026-11-22 Gene panel 3', cycle: 31 }),
      },
      actions: [
        actionRecord(
          'a-stop',
          idOf('qpcr5'),
          'stop-after-cycle',
          {
            kind: 'unknown',
            at: instant(now - 121_000),
            failure: failure(
              'connection-lost',
              'Contact was lost before qpcr5 answered.',
              'Look at its screen, or wait until it is back.',
              'socket closed after StopRun was written',
            ),
          },
          instant(now - 124_000),
        ),
      ],
    }),
    snapshotOf(now, networkSettings('qpcr6', longName), {
      heardAt: instant(now - 14_000),
      run: { kind: 'active', progress: runProgress(instant(now - 14_000), { title: longTitle }) },
      readings: runningReadings(instant(now - 14_000)),
    }),
    snapshotOf(now, networkSettings('qpcr7', 'qpcr7'), {
      connection: { kind: 'connecting', step: 'tls', since: fresh, attempt: 1 },
      heardAt: null,
      run: { kind: 'unknown' },
    }),
    snapshotOf(now, networkSettings('qpcr8', 'qpcr8'), {
      connection: {
        kind: 'stopped',
        last: failure(
          'wrong-password',
          'The machine refused the password.',
          'Enter the right one under Edit, or clear it to watch as Observer.',
          '[AuthError]',
        ),
      },
      hasPassword: true,
      heardAt: null,
      run: { kind: 'unknown' },
    }),
    snapshotOf(
      now,
      networkSettings('qpcr9', 'qpcr9', {
        address: 'gateway.lab.local:7443',
        tls: { ...noTlsSettings, pinnedFingerprint: fingerprintA },
      }),
      {
        connection: {
          kind: 'stopped',
          last: failure(
            'certificate-changed',
            'The certificate of qpcr9 is not the trusted one any more.',
            'Ask whoever looks after the gateway whether it was renewed before you trust it.',
          ),
        },
        heardAt: minutesAgo,
        readings: idleReadings(minutesAgo),
        offeredCertificate: {
          fingerprint: fingerprintB,
          subject: 'CN=gateway.lab.local',
          previousFingerprint: fingerprintA,
        },
      },
    ),
    snapshotOf(now, networkSettings('qpcr10', 'qpcr10', { mode: 'on-demand' }), {
      connection: { kind: 'off', last: null },
      heardAt: instant(now - 3_900_000),
      readings: idleReadings(instant(now - 3_900_000)),
    }),
    snapshotOf(now, networkSettings('qpcr11', 'qpcr11'), {
      actions: [
        actionRecord(
          'a-close',
          idOf('qpcr11'),
          'close-drawer',
          { kind: 'accepted', sentAt: instant(now - 3_000), acceptedAt: instant(now - 2_900) },
          instant(now - 3_100),
        ),
      ],
      connection: readyConnection(now, 'Controller'),
      readings: { ...idleReadings(fresh), drawer: { value: 'Unknown', at: fresh } },
    }),
    snapshotOf(
      now,
      {
        kind: 'simulated',
        id: idOf('simulated'),
        name: 'Simulated machine',
        cap: 'Controller',
        mode: 'stay-connected',
      },
      { readings: { ...idleReadings(fresh), cover: { value: 'Down', at: fresh } } },
    ),
  ];
}

export function viewOf(
  machines: readonly MachineSnapshot[],
  now: Instant,
  more: Partial<PanelView> = {},
): PanelView {
  return {
    version: '0.1.0',
    host: 'browser',
    passwords: { kind: 'memory', mayBePlain: false },
    controls: { kind: 'open' },
    machines,
    traces: Object.fromEntries(machines.map((machine) => [machine.id, traceOf(machine, now)])),
    notices: [],
    alerts: noAlerts,
    preferences: defaultPreferences,
    ...more,
  };
}

function traceOf(machine: MachineSnapshot, now: Instant): readonly TracePoint[] {
  const { heardAt, run } = machine;
  if (heardAt === null) return [];
  const trace =
    run.kind === 'active' || run.kind === 'paused' ? cyclingTrace(now) : quietTrace(now);
  // A short silence in the middle, and everything after the last byte, is missing as it would be.
  return trace.filter(
    (point) => point.at <= heardAt && !(point.at > now - 330_000 && point.at < now - 300_000),
  );
}

/** A transcript with every kind of line. */
export function sampleTranscript(now: Instant): readonly ConsoleLine[] {
  const lines: Omit<ConsoleLine, 'sequence' | 'at' | 'byteLength'>[] = [
    line(
      'message',
      'machine',
      null,
      'Temperature 1763430538.777 -sample=60.1,60.1,59.9,60.2,60.3,60.1 -heatsink=41.2 -cover=105.0 -block=60.0,60.1,60.0,59.9,60.0,60.1',
    ),
    line('command', 'panel', '41', 'RET $(POW?) $(DRAWer?) $(ENG?) $(ISTAT?)'),
    line('ok', 'panel', '41', 'ON Closed Down Running', 15),
    line('command', 'console', '42', 'RET $(POW?) $(DRAWer?) $(ENG?) $(ISTAT?)'),
    line('ok', 'console', '42', 'ON Closed Down Running', 15),
    line('command', 'console', '43', 'FILE:LIST? public_run_complete:*eds'),
    line(
      'ok',
      'console',
      '43',
      `<quote.reply>\n${Array.from({ length: 96 }, (_, index) => `public_run_complete:2026-11-${String((index % 28) + 1).padStart(2, '0')}_std_curve.eds`).join('\n')}\n</quote.reply>`,
      182,
    ),
    line('command', 'console', '44', 'EXP:ZIPREAD? "2026-11-22 PCR panel A"'),
    line('next', 'console', '44', '', 9),
    line(
      'message',
      'machine',
      null,
      'Run 1763430732.307 Acquiring -run="2026-11-22 PCR panel A" -stage=2 -cycle=17 -point=1',
    ),
    line('ok', 'console', '44', `<quote>\n${'UEsDBBQACAgIAA'.repeat(200)}</quote>`, 6200),
    line('command', 'console', '45', 'PAUSe'),
    line(
      'error',
      'console',
      '45',
      '[InsufficientAccess] -requiredAccess="Controller" -currentAccess="Observer" --> Access denied',
      13,
    ),
    line('unrecognised', 'machine', null, 'bell \u0007 and a direction override \u202Eabc'),
    line(
      'message',
      'machine',
      null,
      'LEDStatus 1763430538.682 Temperature:38.4315 Current:9.4774 Voltage:3.17548 JuncTemp:54.4676',
    ),
  ];
  return lines.map((content, index) => ({
    ...content,
    sequence: index + 1,
    at: instant(now - (lines.length - index) * 4_321),
    byteLength: content.text.length,
  }));
}

function line(
  kind: ConsoleLine['kind'],
  origin: ConsoleLine['origin'],
  ident: string | null,
  text: string,
  durationMilliseconds: number | null = null,
): Omit<ConsoleLine, 'sequence' | 'at' | 'byteLength'> {
  return {
    kind,
    origin,
    session: '474800' as SessionId,
    ident,
    topic: kind === 'message' ? (text.split(' ', 1)[0] ?? '') : null,
    text,
    clipped: false,
    durationMilliseconds,
  };
}
