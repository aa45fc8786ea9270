import type { MachineAction } from '../../shared/action.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ActionId, MachineId } from '../../shared/units.ts';
import type { PasswordQuestion } from '../features/passwords/password-dialogs.tsx';
import type { RequestFailure } from '../model/outcome.ts';

/** The one dialog that can be open. */
export type OpenDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'add-machine' }
  | { readonly kind: 'edit-machine'; readonly machineId: MachineId }
  | { readonly kind: 'remove-machine'; readonly machineId: MachineId }
  | { readonly kind: 'trust'; readonly machineId: MachineId }
  | { readonly kind: 'confirm'; readonly machineId: MachineId; readonly action: MachineAction }
  | { readonly kind: 'lease'; readonly machineId: MachineId }
  | { readonly kind: 'passwords'; readonly question: PasswordQuestion }
  | { readonly kind: 'lock-controls' }
  | { readonly kind: 'unlock-controls' }
  | { readonly kind: 'outcome'; readonly machineId: MachineId; readonly actionId: ActionId };

/** What this window alone knows: its open dialog, what was dismissed, and requests main did not take. */
export interface UiState {
  readonly dialog: OpenDialog;
  readonly dismissed: ReadonlySet<string>;
  readonly requestFailures: Readonly<Record<MachineId, RequestFailure>>;
  /** Why the last request that belongs to no machine failed; null if it did not. */
  readonly shellFailure: Failure | null;
}

export const initialUiState: UiState = {
  dialog: { kind: 'none' },
  dismissed: new Set(),
  requestFailures: {},
  shellFailure: null,
};

export function withDialog(state: UiState, dialog: OpenDialog): UiState {
  return { ...state, dialog };
}

export function withDismissed(state: UiState, id: string): UiState {
  return { ...state, dismissed: new Set([...state.dismissed, id]) };
}

export function withRequestFailure(
  state: UiState,
  machineId: MachineId,
  failure: RequestFailure,
): UiState {
  return { ...state, requestFailures: { ...state.requestFailures, [machineId]: failure } };
}

export function withShellFailure(state: UiState, failure: Failure | null): UiState {
  return { ...state, shellFailure: failure };
}
