import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useState } from 'react';
import type { AccessLevel } from '../../../../shared/access-level.ts';
import type { CatalogueCommand } from '../../../../shared/catalogue/command-entry.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { CommandBadges } from '../help/command-badges.tsx';
import { CommandForm } from './command-form.tsx';
import classes from './palette.module.css';
import { findCommands } from './find-commands.ts';
import { SelectFirst } from '../select-first.tsx';

interface CommandPaletteProps {
  readonly commands: readonly CatalogueCommand[];
  /** The level chosen at the command line, and the highest one allowed. */
  readonly level: AccessLevel;
  readonly cap: AccessLevel;
  readonly onSend: (text: string, level: AccessLevel) => void;
  /** Puts the text into the command line without sending it. */
  readonly onInsert: (text: string) => void;
  readonly onClose: () => void;
}

/** Every command by what it is for, each with a form: for those who do not type SCPI. */
export function CommandPalette(props: CommandPaletteProps) {
  const { commands, level, cap, onSend, onInsert, onClose } = props;
  const [chosen, setChosen] = useState<CatalogueCommand | null>(null);
  if (chosen !== null)
    return (
      <CommandForm
        command={chosen}
        level={level}
        cap={cap}
        onSend={onSend}
        onInsert={onInsert}
        onBack={() => setChosen(null)}
        onClose={onClose}
      />
    );
  return <CommandList commands={commands} onChoose={setChosen} onClose={onClose} />;
}

interface CommandListProps {
  readonly commands: readonly CatalogueCommand[];
  readonly onChoose: (command: CatalogueCommand) => void;
  readonly onClose: () => void;
}

function CommandList({ commands, onChoose, onClose }: CommandListProps) {
  const [looked, setLooked] = useState('');
  const combobox = useCombobox({ opened: true });
  const { selectFirstOption } = combobox;
  const found = findCommands(commands, looked);
  const groups = [...new Set(found.map(({ group }) => group))];
  const choose = (name: string): void => {
    const command = commands.find((candidate) => candidate.name === name);
    if (command !== undefined) onChoose(command);
  };
  return (
    <Dialog
      title="Choose a command"
      icon="console"
      tone="plain"
      size={720}
      flush
      onClose={onClose}
      footer={<Button onPress={onClose}>Close</Button>}
    >
      <Combobox store={combobox} onOptionSubmit={choose}>
        <div className={classes['find']}>
          <Combobox.EventsTarget>
            <TextInput
              data-autofocus
              aria-label="Find by name or purpose"
              placeholder="Find a command by name or purpose, such as drawer"
              value={looked}
              onChange={(event) => setLooked(event.currentTarget.value)}
              onKeyDownCapture={(event) => {
                // The list is always open: Esc is for the dialog.
                if (event.key === 'Escape') onClose();
              }}
              autoComplete="off"
              spellCheck={false}
            />
          </Combobox.EventsTarget>
        </div>
        <Combobox.Options className={classes['list'] ?? ''} aria-label="Commands" tabIndex={0}>
          {groups.map((group) => (
            <Combobox.Group key={group} label={group}>
              {found
                .filter((command) => command.group === group)
                .map((command) => (
                  <Combobox.Option
                    key={command.name}
                    value={command.name}
                    className={classes['option'] ?? ''}
                  >
                    <code>{command.name}</code>
                    <span className={classes['summary']}>{command.summary}</span>
                    <CommandBadges command={command} />
                  </Combobox.Option>
                ))}
            </Combobox.Group>
          ))}
          {found.length === 0 && (
            <Combobox.Empty>No command is called or does this.</Combobox.Empty>
          )}
        </Combobox.Options>
        <SelectFirst key={looked} select={selectFirstOption} />
      </Combobox>
    </Dialog>
  );
}
