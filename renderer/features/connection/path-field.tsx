import { TextInput } from '@mantine/core';
import type { FileWish, HostFacts } from '../../../shared/host.ts';
import { useAsk } from '../../stores/use-services.ts';
import { Button } from '../../ui/button.tsx';
import classes from './connection.module.css';

interface PathFieldProps {
  readonly label: string;
  readonly description: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly wish: FileWish;
  readonly facts: HostFacts | null;
  readonly onChange: (path: string) => void;
  readonly onBlur: () => void;
}

/** The path of a file: typed, or picked in the system's own dialog where the host has one. */
export function PathField(props: PathFieldProps) {
  const { label, description, value, error, wish, facts, onChange, onBlur } = props;
  const ask = useAsk();
  const choose = async (): Promise<void> => {
    const answer = await ask('host.chooseFile', { wish });
    if (answer.ok && answer.value !== null) onChange(answer.value);
  };
  return (
    <div className={classes['path']}>
      <TextInput
        label={label}
        description={description}
        value={value}
        error={error}
        onBlur={onBlur}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {facts !== null && facts.noFileChoice === null && (
        <Button label={`Choose the file for ${label}`} onPress={() => void choose()}>
          Choose…
        </Button>
      )}
    </div>
  );
}
