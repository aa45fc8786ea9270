import { type LineGroup, lineGroups, type LineLog } from '../../stores/line-log.ts';
import { Icon } from '../../ui/icon.tsx';
import classes from './console.module.css';
import type { LineFilter } from './transcript-rows.ts';

const groupWords: Readonly<Record<LineGroup, string>> = {
  commands: 'Commands',
  replies: 'Replies',
  errors: 'Errors',
  messages: 'Messages',
};

interface FilterBarProps {
  readonly log: LineLog;
  readonly filter: LineFilter;
  readonly onChange: (filter: LineFilter) => void;
}

/** Which kinds of lines are shown, each with how many there are. */
export function FilterBar({ log, filter, onChange }: FilterBarProps) {
  const { own, hiddenTopics } = filter;
  return (
    <div className={classes['chips']} role="toolbar" aria-label="Filter">
      {lineGroups.map((group) => {
        const counts = log.count(group);
        return (
          <Chip
            key={group}
            on={filter.groups.has(group)}
            label={groupWords[group]}
            count={counts.others + (own ? counts.own : 0)}
            onToggle={() => onChange(withGroup(filter, group))}
          />
        );
      })}
      <Chip
        on={own}
        label="QuantDeck’s own"
        count={null}
        onToggle={() => onChange({ ...filter, own: !own })}
      />
      {hiddenTopics.size > 0 && (
        <Chip
          on
          label={`${hiddenTopics.size === 1 ? '1 topic' : `${hiddenTopics.size} topics`} hidden`}
          count={null}
          onToggle={() => onChange({ ...filter, hiddenTopics: new Set() })}
        />
      )}
      {filter.clearedUpTo > 0 && (
        <Chip
          on
          label="Cleared"
          count={null}
          onToggle={() => onChange({ ...filter, clearedUpTo: 0 })}
        />
      )}
    </div>
  );
}

/** The filter with one group switched over. */
export function withGroup(filter: LineFilter, group: LineGroup): LineFilter {
  const groups = new Set(filter.groups);
  if (!groups.delete(group)) groups.add(group);
  return { ...filter, groups };
}

interface ChipProps {
  readonly on: boolean;
  readonly label: string;
  readonly count: number | null;
  readonly onToggle: () => void;
}

function Chip({ on, label, count, onToggle }: ChipProps) {
  return (
    <button type="button" className={classes['chip']} aria-pressed={on} onClick={onToggle}>
      {on && <Icon name="check" />}
      {label}
      {count !== null && <b>{count.toLocaleString('en')}</b>}
    </button>
  );
}
