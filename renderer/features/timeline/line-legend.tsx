import { freshness } from '../../../shared/freshness.ts';
import type { Instant } from '../../../shared/units.ts';
import { formatDegrees, meanOf } from '../../format/temperature.ts';
import { classNames } from '../../ui/button.tsx';
import { latestReadings, rangeWords } from './readout.ts';
import type { ShownLines, TimelineMarks } from './scene.ts';
import type { Telemetry } from './series-buffer.ts';
import classes from './timeline.module.css';

interface LineLegendProps {
  readonly telemetry: Telemetry;
  readonly marks: TimelineMarks;
  readonly shown: ShownLines;
  /** This workstation's time; null where it does not matter how old values are. */
  readonly now: Instant | null;
  readonly onChange: (shown: ShownLines) => void;
}

/** The lines with their latest values; each is a switch. */
export function LineLegend({ telemetry, marks, shown, now, onChange }: LineLegendProps) {
  const items = latestReadings(telemetry)
    .filter(({ quantity }) => quantity !== 'heatsink' || shown.heatsink)
    .map(({ quantity, label, celsius }) => ({
      key: quantity as Exclude<keyof ShownLines, 'hiddenZones'>,
      label,
      value: celsius === null ? '–' : formatDegrees(celsius),
      spoken: celsius === null ? 'no value' : `${formatDegrees(celsius)} °C`,
    }));
  const heardAt = (telemetry.at.at(-1) ?? null) as Instant | null;
  const old = now !== null && heardAt !== null && freshness(heardAt, now) !== 'fresh';
  const set = marks.setPoints.at(-1)?.zones ?? [];
  const mean = meanOf(set);
  if (marks.setPoints.length > 0)
    items.push({
      key: 'setPoints',
      label: 'Set',
      value: mean === null ? 'off' : rangeWords(set),
      spoken: mean === null ? 'off' : `${rangeWords(set)} °C`,
    });
  return (
    <ul className={classes['legend']} aria-label="Lines">
      {items.map(({ key, label, value, spoken }) => (
        <li key={key}>
          <button
            type="button"
            className={classNames(classes['line'], !shown[key] && classes['hidden'])}
            aria-pressed={shown[key]}
            aria-label={old ? `${label}, last ${spoken}` : `${label}, ${spoken}`}
            onClick={() => onChange({ ...shown, [key]: !shown[key] })}
          >
            <svg viewBox="0 0 22 8" aria-hidden="true">
              <path className={classNames(classes['stroke'], classes[key])} d="M0 4H22" />
            </svg>
            {label} <b className={old ? classes['aged'] : undefined}>{value}</b>
          </button>
        </li>
      ))}
    </ul>
  );
}
