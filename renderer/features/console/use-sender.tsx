import { type ReactNode, useCallback, useState } from 'react';
import type { AccessLevel } from '../../../shared/access-level.ts';
import type { Acknowledgement, Verdict } from '../../../shared/action.ts';
import type { ConsoleCommand } from '../../../shared/console.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { useAsk } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { CommandQuestion } from './command-question.tsx';
import { useLock } from './use-lock.ts';

/** A command with how it is to be sent. */
export interface Outgoing {
  readonly text: string;
  readonly level: AccessLevel;
  readonly wait: ConsoleCommand['wait'];
}

/** A command that acts on the machine, held back until it was agreed to. */
interface AskedCommand extends Outgoing {
  readonly verdict: Extract<Verdict, { kind: 'confirm' }>;
}

/** A command that did not succeed, and why. */
export interface SendFailure {
  readonly command: Outgoing;
  readonly failure: Failure;
}

export interface Sender {
  /** Why nothing can be sent now; null if it can. */
  readonly locked: string | null;
  /** Sends a command, after the question it may raise. Answers whether it was taken on. */
  readonly send: (command: Outgoing) => boolean;
  readonly failure: SendFailure | null;
  readonly forgetFailure: () => void;
  /** The question that is open, to be drawn. */
  readonly question: ReactNode;
}

interface SenderProps {
  readonly snapshot: MachineSnapshot;
  /** A command was written, or main was asked to. */
  readonly onSent: (text: string) => void;
  /** A question was answered with no: the command is nobody's any more. */
  readonly onWithdrawn: (text: string) => void;
}

/** The one way from the window's console to the machine: judged, asked about, sent once. */
export function useSender({ snapshot, onSent, onWithdrawn }: SenderProps): Sender {
  const { id } = snapshot;
  const ask = useAsk();
  const [failure, setFailure] = useState<SendFailure | null>(null);
  const [question, setQuestion] = useState<AskedCommand | null>(null);
  const locked = useLock(snapshot);

  const deliver = async (
    command: Outgoing,
    acknowledgement: Acknowledgement | null,
  ): Promise<void> => {
    setQuestion(null);
    setFailure(null);
    onSent(command.text);
    const { text, level, wait } = command;
    const answer = await ask('console.send', {
      machineId: id,
      command: { text, level, wait, acknowledgement },
    });
    if (!answer.ok) setFailure({ command, failure: answer.failure });
  };

  const judgeAndSend = async (command: Outgoing): Promise<void> => {
    // Main judges again when it is sent; asking first only means that nobody types in vain.
    const judged = await ask('console.judge', {
      machineId: id,
      text: command.text,
      level: command.level,
    });
    if (judged.ok && judged.value.kind === 'confirm')
      setQuestion({ ...command, verdict: judged.value });
    else await deliver(command, null);
  };

  return {
    locked,
    send: (command) => {
      if (locked !== null) {
        speak(locked);
        return false;
      }
      void judgeAndSend(command);
      return true;
    },
    failure,
    forgetFailure: useCallback(() => setFailure(null), []),
    question: question !== null && (
      <CommandQuestion
        snapshot={snapshot}
        command={question.text}
        verdict={question.verdict}
        onSend={(acknowledgement) => void deliver(question, acknowledgement)}
        onClose={() => {
          setQuestion(null);
          onWithdrawn(question.text);
        }}
      />
    ),
  };
}
