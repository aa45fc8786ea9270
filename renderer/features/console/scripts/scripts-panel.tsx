import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Failure } from '../../../../shared/failure.ts';
import { isScriptOver, type StoredScript } from '../../../../shared/scripts.ts';
import type { MachineId } from '../../../../shared/units.ts';
import { visibleText } from '../../../format/visible-text.ts';
import { useAsk, useServices } from '../../../stores/use-services.ts';
import { speak } from '../../../ui/announcer.ts';
import { Button } from '../../../ui/button.tsx';
import { LockedButton } from '../../../ui/locked-button.tsx';
import { saveText } from '../../../ui/save-text.ts';
import { Note } from '../../../ui/words.tsx';
import { openTextFile } from '../open-text-file.ts';
import { emptyScript, type ScriptDraft } from './script-draft.ts';
import { ScriptEditor, type ScriptEditorHandle } from './script-editor.tsx';
import { problemsOf, ScriptFindings } from './script-findings.tsx';
import { ScriptLogs } from './script-logs.tsx';
import { ScriptProgress } from './script-progress.tsx';
import classes from './scripts.module.css';
import type { ScriptRunner } from './use-script-run.tsx';

interface ScriptsPanelProps {
  readonly machineId: MachineId;
  readonly runner: ScriptRunner;
  readonly draft: ScriptDraft;
  readonly onDraft: (draft: ScriptDraft) => void;
  /** Why nothing can be sent now; null if it can. */
  readonly locked: string | null;
}

/** Scripts: the library, an editor, a dry run, a run with its progress, and the logs. */
export function ScriptsPanel({ machineId, runner, draft, onDraft, locked }: ScriptsPanelProps) {
  const ask = useAsk();
  const { console } = useServices();
  const run = useStore(console.scripts, (state) => state[machineId] ?? null);
  const editor = useRef<ScriptEditorHandle>(null);
  const [stored, setStored] = useState<readonly StoredScript[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const problems = useMemo(() => problemsOf(draft.text), [draft.text]);
  const problemLines = useMemo(() => problems.map(({ line }) => line), [problems]);
  const busy = run !== null && !isScriptOver(run.progress);
  const kept = stored.find(({ id }) => id === draft.id) ?? null;
  const changed = kept === null || kept.text !== draft.text || kept.name !== draft.name;
  const shownFailure = failure ?? runner.failure;

  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const answer = await ask('scripts.list', {});
      if (!gone && answer.ok) setStored(answer.value);
    };
    void read();
    return () => {
      gone = true;
    };
  }, [ask]);

  const reload = async (): Promise<void> => {
    const answer = await ask('scripts.list', {});
    if (answer.ok) setStored(answer.value);
  };

  const save = async (): Promise<void> => {
    const answer = await ask('scripts.save', draft);
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    onDraft({ id: answer.value.id, name: answer.value.name, text: answer.value.text });
    speak('Script kept.');
    await reload();
  };

  const remove = async (id: string): Promise<void> => {
    const answer = await ask('scripts.remove', { id });
    setFailure(answer.ok ? null : answer.failure);
    onDraft({ ...draft, id: null });
    await reload();
  };

  const openFile = async (): Promise<void> => {
    const file = await openTextFile('.scpi');
    if (file !== null)
      onDraft({ id: null, name: file.name.replace(/\.scpi$/i, ''), text: file.text });
  };

  const start = (): void => {
    if (locked !== null || busy) speak(locked ?? 'A script is running already.');
    else void runner.run(draft.name, draft.text);
  };

  return (
    <div className={classes['panel']}>
      <div className={classes['inline']}>
        <NativeSelect
          className={classes['grow'] ?? ''}
          aria-label="Scripts kept here"
          value={draft.id ?? ''}
          data={[
            { value: '', label: draft.id === null ? 'Not kept yet' : 'New script' },
            ...stored.map(({ id, name }) => ({ value: id, label: visibleText(name) })),
          ]}
          onChange={(event) => {
            const id = event.currentTarget.value;
            const chosen = stored.find((candidate) => candidate.id === id);
            onDraft(chosen === undefined ? emptyScript : chosen);
          }}
        />
        <Button onPress={() => void openFile()}>Open file…</Button>
        <Button
          icon="download"
          label="Save as a .scpi file"
          onPress={() => saveText(`${draft.name}.scpi`, 'text/plain', draft.text)}
        >
          File
        </Button>
      </div>
      <div className={classes['inline']}>
        <TextInput
          className={classes['grow'] ?? ''}
          aria-label="Name of the script"
          value={draft.name}
          maxLength={100}
          onChange={(event) => onDraft({ ...draft, name: event.currentTarget.value })}
        />
        <Button onPress={() => void save()}>{changed ? 'Keep' : 'Kept'}</Button>
        {kept !== null && (
          <Button emphasis="quiet" onPress={() => void remove(kept.id)}>
            Remove
          </Button>
        )}
      </div>
      <ScriptEditor
        ref={editor}
        text={draft.text}
        onChange={(text) => onDraft({ ...draft, text })}
        onRun={start}
        onSave={() => void save()}
        problemLines={problemLines}
        runningLine={busy ? run.line : null}
      />
      {shownFailure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{shownFailure.message}</b> {shownFailure.remedy}
          </span>
        </Note>
      )}
      <ScriptFindings
        problems={problems}
        check={runner.checked?.text === draft.text ? runner.checked.check : null}
        onGoTo={(line) => editor.current?.goTo(line)}
      />
      {run !== null && <ScriptProgress run={run} />}
      {!busy && (
        <div className={classes['inline']}>
          {problems.length > 0 ? (
            <LockedButton
              name="Run script"
              reason={`Line ${problems[0]?.line}: ${problems[0]?.message}`}
              onExplain={speak}
            />
          ) : locked !== null ? (
            <LockedButton name="Run script" reason={locked} onExplain={speak} />
          ) : (
            <Button icon="resume" emphasis="filled" onPress={start}>
              Run script
            </Button>
          )}
          <Button onPress={() => void runner.check(draft.text)}>Dry run</Button>
        </div>
      )}
      <ScriptLogs machineId={machineId} version={`${run?.id} ${run?.progress.kind}`} />
    </div>
  );
}
