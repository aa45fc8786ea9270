import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type Acknowledgement, actionWords, type MachineAction } from '../../../shared/action.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatDuration } from '../../format/duration.ts';
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
import { speak } from '../../ui/announcer.ts';
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
  /** When the person chose to wait for the image that was being taken; null if they did not. */
  const [waitingSince, setWaitingSince] = useState<Instant | null>(null);
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

  const question = questionNow(
    snapshot,
    action,
    phase.kind === 'asking' ? phase.situation : '',
    moment,
  );
  // What was waited for has come: the question that follows is the one to read, not a change of one that was read.
  if (
    phase.kind === 'asking' &&
    phase.situation === '' &&
    waitingSince !== null &&
    question.kind === 'changed'
  )
    setPhase({ kind: 'asking', situation: question.situation });
  const imageTaken = waitingSince !== null && question.kind === 'open';
  useEffect(() => {
    if (imageTaken) speak('The image was taken. Read what opening means now, then confirm.');
  }, [imageTaken]);

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
          waiting={waitingSince !== null}
          onWait={() => setWaitingSince(moment.now)}
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
      <QuestionBody
        question={question}
        waited={waitingSince === null ? null : (moment.now - waitingSince) / 1000}
      />
      {question.kind === 'open' && question.typeName && (
        <TextInput
          label={`Type ${name} to continue`}
          value={typedName}
          onChange={(event) => setTypedName(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {question.kind !== 'over' && question.kind !== 'imaging' && (
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

interface QuestionBodyProps {
  readonly question: Question;
  /** Seconds since the person chose to wait for the image; null if they did not. */
  readonly waited: number | null;
}

function QuestionBody({ question, waited }: QuestionBodyProps) {
  switch (question.kind) {
    case 'open':
      return (
        <>
          {waited !== null && (
            <Note tone="plain" icon="check">
              The image was taken. Nothing was sent: confirm if you still want it.
            </Note>
          )}
          <ReasonList reasons={question.reasons} />
        </>
      );
    case 'imaging':
      return waited === null ? (
        <Note tone="warn" icon="camera">
          <span role="alert">{question.reason}</span>
        </Note>
      ) : (
        <Note tone="plain" icon="camera">
          <output>Waiting for this image. You are asked again once it was taken.</output>{' '}
          {formatDuration(Math.max(0, waited))} so far. Nothing is sent by itself.
        </Note>
      );
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
  readonly waiting: boolean;
  readonly onWait: () => void;
  readonly stopInstead: (() => void) | null;
}

function AskingFooter(props: AskingFooterProps) {
  const { question, words, danger, typedName, name, onClose, onAgree, onRead, stopInstead } = props;
  const safe = useRef<HTMLButtonElement>(null);
  if (question.kind === 'over') return <CloseFooter onClose={onClose} />;
  if (question.kind === 'imaging')
    return (
      <>
        <Button emphasis={props.waiting ? 'filled' : 'plain'} ref={safe} onPress={onClose}>
          {words.safe}
        </Button>
        <span className={dialogClasses['push']} />
        {props.waiting ? (
          <LockedButton name={words.act} reason="Waiting for this image." />
        ) : (
          <Button
            emphasis="filled"
            icon="clock"
            takesFocus
            onPress={() => {
              // This button goes away; the safe choice is where the focus belongs.
              safe.current?.focus();
              props.onWait();
            }}
          >
            Wait for this image
          </Button>
        )}
      </>
    );
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
