import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type AccessLevel, accessLevels } from '../../../../shared/access-level.ts';
import { commandFault } from '../../../../shared/command-text.ts';
import { Button } from '../../../ui/button.tsx';
import { faultWords } from '../hint-row.tsx';
import classes from './panels.module.css';

/** A bookmark being written; a new one has no id yet. */
export interface BookmarkDraft {
  readonly id: string | null;
  readonly name: string;
  readonly text: string;
  readonly level: AccessLevel;
  readonly note: string;
}

interface BookmarkFormProps {
  readonly draft: BookmarkDraft;
  readonly onSave: (draft: BookmarkDraft) => void;
  readonly onCancel: () => void;
}

/** The fields of one bookmark. */
export function BookmarkForm({ draft, onSave, onCancel }: BookmarkFormProps) {
  const [value, setValue] = useState(draft);
  const [tried, setTried] = useState(false);
  const fault = commandFault(value.text);
  const nameMissing = value.name.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!nameMissing && fault === null) onSave({ ...value, name: value.name.trim() });
  };
  return (
    <form className={classes['stack']} onSubmit={submit} aria-label="Bookmark">
      <TextInput
        label="Name"
        value={value.name}
        maxLength={100}
        error={tried && nameMissing ? 'Give it a name.' : null}
        onChange={(event) => setValue({ ...value, name: event.currentTarget.value })}
        ref={(input) => {
          if (value.name === '') input?.focus();
        }}
      />
      <Textarea
        label="Command"
        aria-label="Bookmarked text"
        classNames={{ input: classes['mono'] ?? '' }}
        autosize
        minRows={1}
        maxRows={8}
        value={value.text}
        spellCheck={false}
        error={tried && fault !== null ? faultWords(fault) : null}
        onChange={(event) => setValue({ ...value, text: event.currentTarget.value })}
      />
      <NativeSelect
        label="Run as"
        aria-label="Bookmark runs as"
        value={value.level}
        data={[...accessLevels]}
        onChange={(event) => {
          const level = accessLevels.find((known) => known === event.currentTarget.value);
          if (level !== undefined) setValue({ ...value, level });
        }}
      />
      <TextInput
        label="Note"
        value={value.note}
        maxLength={500}
        onChange={(event) => setValue({ ...value, note: event.currentTarget.value })}
      />
      <div className={classes['inline']}>
        <Button emphasis="filled" type="submit">
          Keep bookmark
        </Button>
        <Button onPress={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
