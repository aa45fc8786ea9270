import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { AccessLevel } from '../../../shared/access-level.ts';
import { assertNever } from '../../../shared/assert-never.ts';
import { readTypedLine } from '../../../shared/catalogue/typed-line.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { HeldTranscript } from '../../stores/console-state.ts';
import { LineLog } from '../../stores/line-log.ts';
import { useServices } from '../../stores/use-services.ts';
import { Note } from '../../ui/words.tsx';
import { CommandLine, type CommandLineHandle } from './command-line.tsx';
import classes from './console.module.css';
import { withGroup } from './filter-bar.tsx';
import { PasteDialog } from './paste-dialog.tsx';
import { scriptOf } from './split-commands.ts';
import { RunningStrip } from './running-strip.tsx';
import { CommandPalette } from './palette/command-palette.tsx';
import type { BookmarkDraft } from './panels/bookmark-form.tsx';
import { PanelContent } from './panels/panel-content.tsx';
import { moveToPart } from './parts.ts';
import { keepDraft, loadDraft, type ScriptDraft } from './scripts/script-draft.ts';
import { ScriptStrip } from './scripts/script-strip.tsx';
import { useScriptRun } from './scripts/use-script-run.tsx';
import type { ConsoleKey } from './shortcuts.ts';
import { SidePanel } from './side-panel.tsx';
import { type ConsolePanel, panelWords, ToolStrip } from './tool-strip.tsx';
import { TranscriptPane, type TranscriptPaneHandle } from './transcript-pane.tsx';
import { initialFilter } from './transcript-rows.ts';
import { useCatalogue } from './use-catalogue.ts';
import { useLock } from './use-lock.ts';
import { useConsoleKeys } from './use-console-keys.ts';

/** Several commands that were pasted at once, and the level they would be run at. */
interface Pasted {
  readonly text: string;
  readonly level: AccessLevel;
}

/** A machine's console. Made anew for each machine. */
export function ConsoleView({ snapshot }: { readonly snapshot: MachineSnapshot }) {
  const { id, settings } = snapshot;
  const { console, kept } = useServices();
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
  const locked = useLock(snapshot);
  const catalogue = useCatalogue(id, snapshot.connection.kind === 'ready');
  const [panel, setPanel] = useState<ConsolePanel | null>(null);
  const [helpName, setHelpName] = useState<string | null>(null);
  /** The level chosen when the palette was opened; null while it is closed. */
  const [palette, setPalette] = useState<AccessLevel | null>(null);
  const runner = useScriptRun(snapshot);
  const [script, setScript] = useState(() => loadDraft(kept));
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const [draft, setDraft] = useState<BookmarkDraft | null>(null);
  const root = useRef<HTMLDivElement>(null);

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

  const openPanel = (next: ConsolePanel | null): void => {
    setPanel(next);
    // What is closed gives the focus back to where commands are typed.
    if (next === null) commandLine.current?.focus();
  };
  const changeScript = (next: ScriptDraft): void => {
    setScript(next);
    keepDraft(kept, next);
  };
  const insert = (text: string): void => commandLine.current?.setText(text);

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
        if (root.current !== null) moveToPart(root.current, key === 'next-part' ? 1 : -1);
        break;
      case 'palette':
        setPalette(commandLine.current?.level() ?? 'Observer');
        break;
      case 'help': {
        const typed = commandLine.current;
        const text = typed?.text() ?? '';
        const caret = typed?.caret() ?? 0;
        // The space ends a name that is just being typed.
        const head = `${text.slice(0, caret)} `;
        const found = readTypedLine(head, head.length, catalogue.commands).command;
        setHelpName(found?.name ?? null);
        setPanel(found === null && panel === 'help' ? null : 'help');
        break;
      }
      case 'bookmark-this':
        setDraft({
          id: null,
          name: '',
          text: commandLine.current?.text() ?? '',
          level: commandLine.current?.level() ?? 'Observer',
          note: '',
        });
        setPanel('bookmarks');
        break;
      case 'topics':
      case 'scripts':
      case 'bookmarks':
      case 'broadcast':
      case 'keys':
        openPanel(panel === key ? null : key);
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
  // The panel of scripts says itself why one was not started.
  const shownFailure = failure ?? (panel === 'scripts' ? null : runner.failure);
  const forgetDraft = useCallback(() => setDraft(null), []);
  const leave = useCallback(() => commandLine.current?.focus(), []);

  return (
    <div ref={root} className={classes['view']}>
      <div className={classes['session']}>
        {shownFailure !== null && (
          <Note tone="err">
            <span role="alert">
              <b>{shownFailure.message}</b> {shownFailure.remedy}
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
        {panel !== 'scripts' && <ScriptStrip machineId={id} onOpen={() => setPanel('scripts')} />}
        <RunningStrip machineId={id} />
        <CommandLine
          ref={commandLine}
          snapshot={snapshot}
          commands={catalogue.commands}
          onSeveral={(text, level) => setPasted({ text, level })}
        />
      </div>
      {panel !== null && (
        <SidePanel
          key={panel}
          title={panel === 'broadcast' ? 'Ask several machines' : panelWords[panel]}
          wide={panel === 'broadcast' || panel === 'scripts'}
          takesFocus={panel !== 'help'}
          onLeave={leave}
          onClose={() => openPanel(null)}
        >
          <PanelContent
            panel={panel}
            machineId={id}
            catalogue={catalogue}
            locked={locked}
            helpName={helpName}
            onHelp={setHelpName}
            filter={filter}
            onFilter={setFilter}
            draft={draft}
            onDraftTaken={forgetDraft}
            runner={runner}
            script={script}
            onScript={changeScript}
            onRun={runAs}
            onInsert={insert}
          />
        </SidePanel>
      )}
      <ToolStrip open={panel} onOpen={openPanel} />
      {runner.question}
      {pasted !== null && (
        <PasteDialog
          text={pasted.text}
          level={pasted.level}
          onRun={() => {
            setPasted(null);
            void runner.run('Pasted commands', scriptOf(pasted.text, pasted.level));
          }}
          onEdit={() => {
            setPasted(null);
            changeScript({
              id: null,
              name: 'Pasted commands',
              text: scriptOf(pasted.text, pasted.level),
            });
            setPanel('scripts');
          }}
          onInsert={() => {
            setPasted(null);
            insert(pasted.text);
          }}
          onClose={() => setPasted(null)}
        />
      )}
      {palette !== null && (
        <CommandPalette
          commands={catalogue.commands}
          level={palette}
          cap={settings.cap}
          onSend={(text, level) => commandLine.current?.send(text, level)}
          onInsert={insert}
          onClose={() => setPalette(null)}
        />
      )}
    </div>
  );
}
