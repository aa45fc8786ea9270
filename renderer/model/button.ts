import {
  type ActionKind,
  actionWords,
  type MachineAction,
  waitsForImage,
} from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import { actionInFlight, inFlightOf, progressLabel, progressSentence } from './action-state.ts';
import { controlsLocked, engineStopped, type Moment } from './engine.ts';
import type { IconName } from './icon-name.ts';
import { freshnessAt } from './status.ts';

/** What a panel button does that is not an action on the instrument. */
export type PanelCommand =
  | 'connect'
  | 'disconnect'
  | 'retry-now'
  | 'mark-read'
  | 'edit'
  | 'trust'
  | 'unlock-passwords'
  | 'refresh'
  | 'practice-run'
  | 'lease-ask'
  | 'lease-extend'
  | 'lease-release';

/** What pressing a button does now. */
export type Press =
  /** Sends at once. `note` says what the interlocks want known. */
  | { readonly kind: 'perform'; readonly action: MachineAction; readonly note: string | null }
  /** Opens the question; `hold` first asks for the button to be held. */
  | { readonly kind: 'ask'; readonly action: MachineAction; readonly hold: boolean }
  | { readonly kind: 'command'; readonly command: PanelCommand }
  | { readonly kind: 'under-way'; readonly text: string; readonly sentence: string }
  | { readonly kind: 'locked'; readonly reason: string }
  /** Locked until the image that is being taken is there; pressing it offers to wait. */
  | { readonly kind: 'wait'; readonly action: MachineAction; readonly reason: string };

export interface ButtonModel {
  /** Label and accessible name. */
  readonly name: string;
  readonly icon: IconName;
  readonly emphasis: 'plain' | 'filled' | 'danger';
  readonly press: Press;
}

/** Actions a plain button can ask for; the block's temperature needs a number and has its own form. */
export type PlainActionKind = Exclude<ActionKind, 'block-on'>;

const icons: Readonly<Record<PlainActionKind, IconName>> = {
  'open-drawer': 'drawer-open',
  'close-drawer': 'drawer-close',
  'lower-cover': 'cover',
  'power-on': 'power',
  'power-off': 'power',
  'block-off': 'heat',
  pause: 'pause',
  resume: 'resume',
  'stop-after-cycle': 'stop-after-cycle',
  abort: 'abort',
  'restart-software': 'refresh',
};

/** A button for one action, as the interlocks see it in this snapshot. */
export function actionButton(
  snapshot: MachineSnapshot,
  kind: PlainActionKind,
  moment: Moment,
): ButtonModel {
  return {
    name: actionWords[kind].name,
    icon: icons[kind],
    emphasis: kind === 'resume' ? 'filled' : kind === 'abort' ? 'danger' : 'plain',
    press: actionPress(snapshot, { kind }, moment),
  };
}

/** The button that closes the drawer and then lowers the cover onto the plate. */
export function closeAndLowerButton(snapshot: MachineSnapshot, moment: Moment): ButtonModel {
  return {
    name: 'Close and lower cover',
    icon: icons['lower-cover'],
    emphasis: 'plain',
    press: actionPress(snapshot, { kind: 'close-drawer', lowerCover: true }, moment),
  };
}

/** The button that sets the block to `target`, in °C. */
export function blockOnButton(
  snapshot: MachineSnapshot,
  target: number,
  moment: Moment,
): ButtonModel {
  return {
    name: actionWords['block-on'].name,
    icon: 'heat',
    emphasis: 'plain',
    press: actionPress(snapshot, { kind: 'block-on', target }, moment),
  };
}

/** What a button for this action does now. */
export function actionPress(
  snapshot: MachineSnapshot,
  action: MachineAction,
  moment: Moment,
): Press {
  const { kind } = action;
  if (moment.engine === 'down') return locked(engineStopped);
  const own = inFlightOf(snapshot, kind);
  if (own !== null)
    return {
      kind: 'under-way',
      text: progressLabel(kind, own.state),
      sentence: progressSentence(own),
    };
  if (moment.controls === 'locked') return locked(controlsLocked);
  const inFlight = actionInFlight(snapshot);
  // A run must be stoppable even while something else hangs: main lets an abort come between.
  if (inFlight !== null && kind !== 'abort') {
    const doing = actionWords[inFlight.action.kind].doing.replace(/…$/, '');
    return locked(`Waiting for ${snapshot.settings.name} to finish: ${doing}`);
  }
  const silence = noContact(snapshot, moment);
  if (silence !== null) return locked(silence);
  const verdict = snapshot.interlocks[kind];
  switch (verdict.kind) {
    case 'allow':
      return { kind: 'perform', action, note: verdict.note };
    case 'confirm':
      return { kind: 'ask', action, hold: verdict.effort === 'hold' };
    case 'refuse': {
      const { reason, instead } = verdict;
      const words = instead === null ? reason.text : `${reason.text} ${instead}`;
      return waitsForImage(verdict) ? { kind: 'wait', action, reason: words } : locked(words);
    }
    default:
      return assertNever(verdict);
  }
}

function locked(reason: string): Press {
  return { kind: 'locked', reason };
}

/** Why nothing can be asked of this machine for want of contact; null if it can. On-demand machines connect for the action. */
export function noContact(snapshot: MachineSnapshot, moment: Moment): string | null {
  const { name, mode } = snapshot.settings;
  switch (snapshot.connection.kind) {
    case 'ready':
      return freshnessAt(snapshot.heardAt, moment) === 'lost' ? `No contact with ${name}.` : null;
    case 'off':
      return mode === 'on-demand' ? null : `${name} is not connected. Connect first.`;
    case 'connecting':
      return `Still connecting to ${name}.`;
    case 'leaving':
      return `Disconnecting from ${name}.`;
    case 'waiting':
    case 'stopped':
      return `No contact with ${name}.`;
    default:
      return assertNever(snapshot.connection);
  }
}

/** A button that asks the panel rather than the instrument. */
export function commandButton(
  command: PanelCommand,
  name: string,
  icon: IconName,
  moment: Moment,
  emphasis: ButtonModel['emphasis'] = 'plain',
): ButtonModel {
  return { name, icon, emphasis, press: commandPress(command, moment) };
}

/** Commands that act on a machine or let this workstation act; the others only look, connect or let go. */
const actingCommands: ReadonlySet<PanelCommand> = new Set([
  'practice-run',
  'lease-ask',
  'lease-extend',
]);

function commandPress(command: PanelCommand, moment: Moment): Press {
  if (moment.engine === 'down') return locked(engineStopped);
  if (moment.controls === 'locked' && actingCommands.has(command)) return locked(controlsLocked);
  return { kind: 'command', command };
}
