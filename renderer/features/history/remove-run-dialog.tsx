import { useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import type { RunSummary } from '../../../shared/run-history.ts';
import { go } from '../../stores/router.ts';
import { useAsk } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { Note } from '../../ui/words.tsx';
import { runTitle } from './history-model.ts';

interface RemoveRunDialogProps {
  readonly summary: RunSummary;
  readonly onClose: () => void;
}

/** Asks before a recorded run is deleted. */
export function RemoveRunDialog({ summary, onClose }: RemoveRunDialogProps) {
  const ask = useAsk();
  const [failure, setFailure] = useState<Failure | null>(null);
  const remove = async (): Promise<void> => {
    const answer = await ask('runs.remove', { runId: summary.id });
    if (!answer.ok) {
      setFailure(answer.failure);
      return;
    }
    onClose();
    go({ kind: 'history', id: null });
  };
  return (
    <Dialog
      title={`Remove ${runTitle(summary)}?`}
      icon="attention"
      tone="warn"
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            Keep it
          </Button>
          <span className={dialogClasses['push']} />
          <Button emphasis="danger" onPress={() => void remove()}>
            Remove run
          </Button>
        </>
      }
    >
      <p>
        Its temperatures, protocol and events are deleted from this workstation and cannot be
        brought back. Nothing changes on the machine. Export it first to keep a copy.
      </p>
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
