import type { ActionState } from '../../shared/action.ts';
import type { Failure } from '../../shared/failure.ts';
import type { HeldLease } from '../../shared/lease.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import { noTlsSettings } from '../../shared/machine-settings.ts';
import type { Instant, SessionId } from '../../shared/units.ts';
import {
  actionRecord,
  failure,
  fingerprintA,
  fingerprintB,
  idleReadings,
  idOf,
  instant,
  networkSettings,
  readyConnection,
  runningReadings,
  runProgress,
  snapshotOf,
} from './renderer-fixtures.ts';

/** Failures in main's own words, by the situation they stand for. */
export const failures = {
  wrongPassword: failure(
    'wrong-password',
    'The machine refused the password.',
    'Check Caps Lock, or remove the password to watch as Observer.',
  ),
  levelAboveLimit: failure(
    'level-above-limit',
    'The machine allows at most Observer without a password.',
    'Enter the machine’s password in its settings, or raise the limit on the machine’s screen.',
  ),
  exclusive: failure(
    'exclusive-controller',
    'Another connection has taken this machine for itself.',
    'Wait until it gives the machine back, then try again.',
  ),
  contactLost: failure(
    'connection-lost',
    'Contact with the machine was lost.',
    'QuantDeck connects again by itself and reads the machine’s state first.',
  ),
  certificateChanged: failure(
    'certificate-changed',
    'The machine’s certificate is not the one that was trusted before.',
    'If it was replaced on purpose, trust the new one. If not, ask whoever runs the gateway before you go on.',
  ),
} as const satisfies Record<string, Failure>;

/** Controller held for another 4 min 52 s. */
export function heldLease(now: Instant, more: Partial<HeldLease> = {}): HeldLease {
  return {
    level: 'Controller',
    exclusive: false,
    stealth: false,
    since: instant(now - 8_000),
    until: instant(now + 292_000),
    ...more,
  };
}

function otherController(now: Instant, exclusive: boolean): MachineSnapshot['others'][number] {
  return {
    session: '534' as SessionId,
    level: 'Controller',
    exclusive,
    at: instant(now - 60_000),
  };
}

function ended(id: string, state: ActionState, now: Instant): MachineSnapshot['actions'] {
  return [actionRecord(`${id}-a`, idOf(id), 'open-drawer', state, instant(now - 12_000))];
}

/** One machine for each way access or an action can fail, and for each way Controller can be held. */
export function accessStates(now: Instant): readonly MachineSnapshot[] {
  const fresh = instant(now - 1_000);
  const at = instant(now - 11_000);
  return [
    snapshotOf(now, networkSettings('wrong-password', 'wrong-password'), {
      hasPassword: true,
      connection: { kind: 'stopped', last: failures.wrongPassword },
      heardAt: null,
      run: { kind: 'unknown' },
    }),
    snapshotOf(now, networkSettings('above-limit', 'above-limit'), {
      actions: ended(
        'above-limit',
        { kind: 'not-sent', at, failure: failures.levelAboveLimit },
        now,
      ),
    }),
    snapshotOf(now, networkSettings('exclusive', 'exclusive'), {
      others: [otherController(now, true)],
      actions: ended('exclusive', { kind: 'refused', at, failure: failures.exclusive }, now),
    }),
    snapshotOf(now, networkSettings('mid-action', 'mid-action'), {
      connection: {
        kind: 'waiting',
        retryAt: instant(now + 8_000),
        attempt: 1,
        last: failures.contactLost,
      },
      heardAt: instant(now - 10_500),
      readings: idleReadings(instant(now - 10_500)),
      actions: ended('mid-action', { kind: 'unknown', at, failure: failures.contactLost }, now),
    }),
    snapshotOf(
      now,
      networkSettings('certificate', 'certificate', {
        tls: { ...noTlsSettings, pinnedFingerprint: fingerprintA },
      }),
      {
        connection: { kind: 'stopped', last: failures.certificateChanged },
        heardAt: instant(now - 130_000),
        readings: idleReadings(instant(now - 130_000)),
        offeredCertificate: {
          fingerprint: fingerprintB,
          subject: 'CN=gateway.lab.local',
          previousFingerprint: fingerprintA,
        },
      },
    ),
    snapshotOf(now, networkSettings('capped', 'capped', { cap: 'Observer' })),
    snapshotOf(now, networkSettings('held', 'held'), {
      connection: readyConnection(now, 'Controller'),
      lease: heldLease(now),
      others: [otherController(now, false)],
      run: { kind: 'active', progress: runProgress(fresh) },
      readings: runningReadings(fresh),
    }),
    snapshotOf(now, networkSettings('ending', 'ending', { cap: 'Full' }), {
      connection: readyConnection(now, 'Controller'),
      lease: heldLease(now, { exclusive: true, until: instant(now + 42_000) }),
    }),
    snapshotOf(
      now,
      {
        kind: 'simulated',
        id: idOf('simulated'),
        name: 'Practice machine',
        cap: 'Controller',
        mode: 'stay-connected',
      },
      {},
    ),
  ];
}
