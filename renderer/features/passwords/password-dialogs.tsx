import { useState } from 'react';
import type { Failure, Result } from '../../../shared/failure.ts';
import { useAsk } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { Note } from '../../ui/words.tsx';
import { PassphraseDialog } from './passphrase-dialog.tsx';

/** What can be asked about where passwords are kept. */
export type PasswordQuestion = 'create' | 'unlock' | 'change' | 'remove' | 'store-plainly';

interface PasswordDialogProps {
  readonly question: PasswordQuestion;
  /** Whether removing loses the passwords, because they are locked. */
  readonly locked: boolean;
  readonly onClose: () => void;
}

/** The dialogs about where machine passwords are kept. */
export function PasswordDialog({ question, locked, onClose }: PasswordDialogProps) {
  const ask = useAsk();
  switch (question) {
    case 'create':
      return (
        <PassphraseDialog
          title="Keep passwords in an encrypted file?"
          icon="lock"
          act="Create the file"
          safe="Not now"
          spoken="Passwords are kept in an encrypted file"
          currentLabel={null}
          nextLabel="New passphrase"
          submit={({ next }) => ask('passwords.createVault', { passphrase: next })}
          onClose={onClose}
        >
          <p>
            The passwords of your machines survive a restart. After each start, machines that need
            one wait until the passphrase is typed.
          </p>
          <Note tone="warn">
            Nobody can bring a forgotten passphrase back. The passwords must be entered again then.
          </Note>
        </PassphraseDialog>
      );
    case 'unlock':
      return (
        <PassphraseDialog
          title="Unlock passwords"
          icon="unlock"
          act="Unlock"
          safe="Stay locked"
          spoken="Passwords are unlocked"
          currentLabel="Passphrase"
          nextLabel={null}
          submit={({ current }) => ask('passwords.unlock', { passphrase: current })}
          onClose={onClose}
        >
          <p>Machines that wait for their password connect as soon as it is unlocked.</p>
        </PassphraseDialog>
      );
    case 'change':
      return (
        <PassphraseDialog
          title="Change the passphrase"
          icon="key"
          act="Change passphrase"
          safe="Cancel"
          spoken="The passphrase is changed"
          currentLabel="Passphrase now"
          nextLabel="New passphrase"
          submit={(entry) => ask('passwords.changePassphrase', entry)}
          onClose={onClose}
        >
          <p>The file is encrypted anew. Copies made earlier still open with the old passphrase.</p>
        </PassphraseDialog>
      );
    case 'remove':
      return (
        <ConfirmPasswords
          title="Remove the encrypted file?"
          act="Remove the file"
          safe="Keep it"
          submit={() => ask('passwords.removeVault', {})}
          onClose={onClose}
        >
          <p>
            {locked
              ? 'The passwords in it are locked, so they are lost: you have to enter them again. Machines that wait for one connect without it.'
              : 'The passwords stay in memory until QuantDeck is closed, and are gone then.'}
          </p>
        </ConfirmPasswords>
      );
    case 'store-plainly':
      return (
        <ConfirmPasswords
          title="Store passwords without a keychain?"
          act="Store them"
          safe="Keep them in memory"
          submit={() => ask('passwords.storePlainly', { allowed: true })}
          onClose={onClose}
        >
          <Note tone="warn">
            Anyone who can read this account’s files can read the passwords: backups, other
            programs, and whoever sits at this computer.
          </Note>
          <p>
            An encrypted file with a passphrase is safer. You can withdraw this later; the file is
            then removed.
          </p>
        </ConfirmPasswords>
      );
    default:
      return question satisfies never;
  }
}

interface ConfirmPasswordsProps {
  readonly title: string;
  readonly act: string;
  readonly safe: string;
  readonly children: React.ReactNode;
  readonly submit: () => Promise<Result<null>>;
  readonly onClose: () => void;
}

function ConfirmPasswords(props: ConfirmPasswordsProps) {
  const { title, act, safe, children, submit, onClose } = props;
  const [failure, setFailure] = useState<Failure | null>(null);
  const agree = async (): Promise<void> => {
    const answer = await submit();
    if (answer.ok) onClose();
    else setFailure(answer.failure);
  };
  return (
    <Dialog
      title={title}
      icon="attention"
      tone="warn"
      onClose={onClose}
      footer={
        <>
          <Button emphasis="filled" takesFocus onPress={onClose}>
            {safe}
          </Button>
          <span className={dialogClasses['push']} />
          <Button onPress={() => void agree()}>{act}</Button>
        </>
      }
    >
      <div className={dialogClasses['stack']}>
        {children}
        {failure !== null && (
          <Note tone="err">
            <span role="alert">
              <b>{failure.message}</b> {failure.remedy}
            </span>
          </Note>
        )}
      </div>
    </Dialog>
  );
}
