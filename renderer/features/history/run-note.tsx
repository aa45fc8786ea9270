import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/failure.ts';
import { longestNote, type RunSummary } from '../../../shared/run-history.ts';
import { useAsk } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/words.tsx';
import classes from './history.module.css';

/** What a person wrote beside a run, and the way to write it. */
export function RunNote({ summary }: { readonly summary: RunSummary }) {
  const ask = useAsk();
  const [kept, setKept] = useState(summary.note);
  const [draft, setDraft] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async (): Promise<void> => {
    const note = (draft ?? '').trim();
    const answer = await ask('runs.annotate', { runId: summary.id, note });
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    setKept(note);
    setDraft(null);
    speak('Note saved');
  };
  if (draft === null)
    return (
      <div className={classes['noteLine']}>
        {kept !== '' && <p className={classes['noteText']}>{kept}</p>}
        <Button small emphasis="quiet" icon="edit" onPress={() => setDraft(kept)}>
          {kept === '' ? 'Add a note' : 'Change the note'}
        </Button>
      </div>
    );
  return (
    <form
      className={classes['noteForm']}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Textarea
        label="Note"
        description="Kept on this workstation only; found by the search, and exported with the run."
        rows={3}
        maxLength={longestNote}
        data-autofocus
        // The field takes the place of the button that was pressed, and so its focus.
        ref={(field) => field?.focus()}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(null);
        }}
      />
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      <div className={classes['noteLine']}>
        <Button small emphasis="filled" type="submit">
          Save note
        </Button>
        <Button small onPress={() => setDraft(null)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
