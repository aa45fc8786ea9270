import { Menu } from '@mantine/core';
import type { RequestInput } from '../../../shared/contract.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { MachineId } from '../../../shared/units.ts';
import { groupOf, type LineLog } from '../../stores/line-log.ts';
import { consoleLineKinds } from '../../../shared/console.ts';
import { useAsk } from '../../stores/use-services.ts';
import { Icon } from '../../ui/icon.tsx';
import { saveText } from '../../ui/save-text.ts';
import classes from './console.module.css';
import { readTranscript } from './read-transcript.ts';
import type { LineFilter } from './transcript-rows.ts';

interface TranscriptExportProps {
  readonly machineId: MachineId;
  readonly log: LineLog;
  readonly filter: LineFilter;
  readonly opened: boolean;
  readonly onOpenedChange: (opened: boolean) => void;
  readonly onFailure: (failure: Failure | null) => void;
}

type ExportWish = Omit<RequestInput<'console.export'>, 'machineId'>;

/** Saves the transcript as a file, whole or as it is shown. */
export function TranscriptExport(props: TranscriptExportProps) {
  const { machineId, log, filter, opened, onOpenedChange, onFailure } = props;
  const ask = useAsk();

  const save = async (wish: ExportWish): Promise<void> => {
    const answer = await readTranscript(ask, { machineId, ...wish });
    onFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    const { fileName, parts } = answer.value;
    saveText(fileName, wish.format === 'text' ? 'text/plain' : 'application/jsonl', ...parts);
  };

  const shown = (format: ExportWish['format']): ExportWish => ({
    format,
    ...(filter.clearedUpTo > 0 ? { from: filter.clearedUpTo + 1 } : {}),
    filter: wireFilter(filter, log),
  });

  return (
    <Menu opened={opened} onChange={onOpenedChange} position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className={classes['save']}
          aria-label="Save transcript"
          title="Save transcript"
        >
          <Icon name="download" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>What is shown</Menu.Label>
        <Menu.Item onClick={() => void save(shown('text'))}>As text</Menu.Item>
        <Menu.Item onClick={() => void save(shown('jsonl'))}>As JSON lines</Menu.Item>
        <Menu.Label>Everything</Menu.Label>
        <Menu.Item onClick={() => void save({ format: 'text' })}>All lines as text</Menu.Item>
        <Menu.Item onClick={() => void save({ format: 'jsonl' })}>
          All lines as JSON lines
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same choice as the chips make, as main understands it. */
function wireFilter(filter: LineFilter, log: LineLog): NonNullable<ExportWish['filter']> {
  const kinds = consoleLineKinds.filter((kind) => {
    const group = groupOf({ kind });
    return group === null || filter.groups.has(group);
  });
  return {
    kinds,
    ...(filter.own ? {} : { origins: ['console', 'machine'] }),
    ...(filter.hiddenTopics.size === 0
      ? {}
      : { topics: [...log.topics.keys()].filter((topic) => !filter.hiddenTopics.has(topic)) }),
  };
}
