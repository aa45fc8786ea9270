import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AccessLevel } from '../../../shared/access-level.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { HeldTranscript } from '../../stores/console-state.ts';
import { LineLog } from '../../stores/line-log.ts';
import { useServices } from '../../stores/use-services.ts';
import { Note } from '../../ui/words.tsx';
import { CommandLine, type CommandLineHandle } from './command-line.tsx';
import classes from './console.module.css';
import { withGroup } from './filter-bar.tsx';
import { RunningStrip } from './running-strip.tsx';
import type { ConsoleKey } from './shortcuts.ts';
import { TranscriptPane, type TranscriptPaneHandle } from './transcript-pane.tsx';
import { initialFilter } from './transcript-rows.ts';
import { useConsoleKeys } from './use-console-keys.ts';

/** A machine's console. Made anew for each machine. */
export function ConsoleView({ snapshot }: { readonly snapshot: MachineSnapshot }) {
  const { id, settings } = snapshot;
  const { console } = useServices();
  const held = useStore(console.transcripts, (state) => state[id]);
  const [filter, setFilter] = useState(initialFilter);
  const [failure, setFailure] = useState<Failure | null>(null);
  const commandLine = useRef<CommandLineHandle>(null);
  const pane = useRef<TranscriptPaneHandle>(null);
  const [emptyLog] = useState<HeldTranscript>(() => ({
    log: new LineLog(),
    oldest: null,
    dropped: 0,
  }));
  const shown = held ?? emptyLog;

  useEffect(() => {
    let gone = false;
    const open = async (): Promise<void> => {
      const answer = await console.open(id);
      if (!gone) setFailure(answer.ok ? null : answer.failure);
    };
    void open();
    return () => {
      gone = true;
    };
  }, [id, console]);

  const obey = (key: ConsoleKey): void => {
    switch (key) {
      case 'command':
        commandLine.current?.focus();
        break;
      case 'find':
      case 'find-next':
      case 'find-previous':
      case 'latest':
      case 'save-transcript':
        pane.current?.obey(key);
        break;
      case 'clear':
        setFilter({ ...filter, clearedUpTo: shown.log.last });
        break;
      case 'level-up':
        commandLine.current?.stepLevel(1);
        break;
      case 'level-down':
        commandLine.current?.stepLevel(-1);
        break;
      case 'wait':
        commandLine.current?.switchWait();
        break;
      case 'commands-chip':
        setFilter(withGroup(filter, 'commands'));
        break;
      case 'replies-chip':
        setFilter(withGroup(filter, 'replies'));
        break;
      case 'errors-chip':
        setFilter(withGroup(filter, 'errors'));
        break;
      case 'messages-chip':
        setFilter(withGroup(filter, 'messages'));
        break;
      case 'own-chip':
        setFilter({ ...filter, own: !filter.own });
        break;
      case 'next-part':
      case 'previous-part':
      case 'palette':
      case 'help':
      case 'bookmark-this':
      case 'topics':
      case 'scripts':
      case 'bookmarks':
      case 'broadcast':
      case 'keys':
        break;
      default:
        assertNever(key);
    }
  };
  useConsoleKeys(obey);

  const runAs = useCallback(
    (command: string, level: AccessLevel) => commandLine.current?.send(command, level),
    [],
  );
  const leave = useCallback(() => commandLine.current?.focus(), []);

  return (
    <div className={classes['view']}>
      <div className={classes['session']}>
        {failure !== null && (
          <Note tone="err">
            <span role="alert">
              <b>{failure.message}</b> {failure.remedy}
            </span>
          </Note>
        )}
        <TranscriptPane
          ref={pane}
          machineId={id}
          held={shown}
          filter={filter}
          cap={settings.cap}
          onFilter={setFilter}
          onRunAs={runAs}
          onLeave={leave}
          onFailure={setFailure}
        />
        <RunningStrip machineId={id} />
        <CommandLine
          ref={commandLine}
          snapshot={snapshot}
          completions={noCompletions}
          onSeveral={() => {}}
        />
      </div>
    </div>
  );
}

const noCompletions = () => null;
