import { assertNever } from '../../shared/assert-never.ts';
import type { ConnectStep } from '../../shared/connection.ts';
import { type Freshness, freshness } from '../../shared/freshness.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import type { RunActivity, RunEnding, RunProgress } from '../../shared/run.ts';
import type { Instant } from '../../shared/units.ts';
import { visibleText } from '../format/visible-text.ts';
import type { Moment } from './engine.ts';
import type { IconName } from './icon-name.ts';

/** Colour of a band: running, attention, error, quiet, or done and unread. */
export type Tone = 'ok' | 'warn' | 'err' | 'idle' | 'done';

/** A machine's state as its band names it. */
export interface Status {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
  /** What it is doing just now, beside the word; null if nothing is known. */
  readonly activity: string | null;
  /** How far what is shown can be trusted: `stale` keeps the last state but says so, `lost` greys it. */
  readonly freshness: Freshness;
  /** Whether there is a session, so that staleness is news. */
  readonly live: boolean;
}

/** Freshness of one value; nothing stays fresh while the engine is down. */
export function freshnessAt(at: Instant | null, moment: Moment): Freshness {
  const own = freshness(at, moment.now);
  return own === 'fresh' && moment.engine === 'down' ? 'stale' : own;
}

/** What a connection step is, in words. */
export const stepWords: Readonly<Record<ConnectStep, string>> = {
  dns: 'Finding the address…',
  tcp: 'Reaching the machine…',
  tls: 'Checking the certificate…',
  greeting: 'Waiting for its greeting…',
  password: 'Checking the password…',
  level: 'Asking for access…',
  subscribe: 'Asking for updates…',
};

/** Derives the band's state from one snapshot. */
export function machineStatus(snapshot: MachineSnapshot, moment: Moment): Status {
  const { connection } = snapshot;
  const heard = freshnessAt(snapshot.heardAt, moment);
  switch (connection.kind) {
    case 'off':
      return { ...quiet('Not connected', 'disconnect'), freshness: heard, live: false };
    case 'leaving':
      return { ...quiet('Disconnecting', 'working'), freshness: heard, live: false };
    case 'connecting':
      return {
        ...quiet('Connecting', 'working'),
        freshness: heard,
        live: false,
      };
    case 'waiting':
      return {
        ...quiet(snapshot.heardAt === null ? 'Not connected' : 'Lost contact', 'offline'),
        freshness: 'lost',
        live: false,
      };
    case 'stopped':
      return { ...base('Needs you', 'warn', 'attention'), freshness: 'lost', live: false };
    case 'ready':
      if (heard === 'lost')
        return { ...quiet('Lost contact', 'offline'), freshness: heard, live: true };
      return { ...readyStatus(snapshot), freshness: heard, live: true };
    default:
      return assertNever(connection);
  }
}

type Undated = Omit<Status, 'freshness' | 'live'>;

function base(word: string, tone: Tone, icon: IconName, activity: string | null = null): Undated {
  return { word, tone, icon, activity };
}

function quiet(word: string, icon: IconName): Undated {
  return base(word, 'idle', icon);
}

function readyStatus(snapshot: MachineSnapshot): Undated {
  const { run, readings } = snapshot;
  const instrument = readings.instrument?.value ?? null;
  if (instrument?.kind === 'error') return base('Error', 'err', 'error');
  switch (run.kind) {
    case 'active':
      return base('Running', 'ok', 'running', activityWords(run.progress));
    case 'paused':
      return base('Paused', 'warn', 'paused');
    case 'ended':
      return endedStatus(run.ending);
    case 'none':
    case 'unknown':
      break;
    default:
      return assertNever(run);
  }
  if (instrument === null)
    return run.kind === 'none' ? quiet('Idle', 'idle') : quiet('Connecting', 'working');
  switch (instrument.kind) {
    case 'idle':
      return quiet('Idle', 'idle');
    case 'running':
      return base('Running', 'ok', 'running');
    case 'paused':
      return base('Paused', 'warn', 'paused');
    case 'other':
      return quiet(visibleText(instrument.word), 'unknown');
    default:
      return assertNever(instrument);
  }
}

function endedStatus(ending: RunEnding): Undated {
  switch (ending) {
    case 'completed':
      return base('Finished', 'done', 'finished');
    case 'stopped':
      return base('Stopped', 'done', 'ended');
    case 'aborted':
      return base('Aborted', 'warn', 'abort');
    case 'failed':
      return base('Failed', 'err', 'error');
    case 'unknown':
      return base('Ended', 'done', 'unknown');
    default:
      return assertNever(ending);
  }
}

/** What a run is doing just now, in a word or two; null when the machine did not say. */
export function activityWords(progress: RunProgress): string | null {
  switch (progress.stage.kind) {
    case 'starting':
      return 'Starting';
    case 'prerun':
      return 'Heating the cover';
    case 'postrun':
      return 'Finishing';
    case 'stage':
      return actionOf(progress.activity);
    default:
      return assertNever(progress.stage);
  }
}

function actionOf(activity: RunActivity): string | null {
  switch (activity.kind) {
    case 'unknown':
      return null;
    case 'acquiring':
      return 'Acquiring';
    case 'holding':
      return 'Holding';
    case 'ramping':
      return activity.target === null ? 'Ramping' : `Ramping to ${Math.round(activity.target)} °C`;
    default:
      return assertNever(activity);
  }
}

/** Whether a run is on by the last news, current or not. */
export function runIsOn(snapshot: MachineSnapshot): boolean {
  return snapshot.run.kind === 'active' || snapshot.run.kind === 'paused';
}
