import { type ActionKind, type Acknowledgement, actionWords } from '../../../shared/action.ts';
import type { ActionRecord, MachineAction } from '../../../shared/action.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { type Failure, fail, type Result } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';
import type { LeaseWish } from '../../../shared/lease.ts';
import type { PanelCommand, Press } from '../../model/button.ts';
import { controlsLocked } from '../../model/engine.ts';
import { usualLeaseSeconds } from '../../model/lease.ts';
import type { Services } from '../../stores/services.ts';
import { type OpenDialog, withDialog, withRequestFailure } from '../../stores/ui-state.ts';
import { useServices } from '../../stores/use-services.ts';

/** What main would answer: it is asked nothing that it refuses anyway. */
const lockedFailure: Failure = {
  kind: 'controls-locked',
  message: controlsLocked,
  remedy: 'Nothing was sent.',
  detail: '',
};

/** What pressing a machine's buttons comes down to, for views and dialogs alike. */
export interface Presses {
  readonly press: (machineId: MachineId, name: string, press: Press) => void;
  readonly command: (machineId: MachineId, name: string, command: PanelCommand) => void;
  /** Asks main to perform; a request main did not take is kept for the card. */
  readonly perform: (
    machineId: MachineId,
    action: MachineAction,
    acknowledgement: Acknowledgement | null,
  ) => Promise<Result<ActionRecord>>;
  /** Asks main for a level beyond single actions. The caller shows a failure. */
  readonly takeLease: (machineId: MachineId, wish: LeaseWish) => Promise<Result<null>>;
  readonly open: (dialog: OpenDialog) => void;
}

export function makePresses(services: Services): Presses {
  const { bridge, clock, panel, ui } = services;
  const open = (dialog: OpenDialog): void => ui.setState((state) => withDialog(state, dialog));

  const keepFailure = (machineId: MachineId, name: string, failure: Failure): void => {
    const at = clock.now();
    const kept = { id: `${machineId} ${name} ${at}`, name, at, failure };
    ui.setState((state) => withRequestFailure(state, machineId, kept));
  };

  const unlessLocked = <T>(ask: () => Promise<Result<T>>): Promise<Result<T>> =>
    panel.getState().replica?.controls.kind === 'locked'
      ? Promise.resolve(fail(lockedFailure))
      : ask();

  const takeLease: Presses['takeLease'] = (machineId, wish) =>
    unlessLocked(() => bridge.ask('lease.take', { machineId, wish }));

  const perform: Presses['perform'] = async (machineId, action, acknowledgement) => {
    const answer = await unlessLocked(() =>
      bridge.ask('action.perform', { machineId, action, acknowledgement }),
    );
    if (!answer.ok) keepFailure(machineId, nameOf(action.kind), answer.failure);
    return answer;
  };

  const request = async (
    machineId: MachineId,
    name: string,
    asked: Promise<Result<null>>,
  ): Promise<void> => {
    const answer = await asked;
    if (!answer.ok) keepFailure(machineId, name, answer.failure);
  };

  const command: Presses['command'] = (machineId, name, wanted) => {
    switch (wanted) {
      case 'connect':
        return void request(machineId, name, bridge.ask('connection.connect', { machineId }));
      case 'disconnect':
        return void request(machineId, name, bridge.ask('connection.disconnect', { machineId }));
      case 'retry-now':
        return void request(machineId, name, bridge.ask('connection.retryNow', { machineId }));
      case 'mark-read':
        return void request(machineId, name, bridge.ask('machine.markRead', { machineId }));
      case 'refresh':
        return void request(machineId, name, bridge.ask('machine.refresh', { machineId }));
      case 'lease-ask':
        return open({ kind: 'lease', machineId });
      case 'lease-extend':
        return void request(
          machineId,
          name,
          unlessLocked(() => bridge.ask('lease.extend', { machineId, seconds: usualLeaseSeconds })),
        );
      case 'lease-release':
        return void request(machineId, name, bridge.ask('lease.release', { machineId }));
      case 'practice-run':
        return void request(
          machineId,
          name,
          unlessLocked(() => bridge.ask('practice.startRun', { machineId })),
        );
      case 'edit':
        return open({ kind: 'edit-machine', machineId });
      case 'trust':
        return open({ kind: 'trust', machineId });
      case 'unlock-passwords':
        return open({ kind: 'passwords', question: 'unlock' });
      default:
        return assertNever(wanted);
    }
  };

  return {
    open,
    perform,
    takeLease,
    command,
    press: (machineId, name, press) => {
      switch (press.kind) {
        case 'perform':
          return void perform(machineId, press.action, null);
        case 'ask':
        case 'wait':
          return open({ kind: 'confirm', machineId, action: press.action });
        case 'command':
          return command(machineId, name, press.command);
        case 'under-way':
        case 'locked':
          return undefined;
        default:
          return assertNever(press);
      }
    },
  };
}

function nameOf(kind: ActionKind): string {
  return actionWords[kind].name;
}

export function usePresses(): Presses {
  return makePresses(useServices());
}
