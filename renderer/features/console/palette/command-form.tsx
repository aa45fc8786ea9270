import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type AccessLevel, accessLevels, atLeast } from '../../../../shared/access-level.ts';
import { assertNever } from '../../../../shared/assert-never.ts';
import type { CatalogueCommand } from '../../../../shared/catalogue/command-entry.ts';
import { knownTopics } from '../../../../shared/catalogue/completion.ts';
import {
  buildFromForm,
  type FormField,
  formFields,
  type FormValues,
} from '../../../../shared/catalogue/form.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, dialogClasses } from '../../../ui/dialog.tsx';
import { LockedButton } from '../../../ui/locked-button.tsx';
import { Note } from '../../../ui/words.tsx';
import { CommandBadges } from '../help/command-badges.tsx';
import classes from './palette.module.css';

interface CommandFormProps {
  readonly command: CatalogueCommand;
  readonly level: AccessLevel;
  readonly cap: AccessLevel;
  readonly onSend: (text: string, level: AccessLevel) => void;
  readonly onInsert: (text: string) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** A form with a field for each thing a command takes, and the command it comes to. */
export function CommandForm(props: CommandFormProps) {
  const { command, level, cap, onSend, onInsert, onBack, onClose } = props;
  const fields = formFields(command);
  const [values, setValues] = useState<FormValues>(() =>
    Object.fromEntries(
      fields.flatMap(({ key, initial }) => (initial === null ? [] : [[key, initial]])),
    ),
  );
  const [tried, setTried] = useState(false);
  const built = buildFromForm(command, values);
  const needed = atLeast(level, command.level) ? level : command.level;
  const set = (key: string, value: FormValues[string]): void =>
    setValues((before) => ({ ...before, [key]: value }));
  const act = (done: (text: string) => void): void => {
    setTried(true);
    if (!built.ok) return;
    done(built.text);
    onClose();
  };

  return (
    <Dialog
      title={command.name}
      icon="console"
      tone="plain"
      size={560}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onBack}>Back to all commands</Button>
          <span className={dialogClasses['push']} />
          <Button onPress={() => act(onInsert)}>Put into the command line</Button>
          {atLeast(cap, needed) ? (
            <Button
              emphasis="filled"
              icon="send"
              takesFocus={fields.length === 0}
              onPress={() => act((text) => onSend(text, needed))}
            >
              {`Send as ${needed}`}
            </Button>
          ) : (
            <LockedButton
              name={`Send as ${needed}`}
              reason={`This machine is limited to ${cap}. The limit can be changed in its settings.`}
            />
          )}
        </>
      }
    >
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          act(atLeast(cap, needed) ? (text) => onSend(text, needed) : onInsert);
        }}
      >
        <div className={classes['about']}>
          <p>{command.summary}</p>
          <CommandBadges command={command} />
        </div>
        {command.consequence !== null && <Note tone="warn">{command.consequence}</Note>}
        {fields.map((field, index) => (
          <Field
            key={field.key}
            field={field}
            first={index === 0}
            value={values[field.key] ?? ''}
            error={tried && !built.ok && built.field === field.key ? built.message : null}
            onChange={(value) => set(field.key, value)}
          />
        ))}
        <p className={classes['built']}>
          <span>The command</span>
          <code>{built.ok ? built.text : '…'}</code>
        </p>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

interface FieldProps {
  readonly field: FormField;
  readonly first: boolean;
  readonly value: FormValues[string];
  readonly error: string | null;
  readonly onChange: (value: string | boolean | readonly string[]) => void;
}

function Field({ field, first, value, error, onChange }: FieldProps) {
  const { name, type, required, help, repeats } = field;
  const text = typeof value === 'string' ? value : '';
  const shared = {
    label: name,
    description: repeats ? `${help} One a line.` : help,
    error,
    withAsterisk: required,
    ...(first ? { 'data-autofocus': true } : {}),
  };
  if (repeats)
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        value={typeof value === 'string' || typeof value === 'boolean' ? text : value.join('\n')}
        onChange={(event) => onChange(event.currentTarget.value.split('\n'))}
      />
    );
  switch (type.kind) {
    case 'flag':
      return (
        <Checkbox
          label={name}
          description={help}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return <Choice {...shared} value={text} choices={type.values} onChange={onChange} />;
    case 'boolean':
      return <Choice {...shared} value={text} choices={['True', 'False']} onChange={onChange} />;
    case 'level':
      return <Choice {...shared} value={text} choices={accessLevels} onChange={onChange} />;
    case 'topic':
      return <Choice {...shared} value={text} choices={knownTopics} onChange={onChange} />;
    case 'body':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={4}
          maxRows={12}
          classNames={{ input: classes['mono'] ?? '' }}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
      return (
        <TextInput
          {...shared}
          inputMode="decimal"
          rightSection={type.unit === '' ? undefined : <span>{type.unit}</span>}
          rightSectionWidth={48}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'text':
    case 'path':
    case 'command':
      return (
        <TextInput
          {...shared}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return assertNever(type);
  }
}

interface ChoiceProps {
  readonly label: string;
  readonly description: string;
  readonly error: string | null;
  readonly withAsterisk: boolean;
  readonly value: string;
  readonly choices: readonly string[];
  readonly onChange: (value: string) => void;
}

function Choice({ value, choices, onChange, ...shared }: ChoiceProps) {
  return (
    <NativeSelect
      {...shared}
      value={value}
      data={[{ value: '', label: 'Not given' }, ...choices]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
