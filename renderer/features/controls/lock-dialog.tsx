import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { pinDigits, pinSchema } from '../../../shared/controls.ts';
import type { Failure } from '../../../shared/failure.ts';
import { useAsk } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { Note } from '../../ui/words.tsx';

/** Why these two entries make no PIN; null if they do, or if none is wanted. */
function pinProblem(pin: string, again: string): string | null {
  if (pin === '' && again === '') return null;
  if (!pinSchema.safeParse(pin).success)
    return `A PIN has ${pinDigits.min} to ${pinDigits.max} digits.`;
  return pin === again ? null : 'The two entries differ.';
}

/** Locks the controls of this workstation, with a PIN if one is wanted. */
export function LockDialog({ onClose }: { readonly onClose: () => void }) {
  const ask = useAsk();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [shown, setShown] = useState(false);
  const [locking, setLocking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const problem = pinProblem(pin, again);
  const act = pin === '' && again === '' ? 'Lock without a PIN' : 'Lock with this PIN';

  const lock = async (): Promise<void> => {
    setShown(true);
    if (problem !== null || locking) return;
    setLocking(true);
    const answer = await ask('controls.lock', { pin: pin === '' ? null : pin });
    if (!answer.ok) {
      setLocking(false);
      setFailure(answer.failure);
      return;
    }
    speak('Controls are locked');
    onClose();
  };
  const field = (
    label: string,
    value: string,
    error: string | undefined,
    onChange: (text: string) => void,
  ) => (
    <PasswordInput
      label={label}
      value={value}
      inputMode="numeric"
      autoComplete="off"
      maxLength={pinDigits.max}
      error={error}
      onChange={(event) => {
        setFailure(null);
        onChange(event.currentTarget.value);
      }}
    />
  );
  return (
    <Dialog
      title="Lock the controls?"
      icon="lock"
      tone="plain"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <span className={dialogClasses['push']} />
          {locking ? (
            <LockedButton name={act} reason="Locking…" />
          ) : (
            <Button emphasis="filled" icon="lock" takesFocus onPress={() => void lock()}>
              {act}
            </Button>
          )}
        </>
      }
    >
      <form
        className={dialogClasses['stack']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void lock();
        }}
      >
        <p>
          For a shared bench: watching goes on, but nothing acts on a machine from this workstation
          until someone unlocks it, in any window and after a restart too. That includes Pause, Stop
          and Abort, and sending from the console. A level that is held can still be given back.
        </p>
        {field(
          `PIN (optional, ${pinDigits.min} to ${pinDigits.max} digits)`,
          pin,
          shown && problem !== null ? problem : undefined,
          setPin,
        )}
        {(pin !== '' || again !== '') && field('The same again', again, undefined, setAgain)}
        {failure !== null && (
          <Note tone="err">
            <span role="alert">
              <b>{failure.message}</b> {failure.remedy}
            </span>
          </Note>
        )}
        <p className={dialogClasses['foot']}>
          This guards against accidents, not against intent: other computers and the machine’s own
          screen still work. A forgotten PIN cannot be read back; whoever may change QuantDeck’s
          data folder can remove controls.json while QuantDeck is closed.
        </p>
        <button type="submit" hidden aria-label={act} />
      </form>
    </Dialog>
  );
}
