import { NativeSelect, TextInput } from '@mantine/core';
import { journalKinds, journalOutcomes, type JournalPage } from '../../../shared/journal.ts';
import type { MachineId } from '../../../shared/units.ts';
import { visibleText } from '../../format/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import classes from './activity.module.css';
import { kindWords, outcomeLooks } from './activity-model.ts';
import {
  type ActivityFilter,
  isFiltered,
  noFilter,
  timeChoices,
  type TimeChoice,
} from './selection.ts';

const timeWords: Readonly<Record<TimeChoice, string>> = {
  all: 'All time',
  today: 'Today',
  week: 'Last 7 days',
  month: 'Last 30 days',
  custom: 'From … to …',
};

interface ActivityFiltersProps {
  readonly filter: ActivityFilter;
  readonly onChange: (filter: ActivityFilter) => void;
  readonly machines: JournalPage['machines'];
  /** The machine of whose page this is a part; null on the page of all. */
  readonly ownMachine: MachineId | null;
}

/** The choice of what is listed. */
export function ActivityFilters(props: ActivityFiltersProps) {
  const { filter, onChange, machines, ownMachine } = props;
  return (
    <form
      aria-label="Filter"
      className={classes['filters']}
      onSubmit={(event) => event.preventDefault()}
    >
      <TextInput
        aria-label="Search"
        type="search"
        className={classes['search'] ?? ''}
        placeholder="Search names, texts, evidence"
        maxLength={200}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      {ownMachine === null &&
        choose(
          'Machine',
          'All machines',
          machines.map(({ id, name }) => [id, visibleText(name)]),
          filter.machineId,
          (machineId) => onChange({ ...filter, machineId }),
        )}
      {choose(
        'Kind',
        'Everything',
        journalKinds.map((kind) => [kind, kindWords[kind]]),
        filter.kind,
        (kind) => onChange({ ...filter, kind }),
      )}
      {choose(
        'Outcome',
        'Any outcome',
        journalOutcomes.map((outcome) => [outcome, outcomeLooks[outcome].word]),
        filter.outcome,
        (outcome) => onChange({ ...filter, outcome }),
      )}
      <NativeSelect
        aria-label="Time"
        className={classes['choice'] ?? ''}
        value={filter.time}
        data={timeChoices.map((value) => ({ value, label: timeWords[value] }))}
        onChange={(event) => {
          const time = timeChoices.find((name) => name === event.currentTarget.value);
          if (time !== undefined) onChange({ ...filter, time });
        }}
      />
      {filter.time === 'custom' && (
        <>
          {day('From day', filter.fromDay, (fromDay) => onChange({ ...filter, fromDay }))}
          {day('To day', filter.toDay, (toDay) => onChange({ ...filter, toDay }))}
        </>
      )}
      {isFiltered(filter, ownMachine) && (
        <Button emphasis="quiet" onPress={() => onChange({ ...noFilter, machineId: ownMachine })}>
          Clear filters
        </Button>
      )}
    </form>
  );
}

function day(label: string, value: string, onChange: (text: string) => void) {
  return (
    <TextInput
      type="date"
      aria-label={label}
      className={classes['day'] ?? ''}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** One of what is known, or any. */
function choose<T extends string>(
  label: string,
  any: string,
  known: readonly (readonly [T, string])[],
  chosen: T | null,
  set: (value: T | null) => void,
) {
  return (
    <NativeSelect
      aria-label={label}
      className={classes['choice'] ?? ''}
      value={chosen ?? ''}
      data={[
        { value: '', label: any },
        ...known.map(([value, words]) => ({ value, label: words })),
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        set(known.find(([name]) => name === value)?.[0] ?? null);
      }}
    />
  );
}
