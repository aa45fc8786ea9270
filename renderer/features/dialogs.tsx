import { assertNever } from '../../shared/assert-never.ts';
import type { MachineId } from '../../shared/units.ts';
import { withDialog } from '../stores/ui-state.ts';
import { usePanel, useServices, useUi } from '../stores/use-services.ts';
import { ConfirmDialog } from './action/confirm-dialog.tsx';
import { LeaseDialog } from './action/lease-dialog.tsx';
import { OutcomeDialog } from './action/outcome-dialog.tsx';
import { MachineDialog } from './connection/machine-dialog.tsx';
import { RemoveDialog } from './connection/remove-dialog.tsx';
import { TrustDialog } from './connection/trust-dialog.tsx';
import { LockDialog } from './controls/lock-dialog.tsx';
import { UnlockDialog } from './controls/unlock-dialog.tsx';
import { PasswordDialog } from './passwords/password-dialogs.tsx';

/** The dialog that is open, if any. A dialog about a machine that was removed meanwhile closes by itself. */
export function OpenDialogs() {
  const { ui } = useServices();
  const dialog = useUi((state) => state.dialog);
  const machines = usePanel((state) => state.replica?.machines ?? null);
  const passwordsLocked = usePanel((state) => state.replica?.passwords.kind === 'vault-locked');
  // Answers can come after their dialog was closed: they must not close the next one.
  const onClose = (): void =>
    ui.setState((state) => (state.dialog === dialog ? withDialog(state, { kind: 'none' }) : state));
  const machineOf = (id: MachineId) => machines?.[id] ?? null;
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'add-machine':
      return <MachineDialog machine={null} onClose={onClose} />;
    case 'edit-machine': {
      const machine = machineOf(dialog.machineId);
      return machine && <MachineDialog machine={machine} onClose={onClose} />;
    }
    case 'remove-machine': {
      const machine = machineOf(dialog.machineId);
      return machine && <RemoveDialog snapshot={machine} onClose={onClose} />;
    }
    case 'trust': {
      const machine = machineOf(dialog.machineId);
      return machine && <TrustDialog snapshot={machine} onClose={onClose} />;
    }
    case 'confirm': {
      const machine = machineOf(dialog.machineId);
      const { action } = dialog;
      return (
        machine && (
          <ConfirmDialog
            key={`${dialog.machineId} ${action.kind}`}
            snapshot={machine}
            action={action}
            onClose={onClose}
          />
        )
      );
    }
    case 'lease': {
      const machine = machineOf(dialog.machineId);
      return machine && <LeaseDialog snapshot={machine} onClose={onClose} />;
    }
    case 'passwords':
      return (
        <PasswordDialog question={dialog.question} locked={passwordsLocked} onClose={onClose} />
      );
    case 'lock-controls':
      return <LockDialog onClose={onClose} />;
    case 'unlock-controls':
      return <UnlockDialog onClose={onClose} />;
    case 'outcome': {
      const machine = machineOf(dialog.machineId);
      const record = machine?.actions.find(({ id }) => id === dialog.actionId) ?? null;
      return (
        machine && record && <OutcomeDialog snapshot={machine} record={record} onClose={onClose} />
      );
    }
    default:
      return assertNever(dialog);
  }
}
