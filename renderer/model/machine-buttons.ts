import { assertNever } from '../../shared/assert-never.ts';
import type { Connection } from '../../shared/connection.ts';
import type { MachineSnapshot } from '../../shared/machine.ts';
import { actionInFlight } from './action-state.ts';
import { actionButton, type ButtonModel, commandButton, type PlainActionKind } from './button.ts';
import type { Moment } from './engine.ts';
import { runIsOn } from './status.ts';

/** The buttons a card offers in this state, in the order of its grid. */
export function cardButtons(snapshot: MachineSnapshot, moment: Moment): readonly ButtonModel[] {
  const { connection } = snapshot;
  const drawer = actionButton(snapshot, drawerKind(snapshot), moment);
  switch (connection.kind) {
    case 'ready':
      return readyButtons(snapshot, moment);
    case 'off': {
      const connect = commandButton('connect', 'Connect', 'connect', moment);
      if (snapshot.settings.mode === 'stay-connected') return [connect, drawer];
      const refresh = commandButton('refresh', 'Look now', 'refresh', moment);
      return waitsForPassword(connection)
        ? [unlockPasswords(moment), refresh, connect, drawer]
        : [refresh, connect, drawer];
    }
    case 'connecting':
    case 'leaving':
      return [commandButton('disconnect', 'Disconnect', 'disconnect', moment), drawer];
    case 'waiting': {
      const retry = commandButton('retry-now', 'Retry now', 'refresh', moment);
      return runIsOn(snapshot)
        ? [retry, drawer, actionButton(snapshot, 'abort', moment)]
        : [retry, drawer];
    }
    case 'stopped':
      return stoppedButtons(snapshot, moment);
    default:
      return assertNever(connection);
  }
}

function readyButtons(snapshot: MachineSnapshot, moment: Moment): readonly ButtonModel[] {
  const of = (kind: PlainActionKind): ButtonModel => actionButton(snapshot, kind, moment);
  switch (snapshot.run.kind) {
    case 'active':
    case 'paused':
      return [
        of(pauseKind(snapshot)),
        of('stop-after-cycle'),
        of(drawerKind(snapshot)),
        of('abort'),
      ];
    case 'ended':
      return [
        commandButton('mark-read', 'Mark as read', 'check', moment),
        of(powerKind(snapshot)),
        of(drawerKind(snapshot)),
      ];
    case 'none':
    case 'unknown':
      return [
        of('lower-cover'),
        of(powerKind(snapshot)),
        of(drawerKind(snapshot)),
        ...(snapshot.settings.kind === 'simulated'
          ? [commandButton('practice-run', 'Start practice run', 'resume', moment)]
          : []),
      ];
    default:
      return assertNever(snapshot.run);
  }
}

/** Whether a password that is locked is all that keeps it from connecting. */
function waitsForPassword(connection: Connection): boolean {
  return 'last' in connection && connection.last?.kind === 'passwords-locked';
}

function unlockPasswords(moment: Moment): ButtonModel {
  return commandButton('unlock-passwords', 'Unlock passwords…', 'unlock', moment, 'filled');
}

/** Why a stopped connection stopped decides what a person can do about it. */
export function stoppedButtons(snapshot: MachineSnapshot, moment: Moment): readonly ButtonModel[] {
  const retry = commandButton('retry-now', 'Retry now', 'refresh', moment);
  const edit = commandButton('edit', 'Edit', 'edit', moment);
  if (waitsForPassword(snapshot.connection)) return [unlockPasswords(moment), edit];
  const offered = snapshot.offeredCertificate;
  if (offered === null) return [edit, retry];
  const name =
    offered.previousFingerprint === null ? 'Trust certificate…' : 'Trust new certificate…';
  return [edit, retry, commandButton('trust', name, 'trust', moment)];
}

/** The drawer's button keeps its action while one is under way, and offers the other position otherwise. */
export function drawerKind(snapshot: MachineSnapshot): 'open-drawer' | 'close-drawer' {
  const doing = actionInFlight(snapshot)?.action.kind;
  if (doing === 'open-drawer' || doing === 'close-drawer') return doing;
  return snapshot.readings.drawer?.value === 'Open' ? 'close-drawer' : 'open-drawer';
}

export function powerKind(snapshot: MachineSnapshot): 'power-on' | 'power-off' {
  const doing = actionInFlight(snapshot)?.action.kind;
  if (doing === 'power-on' || doing === 'power-off') return doing;
  return snapshot.readings.power?.value === 'On' ? 'power-off' : 'power-on';
}

export function pauseKind(snapshot: MachineSnapshot): 'pause' | 'resume' {
  const doing = actionInFlight(snapshot)?.action.kind;
  if (doing === 'pause' || doing === 'resume') return doing;
  return snapshot.run.kind === 'paused' ? 'resume' : 'pause';
}
