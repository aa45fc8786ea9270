import { useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import type { JournalExportFormat } from '../../../shared/journal.ts';
import { engineStopped } from '../../model/engine.ts';
import { useAsk, useMoment, useServices } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { saveText } from '../../ui/save-text.ts';
import { exportName } from './activity-model.ts';
import type { Selection } from './selection.ts';

const formats: readonly {
  readonly format: JournalExportFormat;
  readonly name: string;
  readonly mediaType: string;
}[] = [
  { format: 'csv', name: 'Export CSV', mediaType: 'text/csv' },
  { format: 'json', name: 'Export JSON', mediaType: 'application/json' },
];

interface ExportButtonsProps {
  /** What is listed; null while the filter makes no sense. */
  readonly selection: Selection | null;
  readonly total: number;
  readonly onFailure: (failure: Failure | null) => void;
}

/** Saves everything that matches, not only what was loaded. */
export function ExportButtons({ selection, total, onFailure }: ExportButtonsProps) {
  const ask = useAsk();
  const { clock } = useServices();
  const { engine } = useMoment();
  const [writing, setWriting] = useState(false);
  const locked =
    engine === 'down'
      ? engineStopped
      : writing
        ? 'Writing the file…'
        : selection === null || total === 0
          ? 'Nothing is listed, so there is nothing to export.'
          : null;

  const save = async (index: number): Promise<void> => {
    const chosen = formats[index];
    if (chosen === undefined || selection === null) return;
    setWriting(true);
    const answer = await ask('journal.export', { selection, format: chosen.format });
    setWriting(false);
    onFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    const name = exportName(chosen.format, clock.now());
    saveText(name, chosen.mediaType, answer.value);
    speak(`Saved ${name}`);
  };
  return formats.map(({ format, name }, index) =>
    locked === null ? (
      <Button key={format} small icon="download" onPress={() => void save(index)}>
        {name}
      </Button>
    ) : (
      <LockedButton key={format} small name={name} reason={locked} onExplain={speak} />
    ),
  );
}
