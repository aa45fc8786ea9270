import { atLeast, lowerOf } from '../../shared/access-level.ts';
import type { MachineSnapshot, OtherSession } from '../../shared/machine.ts';
import { formatDuration } from '../format/duration.ts';
import { visibleText } from '../format/visible-text.ts';
import type { Press } from './button.ts';
import { noContact } from './button.ts';
import { controlsLocked, engineStopped, type Moment } from './engine.ts';

/** How long Controller can be held at a press, in seconds, with its words. */
export const leaseChoices = [
  { seconds: 60, label: '1 min' },
  { seconds: 300, label: '5 min' },
  { seconds: 900, label: '15 min' },
  { seconds: 3_600, label: '60 min' },
] as const;

/** What is suggested, and by how much longer it is held at a press, in seconds. */
export const usualLeaseSeconds = 300;

/** From here on the countdown asks to be noticed, in seconds. */
const soonSeconds = 60;

/** Time until the held level is given back, as a clock shows it; empty while none is held. */
export function leaseLeft(snapshot: MachineSnapshot, moment: Moment): string {
  const { lease } = snapshot;
  return lease === null ? '' : formatDuration((lease.until - moment.now) / 1000);
}

/** Whether a held level is about to be given back. */
export function leaseEndsSoon(snapshot: MachineSnapshot, moment: Moment): boolean {
  const { lease } = snapshot;
  return lease !== null && lease.until - moment.now <= soonSeconds * 1000;
}

/** What this workstation is while it holds nothing: Observer, or less where the cap says so. */
export function restLevel(snapshot: MachineSnapshot): string {
  return lowerOf('Observer', snapshot.settings.cap);
}

/** What pressing `Controller` does now. */
export function takePress(snapshot: MachineSnapshot, moment: Moment): Press {
  const { settings, connection } = snapshot;
  const name = visibleText(settings.name);
  if (moment.engine === 'down') return { kind: 'locked', reason: engineStopped };
  if (moment.controls === 'locked') return { kind: 'locked', reason: controlsLocked };
  if (!atLeast(settings.cap, 'Controller'))
    return {
      kind: 'locked',
      reason: `The highest level set for ${name} is ${settings.cap}. Raise it in its settings if you need Controller.`,
    };
  const silence =
    connection.kind === 'off'
      ? `${name} is not connected. Connect first.`
      : noContact(snapshot, moment);
  if (silence !== null) return { kind: 'locked', reason: silence };
  return { kind: 'command', command: 'lease-ask' };
}

/** A connection of someone else that stands in the way, in words. */
export interface HolderModel {
  readonly key: string;
  readonly exclusive: boolean;
  readonly text: string;
  /** What it blocks. */
  readonly blocks: string;
}

/** Others who hold Controller or more. */
export function holdersOf(snapshot: MachineSnapshot): readonly HolderModel[] {
  return snapshot.others
    .filter((other) => atLeast(other.level, 'Controller'))
    .map((other) => holderOf(other, snapshot));
}

function holderOf(
  { session, level, exclusive }: OtherSession,
  { lease }: MachineSnapshot,
): HolderModel {
  const also = lease === null ? '' : 'also ';
  return exclusive
    ? {
        key: session,
        exclusive,
        text: `Session ${session} ${also}holds ${level} exclusively`,
        blocks: 'The machine refuses actions from here until it gives that back.',
      }
    : {
        key: session,
        exclusive,
        text: `Session ${session} also holds ${level}`,
        blocks:
          'Meanwhile the vendor’s software starts no runs, and exclusive control is refused. You can still act.',
      };
}
