import { useEffect, useState } from 'react';
import type { AccessLevel } from '../../../../shared/access-level.ts';
import type { Bookmark } from '../../../../shared/console-extras.ts';
import type { Failure } from '../../../../shared/failure.ts';
import { visibleText } from '../../../format/visible-text.ts';
import { useAsk } from '../../../stores/use-services.ts';
import { Button } from '../../../ui/button.tsx';
import { saveText } from '../../../ui/save-text.ts';
import { Note } from '../../../ui/words.tsx';
import { openTextFile } from '../open-text-file.ts';
import { type BookmarkDraft, BookmarkForm } from './bookmark-form.tsx';
import classes from './panels.module.css';

interface BookmarksPanelProps {
  /** What was typed when a bookmark of it was asked for; null to begin with the list. */
  readonly draft: BookmarkDraft | null;
  readonly onDraftTaken: () => void;
  readonly onRun: (text: string, level: AccessLevel) => void;
  readonly onInsert: (text: string) => void;
}

/** Commands worth keeping, shared by all machines of this workstation, and with others as a file. */
export function BookmarksPanel({ draft, onDraftTaken, onRun, onInsert }: BookmarksPanelProps) {
  const ask = useAsk();
  const [bookmarks, setBookmarks] = useState<readonly Bookmark[]>([]);
  const [edited, setEdited] = useState<BookmarkDraft | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [note, setNote] = useState('');
  const shown = draft ?? edited;

  const load = async (): Promise<void> => {
    const answer = await ask('bookmarks.list', {});
    if (answer.ok) setBookmarks(answer.value);
    else setFailure(answer.failure);
  };

  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const answer = await ask('bookmarks.list', {});
      if (gone) return;
      if (answer.ok) setBookmarks(answer.value);
      else setFailure(answer.failure);
    };
    void read();
    return () => {
      gone = true;
    };
  }, [ask]);

  const closeForm = (): void => {
    setEdited(null);
    onDraftTaken();
  };

  const save = async ({ id, ...bookmark }: BookmarkDraft): Promise<void> => {
    const answer = await ask('bookmarks.save', { id, bookmark });
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    closeForm();
    await load();
  };

  const remove = async (id: string): Promise<void> => {
    const answer = await ask('bookmarks.remove', { id });
    setFailure(answer.ok ? null : answer.failure);
    await load();
  };

  const exportAll = async (): Promise<void> => {
    const answer = await ask('bookmarks.export', {});
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) saveText(answer.value.fileName, 'application/json', answer.value.text);
  };

  const importFile = async (): Promise<void> => {
    const file = await openTextFile('.json');
    if (file === null) return;
    const answer = await ask('bookmarks.import', { text: file.text });
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    const { added, skipped } = answer.value;
    setNote(
      `${added} added from ${file.name}${skipped > 0 ? `, ${skipped} were here already` : ''}.`,
    );
    await load();
  };

  return (
    <div className={classes['stack']}>
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      {note !== '' && <output>{note}</output>}
      {shown !== null ? (
        <BookmarkForm
          key={`${shown.id} ${shown.text}`}
          draft={shown}
          onSave={(bookmark) => void save(bookmark)}
          onCancel={closeForm}
        />
      ) : (
        <div className={classes['inline']}>
          <Button
            icon="add"
            onPress={() => setEdited({ id: null, name: '', text: '', level: 'Observer', note: '' })}
          >
            New bookmark
          </Button>
          <Button onPress={() => void importFile()}>Import…</Button>
          {bookmarks.length > 0 && <Button onPress={() => void exportAll()}>Export</Button>}
        </div>
      )}
      {bookmarks.length === 0 && shown === null && (
        <p className={classes['muted']}>
          No bookmarks yet. Type a command and press Ctrl+D to keep it here.
        </p>
      )}
      <ul className={classes['rows']}>
        {bookmarks.map((bookmark) => (
          <li key={bookmark.id} className={classes['row']}>
            <div className={classes['title']}>
              <b title={visibleText(bookmark.name)}>{visibleText(bookmark.name)}</b>
              <span className={classes['muted']}>{bookmark.level}</span>
            </div>
            <code className={classes['command']} title={visibleText(bookmark.text)}>
              {visibleText(bookmark.text)}
            </code>
            {bookmark.note !== '' && (
              <p className={classes['muted']}>{visibleText(bookmark.note)}</p>
            )}
            <div className={classes['inline']}>
              <Button
                small
                icon="send"
                label={`Run ${visibleText(bookmark.name)}`}
                onPress={() => onRun(bookmark.text, bookmark.level)}
              >
                Run
              </Button>
              <Button
                small
                label={`Put ${visibleText(bookmark.name)} into the command line`}
                onPress={() => onInsert(bookmark.text)}
              >
                Insert
              </Button>
              <Button
                small
                label={`Edit ${visibleText(bookmark.name)}`}
                onPress={() => setEdited(bookmark)}
              >
                Edit
              </Button>
              <Button
                small
                emphasis="quiet"
                label={`Remove ${visibleText(bookmark.name)}`}
                onPress={() => void remove(bookmark.id)}
              >
                Remove
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
