import { useRef, useState } from 'react';
import type { Failure, Result } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { visibleText } from '../../format/visible-text.ts';
import { engineStopped } from '../../model/engine.ts';
import { useAsk, useMoment, usePanel } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../ui/dialog.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { Note } from '../../ui/words.tsx';
import classes from './connection.module.css';
import { emptyForm, formOf, readDraft } from './draft.ts';
import { MachineForm } from './machine-form.tsx';
import { TestReport, type TestState } from './test-report.tsx';

interface MachineDialogProps {
  /** The machine to edit; null adds one. */
  readonly machine: MachineSnapshot | null;
  readonly onClose: () => void;
}

/** Adds a machine or changes one, with a connection test that needs neither. */
export function MachineDialog({ machine, onClose }: MachineDialogProps) {
  const ask = useAsk();
  const { engine } = useMoment();
  const passwords = usePanel((state) => state.replica?.passwords ?? null);
  const hasPassword = machine?.hasPassword ?? false;
  const [form, setForm] = useState(() =>
    machine?.settings.kind === 'network' ? formOf(machine.settings, hasPassword) : emptyForm,
  );
  const [showAll, setShowAll] = useState(false);
  const [test, setTest] = useState<TestState>({ kind: 'none' });
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** Counts tests, so that the answer of one that was overtaken is dropped. */
  const testNumber = useRef(0);
  const reading = readDraft(form);

  const runTest = async (): Promise<void> => {
    setShowAll(true);
    if (!reading.ok) return;
    testNumber.current += 1;
    const number = testNumber.current;
    setTest({ kind: 'running' });
    const { draft, password } = reading;
    const answer = await ask('machines.test', { draft, password, machineId: machine?.id ?? null });
    if (number !== testNumber.current) return;
    setTest(
      answer.ok
        ? { kind: 'done', report: answer.value }
        : { kind: 'failed', failure: answer.failure },
    );
  };

  const save = async (): Promise<void> => {
    setShowAll(true);
    if (!reading.ok) return;
    setSaving(true);
    setFailure(null);
    const { draft, password } = reading;
    const answer: Result<unknown> =
      machine === null
        ? await ask('machines.add', { draft, password })
        : await ask('machines.update', { machineId: machine.id, draft, password });
    setSaving(false);
    if (answer.ok) onClose();
    else setFailure(answer.failure);
  };

  const act = machine === null ? 'Add machine' : 'Save';
  const locked = lockReason(engine, saving);
  return (
    <Dialog
      title={machine === null ? 'Add machine' : `Edit ${visibleText(machine.settings.name)}`}
      icon="machine"
      tone="plain"
      size={816}
      flush
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <span className={dialogClasses['push']}>
            {showAll && !reading.ok && 'Some fields still need you'}
          </span>
          {locked === null ? (
            <>
              <Button icon="refresh" onPress={() => void runTest()}>
                {test.kind === 'none' ? 'Test connection' : 'Test again'}
              </Button>
              <Button emphasis="filled" type="submit" onPress={() => void save()}>
                {act}
              </Button>
            </>
          ) : (
            <>
              <LockedButton name="Test connection" reason={locked} />
              <LockedButton name={act} reason={locked} />
            </>
          )}
        </>
      }
    >
      <form
        className={classes['columns']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (locked === null) void save();
        }}
      >
        <MachineForm
          form={form}
          problems={reading.ok ? {} : reading.problems}
          showAll={showAll}
          hasPassword={hasPassword}
          passwords={passwords}
          onChange={setForm}
        />
        <div>
          {failure !== null && (
            <div className={classes['side']}>
              <Note tone="err">
                <span role="alert">
                  <b>{failure.message}</b> {failure.remedy}
                </span>
              </Note>
            </div>
          )}
          {!reading.ok && showAll && reading.problems.other !== undefined && (
            <div className={classes['side']}>
              <Note tone="err">{reading.problems.other}</Note>
            </div>
          )}
          <TestReport
            test={test}
            pinned={form.tls.pinnedFingerprint}
            onPin={(pinnedFingerprint) =>
              setForm({ ...form, tls: { ...form.tls, pinnedFingerprint } })
            }
          />
        </div>
        {/* Lets Enter in a field save, although the buttons stand in the dialog's foot. */}
        <button type="submit" hidden aria-label={act} />
      </form>
    </Dialog>
  );
}

function lockReason(engine: 'up' | 'down', saving: boolean): string | null {
  if (engine === 'down') return engineStopped;
  return saving ? 'Saving…' : null;
}
