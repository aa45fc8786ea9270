import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { isPin, pinDigits } from '../../stores/pins.ts';
import { useServices } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { Note } from '../../ui/words.tsx';

/** Why these two entries make no PIN; null if they do, or if none is wanted. */
function pinProblem(pin: string, again: string): string | null {
  if (pin === '' && again === '') return null;
  if (!isPin(pin)) return `A PIN has ${pinDigits.min} to ${pinDigits.max} digits.`;
  return pin === again ? null : 'The two entries differ.';
}

/** Locks the controls of this window, with a PIN if one is wanted. */
export function LockDialog({ onClose }: { readonly onClose: () => void }) {
  const { controls } = useServices();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [shown, setShown] = useState(false);
  const [locking, setLocking] = useState(false);
  const [failed, setFailed] = useState(false);
  const problem = pinProblem(pin, again);
  const act = pin === '' && again === '' ? 'Lock without a PIN' : 'Lock with this PIN';

  const lock = async (): Promise<void> => {
    setShown(true);
    if (problem !== null || locking) return;
    setLocking(true);
    try {
      await controls.lock(pin === '' ? null : pin);
    } catch {
      setLocking(false);
      setFailed(true);
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
        setFailed(false);
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
          For a shared bench: watching goes on, but nothing in this window acts on a machine until
          someone unlocks it. That includes Pause, Stop and Abort, and sending from the console. A
          level that is held can still be given back.
        </p>
        {controls.pinsAvailable ? (
          <>
            {field(
              `PIN (optional, ${pinDigits.min} to ${pinDigits.max} digits)`,
              pin,
              shown && problem !== null ? problem : undefined,
              setPin,
            )}
            {(pin !== '' || again !== '') && field('The same again', again, undefined, setAgain)}
          </>
        ) : (
          <Note tone="plain">
            A PIN cannot be set here: it needs QuantDeck’s own window or a page opened on this
            computer.
          </Note>
        )}
        {failed && (
          <Note tone="err">
            <span role="alert">
              <b>The PIN could not be kept, so nothing was locked.</b> Lock without a PIN instead.
            </span>
          </Note>
        )}
        <p className={dialogClasses['foot']}>
          This guards against accidents, not against intent: other windows and the machine’s own
          screen still work. There is no way to read a forgotten PIN back; clearing this window’s
          stored data removes it.
        </p>
        <button type="submit" hidden aria-label={act} />
      </form>
    </Dialog>
  );
}
