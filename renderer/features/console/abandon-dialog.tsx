import type { RunningCommand } from '../../../shared/console.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { MachineText } from '../../ui/words.tsx';

interface AbandonDialogProps {
  readonly command: RunningCommand;
  readonly onAbandon: () => void;
  readonly onClose: () => void;
}

/** Says what abandoning a command does, and what it does not, before it is done. */
export function AbandonDialog({ command, onAbandon, onClose }: AbandonDialogProps) {
  return (
    <Dialog
      title="Stop waiting for this command?"
      icon="clock"
      tone="warn"
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            Keep waiting
          </Button>
          <span className={dialogClasses['push']} />
          <Button emphasis="danger" onPress={onAbandon}>
            Abandon
          </Button>
        </>
      }
    >
      <p>
        <MachineText text={command.text} />
      </p>
      <p>
        {command.state === 'preparing'
          ? 'It was not sent yet, and will not be.'
          : 'Nothing is sent to the machine: what it has begun goes on. QuantDeck only stops waiting, and calls the outcome unknown. A reply that comes later still stands in the transcript.'}
      </p>
    </Dialog>
  );
}
