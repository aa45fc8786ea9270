import { type ActionKind, actionWords, type MachineAction } from '../../shared/action.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import { actionInFlight, progressLabel, progressSentence } from './action-state.ts';
import { engineStopped, type Moment } from './engine.ts';
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
  | 'refresh'
  | 'practice-run'
  | 'lease-take'
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
  | { readonly kind: 'locked'; readonly reason: string };

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
    press: actionPress(snapshot, kind, moment),
  };
}

function actionPress(snapshot: MachineSnapshot, kind: PlainActionKind, moment: Moment): Press {
  const inFlight = actionInFlight(snapshot);
  if (moment.engine === 'down') return locked(engineStopped);
  if (inFlight !== null && inFlight.action.kind === kind)
    return {
      kind: 'under-way',
      text: progressLabel(kind, inFlight.state),
      sentence: progressSentence(inFlight),
    };
  if (inFlight !== null) {
    const doing = actionWords[inFlight.action.kind].doing.replace(/…$/, '');
    return locked(`Waiting for ${snapshot.settings.name} to finish: ${doing}`);
  }
  const silence = noContact(snapshot, moment);
  if (silence !== null) return locked(silence);
  const action: MachineAction = { kind };
  const verdict = snapshot.interlocks[kind];
  switch (verdict.kind) {
    case 'allow':
      return { kind: 'perform', action, note: verdict.note };
    case 'confirm':
      return { kind: 'ask', action, hold: verdict.effort === 'hold' };
    case 'refuse': {
      const { reason, instead } = verdict;
      return locked(instead === null ? reason.text : `${reason.text} ${instead}`);
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
  const press: Press =
    moment.engine === 'down' ? locked(engineStopped) : { kind: 'command', command };
  return { name, icon, emphasis, press };
}
