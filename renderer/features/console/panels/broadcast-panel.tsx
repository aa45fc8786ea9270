import { Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import type { BroadcastAnswer } from '../../../../shared/console-extras.ts';
import type { Failure } from '../../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../../shared/machine.ts';
import type { MachineId } from '../../../../shared/units.ts';
import { formatMilliseconds } from '../../../format/duration.ts';
import { visibleText } from '../../../format/visible-text.ts';
import { machinesInOrder } from '../../../stores/panel-selectors.ts';
import { useAsk, usePanel } from '../../../stores/use-services.ts';
import { Button } from '../../../ui/button.tsx';
import { saveText } from '../../../ui/save-text.ts';
import { MachineText, Note } from '../../../ui/words.tsx';
import { answersCsv } from './answers-csv.ts';
import classes from './panels.module.css';

interface Asked {
  readonly text: string;
  readonly answers: readonly BroadcastAnswer[];
}

/** One query to several machines, with their answers side by side. */
export function BroadcastPanel({ machineId }: { readonly machineId: MachineId }) {
  const ask = useAsk();
  const replica = usePanel((state) => state.replica);
  const machines = useMemo(
    () => machinesInOrder({ link: { kind: 'up' }, replica, loadFailure: null }),
    [replica],
  );
  const [chosen, setChosen] = useState<ReadonlySet<MachineId>>(() => new Set([machineId]));
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ids = machines.map(({ id }) => id).filter((id) => chosen.has(id));

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const query = text.trim();
    if (query === '' || ids.length === 0 || asking) return;
    setAsking(true);
    setFailure(null);
    const answer = await ask('console.broadcast', { machineIds: ids, text: query });
    setAsking(false);
    if (answer.ok) setAsked({ text: query, answers: answer.value });
    else setFailure(answer.failure);
  };

  const toggle = (id: MachineId, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };

  return (
    <div className={classes['stack']}>
      <p className={classes['muted']}>
        Only queries can be asked of several machines: commands that end in a question mark.
      </p>
      <form className={classes['stack']} onSubmit={(event) => void submit(event)}>
        <fieldset className={classes['machines']}>
          <legend>Machines</legend>
          <Checkbox
            label="All"
            checked={ids.length === machines.length}
            indeterminate={ids.length > 0 && ids.length < machines.length}
            onChange={(event) =>
              setChosen(new Set(event.currentTarget.checked ? machines.map(({ id }) => id) : []))
            }
          />
          {machines.map(({ id, settings }) => (
            <Checkbox
              key={id}
              label={visibleText(settings.name)}
              checked={chosen.has(id)}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
            />
          ))}
        </fieldset>
        <div className={classes['inline']}>
          <TextInput
            aria-label="Query for several machines"
            placeholder="Query, such as POW?"
            className={classes['grow'] ?? ''}
            classNames={{ input: classes['mono'] ?? '' }}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
          <Button type="submit" icon="send" emphasis="filled">
            {asking ? 'Asking…' : ids.length === 1 ? 'Ask 1 machine' : `Ask ${ids.length} machines`}
          </Button>
        </div>
      </form>
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      {asked !== null && <Answers asked={asked} machines={machines} />}
    </div>
  );
}

interface AnswersProps {
  readonly asked: Asked;
  readonly machines: readonly MachineSnapshot[];
}

function Answers({ asked, machines }: AnswersProps) {
  const nameOf = (id: MachineId): string =>
    visibleText(machines.find((machine) => machine.id === id)?.settings.name ?? id);
  const table = answersCsv(asked.text, asked.answers, nameOf);
  return (
    <>
      <div className={classes['inline']}>
        <code className={classes['command']}>{visibleText(asked.text)}</code>
        <Button small onPress={() => void navigator.clipboard.writeText(table)}>
          Copy as CSV
        </Button>
        <Button small icon="download" onPress={() => saveText('answers.csv', 'text/csv', table)}>
          Save as CSV
        </Button>
      </div>
      <div className={classes['scroll']}>
        <table className={classes['answers']}>
          <thead>
            <tr>
              <th scope="col">Machine</th>
              <th scope="col">Answer</th>
              <th scope="col">Took</th>
            </tr>
          </thead>
          <tbody>
            {asked.answers.map(({ machineId, result }) => (
              <tr key={machineId}>
                <th scope="row">{nameOf(machineId)}</th>
                <td>
                  {result.ok ? (
                    <MachineText text={result.value.text.trim()} />
                  ) : (
                    <span className={classes['refused']}>{result.failure.message}</span>
                  )}
                </td>
                <td className={classes['number']}>
                  {result.ok ? formatMilliseconds(result.value.durationMilliseconds) : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
