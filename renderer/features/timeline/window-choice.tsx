import { classNames } from '../../ui/button.tsx';
import { fiveMinutesView, type TimeView, wholeView } from './time-view.ts';
import classes from './timeline.module.css';

interface WindowChoiceProps {
  readonly view: TimeView;
  readonly wholeLabel: string;
  readonly onChange: (view: TimeView) => void;
}

/** The two windows wanted most. Neither is pressed while another stretch is looked at. */
export function WindowChoice({ view, wholeLabel, onChange }: WindowChoiceProps) {
  const choices = [
    { label: '5 min', choice: fiveMinutesView },
    { label: wholeLabel, choice: wholeView },
  ] as const;
  return (
    <fieldset className={classes['segments']} aria-label="Time shown">
      {choices.map(({ label, choice }) => {
        const pressed = JSON.stringify(view) === JSON.stringify(choice);
        return (
          <button
            key={label}
            type="button"
            aria-pressed={pressed}
            className={classNames(classes['segment'], pressed && classes['pressed'])}
            onClick={() => onChange(choice)}
          >
            {label}
          </button>
        );
      })}
    </fieldset>
  );
}
