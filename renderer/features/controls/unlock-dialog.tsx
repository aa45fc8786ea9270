import { PasswordInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { pinDigits, pinSchema } from '../../../shared/controls.ts';
import { useAsk } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';

/** Asks for the PIN and unlocks the controls. */
export function UnlockDialog({ onClose }: { readonly onClose: () => void }) {
  const ask = useAsk();
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [checking, setChecking] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const unlock = async (): Promise<void> => {
    if (checking) return;
    if (!pinSchema.safeParse(pin).success) {
      setProblem(`The PIN has ${pinDigits.min} to ${pinDigits.max} digits.`);
      return;
    }
    setChecking(true);
    const answer = await ask('controls.unlock', { pin });
    setChecking(false);
    if (answer.ok) {
      speak('Controls are unlocked');
      onClose();
      return;
    }
    setProblem(`${answer.failure.message} ${answer.failure.remedy}`);
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
          error={problem ?? undefined}
          onChange={(event) => {
            setPin(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <button type="submit" hidden aria-label="Unlock" />
      </form>
    </Dialog>
  );
}
