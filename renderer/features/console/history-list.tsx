import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { visibleText } from '../../format/visible-text.ts';
import classes from './console.module.css';
import { findInHistory, type History } from './history.ts';
import { SelectFirst } from './select-first.tsx';

interface HistoryListProps {
  readonly history: History;
  readonly onChoose: (text: string) => void;
  readonly onClose: () => void;
}

const mostShown = 200;

/** Earlier commands, newest first, narrowed down by typing. */
export function HistoryList({ history, onChoose, onClose }: HistoryListProps) {
  const [looked, setLooked] = useState('');
  const combobox = useCombobox({ opened: true });
  const { selectFirstOption } = combobox;
  const found = findInHistory(history, looked, mostShown);
  return (
    <section className={classes['popup']} aria-label="Earlier commands">
      <Combobox store={combobox} onOptionSubmit={onChoose}>
        <Combobox.EventsTarget>
          <TextInput
            aria-label="Find in history"
            placeholder="Find an earlier command"
            value={looked}
            onChange={(event) => setLooked(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              onClose();
            }}
            onBlur={onClose}
            ref={(input) => input?.focus()}
            autoComplete="off"
            spellCheck={false}
          />
        </Combobox.EventsTarget>
        <Combobox.Options
          className={classes['options'] ?? ''}
          aria-label="Earlier commands"
          tabIndex={0}
        >
          {found.map((text) => (
            <Combobox.Option
              key={text}
              value={text}
              className={classes['option'] ?? ''}
              title={text}
            >
              {visibleText(text)}
            </Combobox.Option>
          ))}
          {found.length === 0 && (
            <Combobox.Empty>
              {history.length === 0
                ? 'Nothing was sent to this machine yet.'
                : 'No command holds these words.'}
            </Combobox.Empty>
          )}
        </Combobox.Options>
        <SelectFirst key={looked} select={selectFirstOption} />
      </Combobox>
    </section>
  );
}
