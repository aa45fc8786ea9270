import { PasswordInput } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import type { Failure, Result } from '../../../shared/failure.ts';
import type { IconName } from '../../model/icon-name.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { Note } from '../../ui/words.tsx';
import { newPassphraseProblem } from './new-passphrase.ts';

/** What was typed. A field that is not asked for stays empty. */
export interface PassphraseEntry {
  readonly current: string;
  readonly next: string;
}

interface PassphraseDialogProps {
  readonly title: string;
  readonly icon: IconName;
  readonly act: string;
  readonly safe: string;
  /** What is said once it worked. */
  readonly spoken: string;
  /** Label of the field for the passphrase that is in use; null to leave it out. */
  readonly currentLabel: string | null;
  /** Label of the field for a new passphrase, which is typed twice; null to leave it out. */
  readonly nextLabel: string | null;
  readonly children: ReactNode;
  readonly submit: (entry: PassphraseEntry) => Promise<Result<null>>;
  readonly onClose: () => void;
}

type Phase =
  | { readonly kind: 'asking' }
  | { readonly kind: 'working' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Asks for a passphrase, once or twice. What was typed lives in this dialog and in one request, and nowhere else. */
export function PassphraseDialog(props: PassphraseDialogProps) {
  const { title, icon, act, safe, spoken, currentLabel, nextLabel, children, submit, onClose } =
    props;
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [phase, setPhase] = useState<Phase>({ kind: 'asking' });
  const first = useRef<HTMLInputElement>(null);
  const problem = nextLabel === null ? null : newPassphraseProblem(next, again);
  const missing = currentLabel !== null && current === '' ? 'Type the passphrase.' : null;
  const wrong = phase.kind === 'failed' && phase.failure.kind === 'wrong-passphrase';

  const send = async (): Promise<void> => {
    setTried(true);
    if (phase.kind === 'working' || problem !== null || missing !== null) return;
    setPhase({ kind: 'working' });
    const answer = await submit({ current, next });
    if (answer.ok) {
      speak(spoken);
      onClose();
      return;
    }
    setPhase({ kind: 'failed', failure: answer.failure });
    if (answer.failure.kind === 'wrong-passphrase') setCurrent('');
    first.current?.focus();
  };
  const change = (set: (text: string) => void) => (event: React.ChangeEvent<HTMLInputElement>) => {
    set(event.currentTarget.value);
    setPhase({ kind: 'asking' });
    setTried(false);
  };
  return (
    <Dialog
      title={title}
      icon={icon}
      tone="plain"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{safe}</Button>
          <span className={dialogClasses['push']}>
            {phase.kind === 'working' && <output>This takes about a second, on purpose…</output>}
          </span>
          {phase.kind === 'working' ? (
            <LockedButton name={act} reason="Working on it…" />
          ) : (
            <Button emphasis="filled" icon={icon} onPress={() => void send()}>
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
          void send();
        }}
      >
        {children}
        {currentLabel !== null && (
          <PasswordInput
            ref={first}
            data-autofocus
            label={currentLabel}
            value={current}
            autoComplete="off"
            error={
              wrong
                ? `${phase.failure.message} ${phase.failure.remedy}`
                : tried && missing !== null
                  ? missing
                  : undefined
            }
            onChange={change(setCurrent)}
          />
        )}
        {nextLabel !== null && (
          <>
            <PasswordInput
              {...(currentLabel === null ? { ref: first, 'data-autofocus': true } : {})}
              label={nextLabel}
              description="At least 12 characters, such as four words"
              value={next}
              autoComplete="off"
              error={tried && problem !== null ? problem : undefined}
              onChange={change(setNext)}
            />
            <PasswordInput
              label="The same again"
              value={again}
              autoComplete="off"
              onChange={change(setAgain)}
            />
          </>
        )}
        {phase.kind === 'failed' && !wrong && (
          <Note tone="err">
            <span role="alert">
              <b>{phase.failure.message}</b> {phase.failure.remedy}
            </span>
          </Note>
        )}
        <button type="submit" hidden aria-label={act} />
      </form>
    </Dialog>
  );
}
