import { NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { accessLevels } from '../../../shared/access-level.ts';
import { connectionModes, type PasswordChange } from '../../../shared/machine-settings.ts';
import { type PasswordKeeping, passwordNote } from '../../../shared/passwords.ts';
import type { FileWish } from '../../../shared/host.ts';
import { useHostFacts } from '../../stores/use-host-facts.ts';
import { Button } from '../../ui/button.tsx';
import classes from './connection.module.css';
import type { DraftForm, FieldName } from './draft.ts';
import { Fingerprint } from './fingerprint.tsx';
import { PathField } from './path-field.tsx';

interface MachineFormProps {
  readonly form: DraftForm;
  readonly problems: Readonly<Partial<Record<FieldName, string>>>;
  /** Shows messages of fields that were not touched yet, after someone tried to go on. */
  readonly showAll: boolean;
  readonly hasPassword: boolean;
  /** Where a password that is entered goes; null while that is not known. */
  readonly passwords: PasswordKeeping | null;
  readonly onChange: (form: DraftForm) => void;
}

const modeWords = {
  'stay-connected': 'Stay connected',
  'on-demand': 'Connect when needed',
} as const satisfies Record<(typeof connectionModes)[number], string>;

/** The fields of one machine, for adding and editing. */
export function MachineForm(props: MachineFormProps) {
  const { form, problems, showAll, hasPassword, passwords, onChange } = props;
  const [touched, setTouched] = useState<ReadonlySet<FieldName>>(new Set());
  const noteId = useId();
  const touch = (field: FieldName) => (): void => setTouched(new Set([...touched, field]));
  const problem = (field: FieldName): string | undefined =>
    showAll || touched.has(field) ? problems[field] : undefined;
  const text = (field: 'name' | 'address', value: string) => ({
    value,
    error: problem(field),
    onBlur: touch(field),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ ...form, [field]: event.currentTarget.value }),
    autoComplete: 'off',
    spellCheck: false,
  });
  return (
    <div className={classes['form']}>
      <TextInput label="Name" data-autofocus {...text('name', form.name)} />
      <TextInput
        label="Address"
        description="Name or IP address; :port only if unusual"
        {...text('address', form.address)}
      />
      <PasswordFields
        form={form}
        hasPassword={hasPassword}
        error={problem('password')}
        describedBy={noteId}
        onChange={onChange}
        onBlur={touch('password')}
      />
      <p className={classes['hint']} id={noteId}>
        The machine’s password guards against accidents, not attackers.{' '}
        {passwords !== null && passwordNote(passwords)}
      </p>
      <NativeSelect
        label="Highest level"
        value={form.cap}
        data={accessLevels.map((level) => ({ value: level, label: level }))}
        onChange={(event) => {
          const level = accessLevels.find((name) => name === event.currentTarget.value);
          if (level !== undefined) onChange({ ...form, cap: level });
        }}
      />
      <NativeSelect
        label="Mode"
        value={form.mode}
        data={connectionModes.map((mode) => ({ value: mode, label: modeWords[mode] }))}
        onChange={(event) => {
          const mode = connectionModes.find((name) => name === event.currentTarget.value);
          if (mode !== undefined) onChange({ ...form, mode });
        }}
      />
      <TlsFields form={form} problem={problem} touch={touch} onChange={onChange} />
    </div>
  );
}

interface PasswordFieldsProps {
  readonly form: DraftForm;
  readonly hasPassword: boolean;
  readonly error: string | undefined;
  readonly describedBy: string;
  readonly onChange: (form: DraftForm) => void;
  readonly onBlur: () => void;
}

const choiceWords = {
  keep: 'Keep the stored one',
  set: 'Change it',
  clear: 'Remove it',
} as const satisfies Record<PasswordChange['kind'], string>;

function PasswordFields(props: PasswordFieldsProps) {
  const { form, hasPassword, error, describedBy, onChange, onBlur } = props;
  return (
    <>
      {hasPassword && (
        <NativeSelect
          label="Stored password"
          value={form.passwordChoice}
          data={(['keep', 'set', 'clear'] as const).map((kind) => ({
            value: kind,
            label: choiceWords[kind],
          }))}
          onChange={(event) => {
            const kind = (['keep', 'set', 'clear'] as const).find(
              (name) => name === event.currentTarget.value,
            );
            if (kind !== undefined) onChange({ ...form, passwordChoice: kind, password: '' });
          }}
        />
      )}
      {form.passwordChoice === 'set' && (
        <PasswordInput
          label={hasPassword ? 'New password' : 'Password'}
          placeholder="None: watch as the machine allows"
          value={form.password}
          error={error}
          aria-describedby={describedBy}
          autoComplete="new-password"
          onChange={(event) => onChange({ ...form, password: event.currentTarget.value })}
          onBlur={onBlur}
        />
      )}
    </>
  );
}

interface TlsFieldsProps {
  readonly form: DraftForm;
  readonly problem: (field: FieldName) => string | undefined;
  readonly touch: (field: FieldName) => () => void;
  readonly onChange: (form: DraftForm) => void;
}

type PathName = 'caFile' | 'clientCertificateFile' | 'clientKeyFile';

const wishes = {
  caFile: 'ca-file',
  clientCertificateFile: 'client-certificate',
  clientKeyFile: 'client-key',
} as const satisfies Record<PathName, FileWish>;

function TlsFields({ form, problem, touch, onChange }: TlsFieldsProps) {
  const { tls } = form;
  const [open, setOpen] = useState(
    tls.caFile !== '' || tls.serverName !== '' || tls.clientCertificateFile !== '',
  );
  const id = useId();
  const [facts] = useHostFacts();
  const change = (name: PathName | 'serverName', value: string): void =>
    onChange({ ...form, tls: { ...tls, [name]: value } });
  const path = (name: PathName, label: string, description: string) => (
    <PathField
      label={label}
      description={description}
      value={tls[name]}
      error={problem(name)}
      wish={wishes[name]}
      facts={facts}
      onBlur={touch(name)}
      onChange={(value) => change(name, value)}
    />
  );
  return (
    <div>
      <button
        type="button"
        className={classes['fold']}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={16} aria-hidden="true" />
        Certificates
      </button>
      <div id={id} className={classes['stack']} hidden={!open}>
        {open && (
          <>
            {tls.pinnedFingerprint !== null && (
              <div className={classes['stack']}>
                <p className={classes['hint']}>Trusted certificate, SHA-256 fingerprint</p>
                <Fingerprint text={tls.pinnedFingerprint} />
                <Button
                  small
                  onPress={() => onChange({ ...form, tls: { ...tls, pinnedFingerprint: null } })}
                >
                  Stop trusting it
                </Button>
              </div>
            )}
            {facts?.noFileChoice != null && <p className={classes['hint']}>{facts.noFileChoice}</p>}
            {path('caFile', 'CA file', 'Path of a PEM file; empty for none')}
            <TextInput
              label="Server name"
              description="The name its certificate must hold"
              value={tls.serverName}
              error={problem('serverName')}
              onBlur={touch('serverName')}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change('serverName', event.currentTarget.value)}
            />
            {path('clientCertificateFile', 'Client certificate', 'Path of a PEM file')}
            {path(
              'clientKeyFile',
              'Client key',
              'Path of a PEM file; empty if it is in the same file',
            )}
          </>
        )}
      </div>
    </div>
  );
}
