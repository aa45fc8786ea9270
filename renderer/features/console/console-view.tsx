import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { ConsoleLine } from '../../../shared/console.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { useServices } from '../../stores/use-services.ts';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/words.tsx';
import { CommandLine } from './command-line.tsx';
import classes from './console.module.css';
import { countGroups, initialFilter, type LineGroup, lineGroups } from './console-model.ts';
import { Transcript } from './transcript.tsx';

const noLines: readonly ConsoleLine[] = [];

const groupWords: Readonly<Record<LineGroup, string>> = {
  commands: 'Commands',
  replies: 'Replies',
  errors: 'Errors',
  messages: 'Messages',
};

/** A machine's console: filters, transcript, input. Made anew for each machine. */
export function ConsoleView({ snapshot }: { readonly snapshot: MachineSnapshot }) {
  const { id } = snapshot;
  const { transcripts, openTranscript } = useServices();
  const lines = useStore(transcripts, (state) => state[id] ?? noLines);
  const [filter, setFilter] = useState(initialFilter);
  const [failure, setFailure] = useState<Failure | null>(null);
  const counts = useMemo(() => countGroups(lines, filter.own), [lines, filter.own]);

  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      const answer = await openTranscript(id);
      if (!gone) setFailure(answer.ok ? null : answer.failure);
    };
    void load();
    return () => {
      gone = true;
    };
  }, [id, openTranscript]);

  const toggle = (group: LineGroup): void => {
    const groups = new Set(filter.groups);
    if (!groups.delete(group)) groups.add(group);
    setFilter({ ...filter, groups });
  };

  return (
    <div className={classes['view']}>
      <div className={classes['bar']} role="toolbar" aria-label="Filter">
        {lineGroups.map((group) => (
          <Chip
            key={group}
            on={filter.groups.has(group)}
            label={groupWords[group]}
            count={counts[group]}
            onToggle={() => toggle(group)}
          />
        ))}
        <Chip
          on={filter.own}
          label="QuantDeck’s own"
          count={null}
          onToggle={() => setFilter({ ...filter, own: !filter.own })}
        />
      </div>
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      <Transcript lines={lines} filter={filter} />
      <CommandLine snapshot={snapshot} />
    </div>
  );
}

interface ChipProps {
  readonly on: boolean;
  readonly label: string;
  readonly count: number | null;
  readonly onToggle: () => void;
}

function Chip({ on, label, count, onToggle }: ChipProps) {
  return (
    <button type="button" className={classes['chip']} aria-pressed={on} onClick={onToggle}>
      {on && <Icon name="check" />}
      {label}
      {count !== null && <b>{count.toLocaleString('en')}</b>}
    </button>
  );
}
