import { useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { visibleText } from '../../format/visible-text.ts';
import { engineStopped } from '../../model/engine.ts';
import { runIsOn } from '../../model/status.ts';
import { go } from '../../stores/router.ts';
import { useAsk, useMoment } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { Note } from '../../ui/words.tsx';

interface RemoveDialogProps {
  readonly snapshot: MachineSnapshot;
  readonly onClose: () => void;
}

/** Asks before a machine is taken off this workstation's list. */
export function RemoveDialog({ snapshot, onClose }: RemoveDialogProps) {
  const ask = useAsk();
  const { engine } = useMoment();
  const [failure, setFailure] = useState<Failure | null>(null);
  const name = visibleText(snapshot.settings.name);
  const remove = async (): Promise<void> => {
    const answer = await ask('machines.remove', { machineId: snapshot.id });
    if (!answer.ok) {
      setFailure(answer.failure);
      return;
    }
    onClose();
    go({ kind: 'machines' });
  };
  return (
    <Dialog
      title={`Remove ${name}?`}
      icon="attention"
      tone="warn"
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            Keep it
          </Button>
          <span className={dialogClasses['push']} />
          {engine === 'down' ? (
            <LockedButton name="Remove machine" reason={engineStopped} />
          ) : (
            <Button emphasis="danger" onPress={() => void remove()}>
              Remove machine
            </Button>
          )}
        </>
      }
    >
      <p>
        QuantDeck leaves {name} and forgets its address, settings
        {snapshot.hasPassword ? ' and password' : ''}. Nothing changes on the machine itself.
      </p>
      {runIsOn(snapshot) && (
        <Note tone="warn">A run is on. It goes on, but you will not see it here any more.</Note>
      )}
      {snapshot.settings.kind === 'simulated' && (
        <Note tone="plain">You can add the practice machine again under Settings.</Note>
      )}
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
    </Dialog>
  );
}
