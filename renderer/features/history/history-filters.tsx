import { NativeSelect, TextInput } from '@mantine/core';
import { runOutcomes, type RunPage } from '../../../shared/run-history.ts';
import { visibleText } from '../../format/visible-text.ts';
import { Button } from '../../ui/button.tsx';
import { timeChoices, type TimeChoice } from '../activity/selection.ts';
import { type HistoryFilter, isNarrowed, noHistoryFilter } from './history-filter.ts';
import { outcomeLook } from './history-model.ts';
import classes from './history.module.css';

const timeWords: Readonly<Record<TimeChoice, string>> = {
  all: 'All time',
  today: 'Today',
  week: 'Last 7 days',
  month: 'Last 30 days',
  custom: 'From … to …',
};

interface HistoryFiltersProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
  readonly machines: RunPage['machines'];
}

/** The choice of the runs that are listed. */
export function HistoryFilters({ filter, onChange, machines }: HistoryFiltersProps) {
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
        placeholder="Search runs, notes, machines, protocols"
        maxLength={200}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="Machine"
        className={classes['machineChoice'] ?? ''}
        value={filter.machineId ?? ''}
        data={[
          { value: '', label: 'All machines' },
          ...machines.map(({ id, name }) => ({ value: id, label: visibleText(name) })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const machineId = machines.find(({ id }) => id === value)?.id ?? null;
          onChange({ ...filter, machineId });
        }}
      />
      <NativeSelect
        aria-label="Outcome"
        value={filter.outcome ?? ''}
        data={[
          { value: '', label: 'Any outcome' },
          ...runOutcomes.map((outcome) => ({ value: outcome, label: outcomeLook(outcome).word })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange({ ...filter, outcome: runOutcomes.find((known) => known === value) ?? null });
        }}
      />
      <NativeSelect
        aria-label="Time"
        value={filter.time}
        data={timeChoices.map((value) => ({ value, label: timeWords[value] }))}
        onChange={(event) => {
          const time = timeChoices.find((name) => name === event.currentTarget.value);
          if (time !== undefined) onChange({ ...filter, time });
        }}
      />
      {filter.time === 'custom' && (
        <>
          <TextInput
            type="date"
            aria-label="From day"
            value={filter.fromDay}
            onChange={(event) => onChange({ ...filter, fromDay: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label="To day"
            value={filter.toDay}
            onChange={(event) => onChange({ ...filter, toDay: event.currentTarget.value })}
          />
        </>
      )}
      {isNarrowed(filter) && (
        <Button emphasis="quiet" onPress={() => onChange(noHistoryFilter)}>
          Clear filters
        </Button>
      )}
    </form>
  );
}
