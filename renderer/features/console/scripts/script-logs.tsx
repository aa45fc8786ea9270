import { NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ScriptLog, ScriptLogEntry, ScriptLogSummary } from '../../../../shared/scripts.ts';
import type { MachineId } from '../../../../shared/units.ts';
import { formatMoment, formatTimeMilliseconds } from '../../../format/time.ts';
import { visibleText } from '../../../format/visible-text.ts';
import { useAsk, useNow } from '../../../stores/use-services.ts';
import { Button } from '../../../ui/button.tsx';
import { saveText } from '../../../ui/save-text.ts';
import { MachineText } from '../../../ui/words.tsx';
import classes from './scripts.module.css';

interface ScriptLogsProps {
  readonly machineId: MachineId;
  /** Changes when a run ended, so that its log is found. */
  readonly version: string;
}

/** The logs of earlier runs on this machine. */
export function ScriptLogs({ machineId, version }: ScriptLogsProps) {
  const ask = useAsk();
  const now = useNow();
  const [logs, setLogs] = useState<readonly ScriptLogSummary[]>([]);
  const [log, setLog] = useState<ScriptLog | null>(null);

  useEffect(() => {
    let gone = false;
    const read = async (wanted: string): Promise<void> => {
      const answer = await ask('scripts.logs', { machineId });
      if (!gone && answer.ok && wanted === version) setLogs(answer.value);
    };
    void read(version);
    return () => {
      gone = true;
    };
  }, [ask, machineId, version]);

  const open = async (id: string): Promise<void> => {
    const summary = logs.find((candidate) => candidate.id === id);
    const answer = summary === undefined ? null : await ask('scripts.log', { id: summary.id });
    setLog(answer?.ok === true ? answer.value : null);
  };

  if (logs.length === 0) return null;
  return (
    <section className={classes['log']} aria-label="Logs">
      <div className={classes['inline']}>
        <NativeSelect
          className={classes['grow'] ?? ''}
          aria-label="Log of an earlier run"
          value={log?.summary.id ?? ''}
          data={[
            { value: '', label: 'Log of an earlier run' },
            ...logs.map(({ id, name, startedAt, end }) => ({
              value: id,
              label: `${formatMoment(startedAt, now)} · ${visibleText(name)} · ${end}`,
            })),
          ]}
          onChange={(event) => void open(event.currentTarget.value)}
        />
        {log !== null && (
          <Button
            icon="download"
            onPress={() => saveText(`${log.summary.name}.log`, 'text/plain', logText(log))}
          >
            Save log
          </Button>
        )}
      </div>
      {log !== null && (
        <table>
          <tbody>
            {log.entries.map((entry, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- the log of a run that ended does not change
              <tr key={index}>
                <th scope="row">{formatTimeMilliseconds(entry.at)}</th>
                <td>{lineWords(entry)}</td>
                <td>
                  <MachineText text={entry.text} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function lineWords({ line }: ScriptLogEntry): string {
  return line === 0 ? '' : `line ${line}`;
}

function logText({ entries }: ScriptLog): string {
  return entries
    .map((entry) =>
      [formatTimeMilliseconds(entry.at), lineWords(entry), entry.kind, entry.text].join('\t'),
    )
    .join('\n');
}
