import { NativeSelect } from '@mantine/core';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { type AccessLevel, accessLevels, atLeast } from '../../../shared/access-level.ts';
import { commandFault } from '../../../shared/command-text.ts';
import type { ConsoleCommand } from '../../../shared/console.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { useAsk } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import type { CatalogueCommand } from '../../../shared/catalogue/command-entry.ts';
import { CommandAdvice } from './command-advice.tsx';
import classes from './console.module.css';
import { atDraft, type History, pushHistory, stepHistory } from './history.ts';
import { HistoryList } from './history-list.tsx';
import { faultWords, HintRow } from './hint-row.tsx';
import { suggest } from './completions.ts';
import { CommandEditor, type CommandEditorHandle } from './input/command-editor.tsx';
import { SendFailureNote } from './send-failure-note.tsx';
import { splitCommands } from './split-commands.ts';
import { useAdvice } from './use-advice.ts';
import { useSender } from './use-sender.tsx';

/** What the rest of the console does with the command line. */
export interface CommandLineHandle {
  readonly focus: () => void;
  readonly text: () => string;
  readonly caret: () => number;
  readonly level: () => AccessLevel;
  readonly setText: (text: string) => void;
  /** Sends a command that was chosen elsewhere, at a level or at the one chosen here. */
  readonly send: (text: string, level?: AccessLevel) => void;
  readonly stepLevel: (by: 1 | -1) => void;
  readonly switchWait: () => void;
}

interface CommandLineProps {
  readonly ref?: Ref<CommandLineHandle>;
  readonly snapshot: MachineSnapshot;
  readonly commands: readonly CatalogueCommand[];
  /** Several commands were pasted at once. */
  readonly onSeveral: (text: string, level: AccessLevel) => void;
}

/** Where commands are typed. Enter sends, Shift+Enter starts a line, the arrows go through what was sent before. */
export function CommandLine({ ref, snapshot, commands, onSeveral }: CommandLineProps) {
  const { id, settings } = snapshot;
  const ask = useAsk();
  const levels = accessLevels.filter((level) => atLeast(settings.cap, level));
  const [level, setLevel] = useState<AccessLevel>('Observer');
  const [wait, setWait] = useState<ConsoleCommand['wait']>('done');
  const [text, setText] = useState('');
  const [caret, setCaret] = useState(0);
  const [history, setHistory] = useState<History>([]);
  const [listOpen, setListOpen] = useState(false);
  const cursor = useRef(atDraft);
  const editor = useRef<CommandEditorHandle>(null);
  const chosen = levels.includes(level) ? level : (levels.at(-1) ?? 'Guest');
  const sender = useSender({
    snapshot,
    onSent: (sent) => setHistory((before) => pushHistory(before, sent)),
    onWithdrawn: (withdrawn) => editor.current?.setText(withdrawn),
  });
  const advice = useAdvice(id, text, chosen);

  useEffect(() => {
    let gone = false;
    // What was sent meanwhile is in main's list as well by then.
    const load = async (): Promise<void> => {
      const answer = await ask('console.history', { machineId: id });
      if (!gone && answer.ok) setHistory(answer.value);
    };
    void load();
    return () => {
      gone = true;
    };
  }, [ask, id]);

  const submit = (): void => {
    // What is in the editor at this very moment: two presses of Enter may come before the window is drawn again.
    const command = editor.current?.text().trim() ?? '';
    if (command === '') return;
    const fault = commandFault(command);
    if (fault !== null) {
      speak(faultWords(fault));
      return;
    }
    // Emptied at once: a second Enter must not find the same command again.
    if (sender.send({ text: command, level: chosen, wait })) {
      editor.current?.setText('');
      cursor.current = atDraft;
    }
  };

  const step = (direction: 'up' | 'down'): boolean => {
    const moved = stepHistory(history, cursor.current, editor.current?.text() ?? '', direction);
    if (moved === null) return direction === 'up' && history.length > 0;
    editor.current?.setText(moved.text);
    cursor.current = moved.cursor;
    return true;
  };

  const closeList = (): void => {
    setListOpen(false);
    editor.current?.focus();
  };

  useImperativeHandle(ref, () => ({
    focus: () => editor.current?.focus(),
    text: () => editor.current?.text() ?? '',
    caret: () => editor.current?.caret() ?? 0,
    level: () => chosen,
    setText: (next) => {
      editor.current?.setText(next);
      editor.current?.focus();
    },
    send: (command, at = chosen) => void sender.send({ text: command, level: at, wait }),
    stepLevel: (by) => {
      const next = levels[levels.indexOf(chosen) + by];
      if (next === undefined) return;
      setLevel(next);
      speak(`Run as ${next}`);
    },
    switchWait: () => {
      const next = wait === 'done' ? 'accepted' : 'done';
      setWait(next);
      speak(waitWords[next]);
    },
  }));

  return (
    <div className={classes['input']} data-part="command line">
      {sender.question}
      <CommandAdvice advice={advice} />
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
          className={classes['wait'] ?? ''}
          aria-label="Wait for"
          value={wait}
          data={[
            { value: 'done', label: waitWords.done },
            { value: 'accepted', label: waitWords.accepted },
          ]}
          onChange={(event) =>
            setWait(event.currentTarget.value === 'accepted' ? 'accepted' : 'done')
          }
        />
        <CommandEditor
          ref={editor}
          completions={(context) => suggest(context, commands)}
          onChange={(next, at, typed) => {
            setText(next);
            if (typed) cursor.current = atDraft;
            setCaret(at);
          }}
          onSend={submit}
          onStep={step}
          onHistoryList={() => setListOpen(true)}
          onEscape={() => {
            editor.current?.setText('');
            cursor.current = atDraft;
            sender.forgetFailure();
          }}
          onPaste={(pasted) => {
            if (splitCommands(pasted).length < 2) return false;
            onSeveral(pasted, chosen);
            return true;
          }}
        />
        {sender.locked === null ? (
          <Button
            icon="send"
            emphasis={advice.kind === 'question' ? 'danger' : 'plain'}
            onPress={submit}
          >
            {advice.kind === 'question' ? 'Review and send…' : 'Send'}
          </Button>
        ) : (
          <LockedButton name="Send" reason={sender.locked} onExplain={speak} />
        )}
        {listOpen && (
          <HistoryList
            history={history}
            onChoose={(entry) => {
              editor.current?.setText(entry);
              closeList();
            }}
            onClose={closeList}
          />
        )}
      </div>
      <HintRow text={text} caret={caret} commands={commands} />
      <SendFailureNote sender={sender} />
    </div>
  );
}

const waitWords: Readonly<Record<ConsoleCommand['wait'], string>> = {
  done: 'Wait for the end',
  accepted: 'Wait for NEXT',
};
