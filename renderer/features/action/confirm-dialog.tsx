import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type Acknowledgement, actionWords, type MachineAction } from '../../../shared/action.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { visibleText } from '../../format/visible-text.ts';
import { inFlightOf } from '../../model/action-state.ts';
import {
  nameHint,
  type Question,
  questionNow,
  questionWords,
  verdictFor,
} from '../../model/confirm.ts';
import { outcomeWord } from '../../model/outcome.ts';
import { runIsOn } from '../../model/status.ts';
import { useMoment } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { Note, ReasonList } from '../../ui/words.tsx';
import { ActionSteps } from './action-steps.tsx';
import { LiveFacts } from './live-facts.tsx';
import { usePresses } from './use-press.ts';

interface ConfirmDialogProps {
  readonly snapshot: MachineSnapshot;
  readonly action: MachineAction;
  readonly onClose: () => void;
}

/** Where the dialog is: reading the question, waiting for the machine, or told why it did not work. */
type Phase =
  | { readonly kind: 'asking'; readonly situation: string }
  | { readonly kind: 'performing' }
  | { readonly kind: 'failed'; readonly title: string; readonly failure: Failure };

/**
 * Asks before something is sent. What is agreed to is exactly what is on screen: the situation and reason codes of the
 * verdict that was read. When the machine moves on meanwhile, the question locks, renews or closes itself.
 */
export function ConfirmDialog({ snapshot, action, onClose }: ConfirmDialogProps) {
  const moment = useMoment();
  const presses = usePresses();
  const [typedName, setTypedName] = useState('');
  const [phase, setPhase] = useState<Phase>(() => ({
    kind: 'asking',
    situation: situationOf(snapshot, action),
  }));
  const { name } = snapshot.settings;
  const words = questionWords(action.kind, visibleText(name), runIsOn(snapshot));
  const destructive = action.kind === 'abort' || action.kind === 'stop-after-cycle';

  const agree = async (question: Extract<Question, { kind: 'open' }>): Promise<void> => {
    const acknowledgement: Acknowledgement = {
      situation: question.situation,
      codes: question.reasons.map((reason) => reason.code),
      typedName: question.typeName ? typedName : '',
    };
    setPhase({ kind: 'performing' });
    const answer = await presses.perform(snapshot.id, action, acknowledgement);
    if (!answer.ok) {
      setPhase({ kind: 'failed', title: 'Not sent', failure: answer.failure });
      return;
    }
    const { state } = answer.value;
    if ('failure' in state)
      setPhase({ kind: 'failed', title: outcomeWord(answer.value), failure: state.failure });
    else onClose();
  };

  const frame = {
    title: words.title,
    icon: action.kind === 'abort' ? 'abort' : 'attention',
    tone: destructive ? 'err' : 'warn',
    onClose,
  } as const;

  if (phase.kind === 'performing') {
    return (
      <Dialog
        {...frame}
        footer={<CloseFooter onClose={onClose} hint="It goes on if you close this." />}
      >
        <ActionSteps
          name={actionWords[action.kind].name}
          record={inFlightOf(snapshot, action.kind)}
        />
      </Dialog>
    );
  }
  if (phase.kind === 'failed')
    return (
      <Dialog {...frame} footer={<CloseFooter onClose={onClose} />}>
        <Note tone="err">
          <span role="alert">
            <b>{sentenceCase(phase.title)}.</b> {phase.failure.message} {phase.failure.remedy}
          </span>
        </Note>
      </Dialog>
    );

  const question = questionNow(snapshot, action, phase.situation, moment);
  return (
    <Dialog
      {...frame}
      footer={
        <AskingFooter
          question={question}
          words={words}
          danger={destructive}
          typedName={typedName}
          name={name}
          onClose={onClose}
          onAgree={(open) => void agree(open)}
          onRead={(situation) => setPhase({ kind: 'asking', situation })}
          stopInstead={
            action.kind === 'abort' && snapshot.interlocks['stop-after-cycle'].kind === 'confirm'
              ? () =>
                  presses.open({
                    kind: 'confirm',
                    machineId: snapshot.id,
                    action: { kind: 'stop-after-cycle' },
                  })
              : null
          }
        />
      }
    >
      <LiveFacts snapshot={snapshot} moment={moment} />
      <QuestionBody question={question} />
      {question.kind === 'open' && question.typeName && (
        <TextInput
          label={`Type ${name} to continue`}
          value={typedName}
          onChange={(event) => setTypedName(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {question.kind !== 'over' && (
        <p className={dialogClasses['foot']}>
          {snapshot.lease === null
            ? 'Takes Controller for this command, then gives it back.'
            : `${snapshot.lease.level} is held, and stays held after this command.`}
        </p>
      )}
    </Dialog>
  );
}

function situationOf(snapshot: MachineSnapshot, action: MachineAction): string {
  const verdict = verdictFor(snapshot, action);
  return verdict.kind === 'confirm' ? verdict.situation : '';
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function QuestionBody({ question }: { readonly question: Question }) {
  switch (question.kind) {
    case 'open':
      return <ReasonList reasons={question.reasons} />;
    case 'changed':
      return (
        <>
          <Note tone="warn">
            <span role="alert">The situation changed while this was open. Read it again.</span>
          </Note>
          <ReasonList reasons={question.reasons} />
        </>
      );
    case 'locked':
      return (
        <Note tone="warn" icon="lock">
          <span role="alert">This cannot be done now. {question.reason}</span>
        </Note>
      );
    case 'over':
      return (
        <Note tone="plain">
          <span role="alert">
            The situation changed: nothing needs to be confirmed any more. Nothing was sent. Close
            this and use the button again if you still want it.
          </span>
        </Note>
      );
    default:
      return question satisfies never;
  }
}

interface AskingFooterProps {
  readonly question: Question;
  readonly words: { readonly act: string; readonly safe: string };
  readonly danger: boolean;
  readonly typedName: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onAgree: (question: Extract<Question, { kind: 'open' }>) => void;
  readonly onRead: (situation: string) => void;
  readonly stopInstead: (() => void) | null;
}

function AskingFooter(props: AskingFooterProps) {
  const { question, words, danger, typedName, name, onClose, onAgree, onRead, stopInstead } = props;
  const safe = useRef<HTMLButtonElement>(null);
  if (question.kind === 'over') return <CloseFooter onClose={onClose} />;
  const nameMissing =
    question.kind === 'open' && question.typeName ? nameHint(typedName, name) : null;
  const locked =
    question.kind === 'locked'
      ? question.reason
      : question.kind === 'changed'
        ? 'Read what changed first'
        : nameMissing;
  return (
    <>
      <Button emphasis="filled" takesFocus ref={safe} onPress={onClose}>
        {words.safe}
      </Button>
      <span className={dialogClasses['push']}>{nameMissing}</span>
      {question.kind === 'changed' && (
        <Button
          onPress={() => {
            // This button goes away; the safe choice is where the focus belongs.
            safe.current?.focus();
            onRead(question.situation);
          }}
        >
          I have read it
        </Button>
      )}
      {stopInstead !== null && question.kind === 'open' && (
        <Button onPress={stopInstead}>Stop after cycle</Button>
      )}
      {locked !== null || question.kind !== 'open' ? (
        <LockedButton name={words.act} reason={locked ?? ''} />
      ) : (
        <Button emphasis={danger ? 'danger' : 'plain'} onPress={() => onAgree(question)}>
          {words.act}
        </Button>
      )}
    </>
  );
}

interface CloseFooterProps {
  readonly onClose: () => void;
  readonly hint?: string;
}

function CloseFooter({ onClose, hint = '' }: CloseFooterProps) {
  const close = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone by now and took the focus with it.
  useEffect(() => close.current?.focus(), []);
  return (
    <>
      <span className={dialogClasses['push']}>{hint}</span>
      <Button emphasis="filled" ref={close} onPress={onClose}>
        Close
      </Button>
    </>
  );
}
