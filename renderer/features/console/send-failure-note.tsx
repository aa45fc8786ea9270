import type { FailureKind } from '../../../shared/failure.ts';
import { Button } from '../../ui/button.tsx';
import { MachineText, Note } from '../../ui/words.tsx';
import classes from './console.module.css';
import type { Sender } from './use-sender.tsx';

/** The machine's own answers to a command: its line in the transcript says and explains them. */
const inTranscript: ReadonlySet<FailureKind> = new Set(['machine-error', 'insufficient-access']);

/** Why the last command came to nothing, where no line of the transcript says it. */
export function SendFailureNote({ sender }: { readonly sender: Sender }) {
  if (sender.failure === null || inTranscript.has(sender.failure.failure.kind)) return null;
  const { failure } = sender.failure;
  return (
    <Note tone="err">
      <span role="alert" className={classes['failure']}>
        <span>
          <b>{failure.message}</b> {failure.remedy}{' '}
          {failure.detail !== '' && <MachineText text={failure.detail} />}
        </span>
        <Button small emphasis="quiet" onPress={sender.forgetFailure}>
          Dismiss
        </Button>
      </span>
    </Note>
  );
}
