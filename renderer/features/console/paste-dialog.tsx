import type { AccessLevel } from '../../../shared/access-level.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { MachineText } from '../../ui/words.tsx';
import classes from './console.module.css';
import { splitCommands } from './split-commands.ts';

interface PasteDialogProps {
  readonly text: string;
  readonly level: AccessLevel;
  readonly onRun: () => void;
  readonly onEdit: () => void;
  readonly onInsert: () => void;
  readonly onClose: () => void;
}

const drawnCommands = 12;

/** Asks what to do with several commands that were pasted at once. Nothing is sent before. */
export function PasteDialog({ text, level, onRun, onEdit, onInsert, onClose }: PasteDialogProps) {
  const commands = splitCommands(text);
  const more = commands.length - drawnCommands;
  return (
    <Dialog
      title={`Run these ${commands.length} commands?`}
      icon="console"
      tone="plain"
      size={600}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <span className={dialogClasses['push']} />
          <Button onPress={onInsert}>Only insert the text</Button>
          <Button onPress={onEdit}>Edit as a script</Button>
          <Button emphasis="filled" takesFocus onPress={onRun}>
            Run one by one
          </Button>
        </>
      }
    >
      <p>
        They are run as {level}, one by one: the next only after the one before succeeded. The first
        that fails stops them.
      </p>
      <ol className={classes['pasted']}>
        {commands.slice(0, drawnCommands).map((command, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the list does not change while it is shown, and commands may repeat
          <li key={index}>
            <MachineText text={command} />
          </li>
        ))}
      </ol>
      {more > 0 && <p>… and {more} more.</p>}
    </Dialog>
  );
}
