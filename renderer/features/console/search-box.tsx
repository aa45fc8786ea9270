import { CaseSensitive, ChevronDown, ChevronUp, Regex, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type Ref, useId } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../../../shared/assert-never.ts';
import { consolePreviewCharacters } from '../../../shared/console.ts';
import classes from './console.module.css';
import type { SearchQuery } from './search/pattern.ts';
import type { SearchState, TranscriptSearch } from './search/search.ts';

interface SearchBoxProps {
  readonly search: TranscriptSearch;
  readonly inputRef: Ref<HTMLInputElement>;
  readonly onQuery: (query: SearchQuery) => void;
  readonly onStep: (direction: 'next' | 'previous') => void;
  /** Esc in the field. */
  readonly onLeave: () => void;
}

/** Looks for words or an expression in the lines that are shown. */
export function SearchBox({ search, inputRef, onQuery, onStep, onLeave }: SearchBoxProps) {
  const state = useStore(search.state);
  const { query } = state;
  const noteId = useId();
  const wrong = state.progress.kind === 'wrong' || state.progress.kind === 'too-slow';

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onStep(event.shiftKey ? 'previous' : 'next');
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onQuery({ ...query, text: '' });
      onLeave();
    }
  };

  return (
    <search className={classes['search']}>
      <div className={classes['field']} data-wrong={wrong}>
        <Search size={16} aria-hidden="true" />
        <input
          ref={inputRef}
          type="text"
          aria-label="Search transcript"
          aria-invalid={wrong}
          aria-describedby={noteId}
          placeholder="Search transcript"
          title={`Looks at the first ${consolePreviewCharacters.toLocaleString('en')} characters of each line that is shown.`}
          value={query.text}
          onChange={(event) => onQuery({ ...query, text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
        />
        <output id={noteId} className={classes['found']}>
          {foundWords(state)}
        </output>
        <Toggle
          label="Match case"
          on={query.matchCase}
          onToggle={() => onQuery({ ...query, matchCase: !query.matchCase })}
        >
          <CaseSensitive size={18} aria-hidden="true" />
        </Toggle>
        <Toggle
          label="Regular expression"
          on={query.regex}
          onToggle={() => onQuery({ ...query, regex: !query.regex })}
        >
          <Regex size={16} aria-hidden="true" />
        </Toggle>
      </div>
      <StepButton label="Previous match" onPress={() => onStep('previous')}>
        <ChevronUp size={18} aria-hidden="true" />
      </StepButton>
      <StepButton label="Next match" onPress={() => onStep('next')}>
        <ChevronDown size={18} aria-hidden="true" />
      </StepButton>
    </search>
  );
}

/** How a search stands, in a few words. */
export function foundWords({ progress, count, current }: SearchState): string {
  const place = current === null ? '' : `${(current + 1).toLocaleString('en')} of `;
  const found = `${place}${count.toLocaleString('en')}`;
  switch (progress.kind) {
    case 'off':
      return '';
    case 'wrong':
      return progress.problem;
    case 'searching':
      return `${found}…`;
    case 'done':
      return count === 0 ? 'None' : found;
    case 'too-slow':
      return 'Takes too long: make it simpler';
    default:
      return assertNever(progress);
  }
}

interface ToggleProps {
  readonly label: string;
  readonly on: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

function Toggle({ label, on, onToggle, children }: ToggleProps) {
  return (
    <button
      type="button"
      className={classes['toggle']}
      aria-label={label}
      title={label}
      aria-pressed={on}
      onClick={onToggle}
    >
      {children}
    </button>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function StepButton({ label, onPress, children }: StepButtonProps) {
  return (
    <button
      type="button"
      className={classes['step']}
      aria-label={label}
      title={label}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
