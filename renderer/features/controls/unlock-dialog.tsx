import { PasswordInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { isPin, pinDigits } from '../../stores/pins.ts';
import { useServices } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';

const problems = {
  none: undefined,
  shape: `The PIN has ${pinDigits.min} to ${pinDigits.max} digits.`,
  wrong: 'That is not the PIN. Ask whoever locked the controls.',
  failed: 'The PIN could not be checked in this window. Clear its stored data to unlock.',
} as const;

/** Asks for the PIN and unlocks the controls. */
export function UnlockDialog({ onClose }: { readonly onClose: () => void }) {
  const { controls } = useServices();
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<keyof typeof problems>('none');
  const [checking, setChecking] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const unlock = async (): Promise<void> => {
    if (checking) return;
    if (!isPin(pin)) {
      setProblem('shape');
      return;
    }
    setChecking(true);
    const opened = await controls.unlock(pin).catch(() => null);
    setChecking(false);
    if (opened === true) {
      speak('Controls are unlocked');
      onClose();
      return;
    }
    setProblem(opened === null ? 'failed' : 'wrong');
    setPin('');
    input.current?.focus();
  };
  return (
    <Dialog
      title="Unlock the controls?"
      icon="unlock"
      tone="plain"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Stay locked</Button>
          <span className={dialogClasses['push']} />
          {checking ? (
            <LockedButton name="Unlock" reason="Checking the PIN…" />
          ) : (
            <Button emphasis="filled" icon="unlock" onPress={() => void unlock()}>
              Unlock
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
          void unlock();
        }}
      >
        <PasswordInput
          ref={input}
          data-autofocus
          label="PIN"
          value={pin}
          inputMode="numeric"
          autoComplete="off"
          maxLength={pinDigits.max}
          error={problems[problem]}
          onChange={(event) => {
            setPin(event.currentTarget.value);
            setProblem('none');
          }}
        />
        <button type="submit" hidden aria-label="Unlock" />
      </form>
    </Dialog>
  );
}
