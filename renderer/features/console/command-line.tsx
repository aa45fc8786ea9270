import { NativeSelect, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { type AccessLevel, accessLevels, atLeast } from '../../../shared/access-level.ts';
import type { Acknowledgement, Verdict } from '../../../shared/action.ts';
import type { ConsoleCommand } from '../../../shared/console.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { noContact } from '../../model/button.ts';
import { controlsLocked, engineStopped } from '../../model/engine.ts';
import { useAsk, useMoment, useServices } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { MachineText, Note } from '../../ui/words.tsx';
import { CommandQuestion } from './command-question.tsx';
import classes from './console.module.css';
import { atDraft, loadHistory, pushHistory, saveHistory, stepHistory } from './history.ts';

/** A command that acts on the machine, held back until it was agreed to. */
interface AskedCommand {
  readonly command: string;
  readonly level: AccessLevel;
  readonly verdict: Extract<Verdict, { kind: 'confirm' }>;
}

/** Where commands are typed. Enter sends, Shift+Enter starts a line, the arrows go through what was sent before. */
export function CommandLine({ snapshot }: { readonly snapshot: MachineSnapshot }) {
  const { id, settings } = snapshot;
  const ask = useAsk();
  const { kept } = useServices();
  const moment = useMoment();
  const levels = accessLevels.filter((level) => atLeast(settings.cap, level));
  const [level, setLevel] = useState<AccessLevel>('Observer');
  const [wait, setWait] = useState<ConsoleCommand['wait']>('done');
  const [text, showText] = useState('');
  // What is typed at this very moment: two presses of Enter may come before the window is drawn again.
  const typed = useRef('');
  const setText = (next: string): void => {
    typed.current = next;
    showText(next);
  };
  const [history, setHistory] = useState(() => loadHistory(kept, id));
  const [cursor, setCursor] = useState(atDraft);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [waiting, setWaiting] = useState(0);
  const [question, setQuestion] = useState<AskedCommand | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const chosen = levels.includes(level) ? level : (levels.at(-1) ?? 'Guest');
  const locked =
    moment.engine === 'down'
      ? engineStopped
      : moment.controls === 'locked'
        ? controlsLocked
        : noContact(snapshot, moment);

  const send = async (): Promise<void> => {
    const command = typed.current.trim();
    if (command === '') return;
    if (locked !== null) {
      speak(locked);
      return;
    }
    // Emptied at once: a second Enter must not find the same command again.
    setText('');
    setCursor(atDraft);
    // Main judges again when it is sent; asking first only means that nobody types in vain.
    const judged = await ask('console.judge', { machineId: id, text: command, level: chosen });
    if (judged.ok && judged.value.kind === 'confirm')
      setQuestion({ command, level: chosen, verdict: judged.value });
    else await deliver(command, chosen, null);
  };

  const deliver = async (
    command: string,
    at: AccessLevel,
    acknowledgement: Acknowledgement | null,
  ): Promise<void> => {
    const next = pushHistory(history, command);
    setQuestion(null);
    setHistory(next);
    saveHistory(kept, id, next);
    setFailure(null);
    setWaiting((count) => count + 1);
    const answer = await ask('console.send', {
      machineId: id,
      command: { text: command, level: at, wait, acknowledgement },
    });
    setWaiting((count) => count - 1);
    if (!answer.ok) setFailure(answer.failure);
  };

  const step = (direction: 'up' | 'down'): boolean => {
    const moved = stepHistory(history, cursor, text, direction);
    if (moved === null) return false;
    setCursor(moved.cursor);
    setText(moved.text);
    return true;
  };

  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    } else if (event.key === 'ArrowUp' && !value.slice(0, selectionStart).includes('\n')) {
      if (step('up')) event.preventDefault();
    } else if (event.key === 'ArrowDown' && !value.slice(selectionEnd).includes('\n')) {
      if (step('down')) event.preventDefault();
    }
  };

  return (
    <div>
      {question !== null && (
        <CommandQuestion
          snapshot={snapshot}
          command={question.command}
          verdict={question.verdict}
          onSend={(acknowledgement) =>
            void deliver(question.command, question.level, acknowledgement)
          }
          onClose={() => {
            setQuestion(null);
            setText(question.command);
          }}
        />
      )}
      <div className={classes['dock']}>
        <NativeSelect
          className={classes['level'] ?? ''}
          aria-label="Run as"
          value={chosen}
          data={levels.map((name) => ({ value: name, label: `Run as ${name}` }))}
          onChange={(event) => {
            const name = levels.find((known) => known === event.currentTarget.value);
            if (name !== undefined) setLevel(name);
          }}
        />
        <NativeSelect
          className={classes['level'] ?? ''}
          aria-label="Wait for"
          value={wait}
          data={[
            { value: 'done', label: 'Wait for the end' },
            { value: 'accepted', label: 'Wait for NEXT' },
          ]}
          onChange={(event) =>
            setWait(event.currentTarget.value === 'accepted' ? 'accepted' : 'done')
          }
        />
        <Textarea
          ref={input}
          className={classes['input'] ?? ''}
          aria-label="Command"
          rows={1}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setCursor(atDraft);
          }}
          onKeyDown={onKeyDown}
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="off"
          spellCheck={false}
        />
        {locked === null ? (
          <Button icon="send" onPress={() => void send()}>
            Send
          </Button>
        ) : (
          <LockedButton name="Send" reason={locked} onExplain={speak} />
        )}
      </div>
      <p className={classes['waiting']}>
        {waiting > 0 && `Waiting for ${waiting === 1 ? 'a reply' : `${waiting} replies`}…`}
      </p>
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}{' '}
            {failure.detail !== '' && <MachineText text={failure.detail} />}
          </span>
        </Note>
      )}
    </div>
  );
}
