import { Menu } from '@mantine/core';
import { ChevronDown, FileBraces, FileSpreadsheet, FolderArchive } from 'lucide-react';
import { useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import type { RunExportFormat } from '../../../shared/run-history.ts';
import { engineStopped } from '../../model/engine.ts';
import { useAsk, useMoment } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import buttonClasses from '../../ui/button.module.css';
import { Icon } from '../../ui/icon.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { downloadFile } from '../timeline/download.ts';
import classes from './history.module.css';
import { runPicture } from './run-picture.ts';
import type { StoredRun } from './use-runs.ts';

const formats: readonly {
  readonly format: RunExportFormat;
  readonly name: string;
  readonly what: string;
  readonly picture: typeof FileBraces;
}[] = [
  {
    format: 'zip',
    name: 'Everything, as a zip',
    what: 'Tables, events, protocol, picture and a README',
    picture: FolderArchive,
  },
  {
    format: 'csv',
    name: 'Temperatures, as CSV',
    what: 'One row a second, °C',
    picture: FileSpreadsheet,
  },
  {
    format: 'json',
    name: 'Everything, as JSON',
    what: 'For programs',
    picture: FileBraces,
  },
];

interface ExportMenuProps {
  readonly run: StoredRun;
  /** Why nothing was saved; null once something was. */
  readonly onFailure: (failure: Failure | null) => void;
}

/** Saves a run as a file. Where it goes is the window's, and the person's, choice. */
export function ExportMenu({ run, onFailure }: ExportMenuProps) {
  const ask = useAsk();
  const { engine } = useMoment();
  const [writing, setWriting] = useState(false);
  const save = async (format: RunExportFormat): Promise<void> => {
    setWriting(true);
    const picture = format === 'zip' ? await runPicture(run) : null;
    const { id: runId } = run.record.summary;
    const answer = await ask('runs.export', { runId, format, picture });
    setWriting(false);
    onFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    const { fileName, mediaType, base64 } = answer.value;
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    downloadFile(fileName, new Blob([bytes], { type: mediaType }));
    speak(`Saved ${fileName}`);
  };
  if (engine === 'down' || writing)
    return (
      <LockedButton
        name="Export"
        reason={writing ? 'Writing the file…' : engineStopped}
        onExplain={speak}
      />
    );
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={buttonClasses['button']}>
          <Icon name="download" />
          <span className={buttonClasses['word']}>Export</span>
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(({ format, name, what, picture: Picture }) => (
          <Menu.Item
            key={format}
            leftSection={<Picture size={16} aria-hidden="true" />}
            onClick={() => void save(format)}
          >
            <span className={classes['choiceName']}>{name}</span>
            <span className={classes['choiceWhat']}>{what}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
