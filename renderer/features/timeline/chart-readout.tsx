import { formatDegrees } from '../../format/temperature.ts';
import { classNames } from '../../ui/button.tsx';
import { type Readout, rangeWords } from './readout.ts';
import type { ShownLines } from './scene.ts';
import classes from './timeline.module.css';

interface ChartReadoutProps {
  readonly readout: Readout;
  /** Of the cursor, in CSS pixels from the plot's left edge. */
  readonly place: number;
  /** Of the plot, in CSS pixels. */
  readonly width: number;
  readonly shown: ShownLines;
}

/** The cursor's line, and a card with what the lines say there; on the side with more room. */
export function ChartReadout({ readout, place, width, shown }: ChartReadoutProps) {
  const left = place > width / 2;
  const { set, notes } = readout;
  const rows = readout.readings.filter(
    ({ quantity, celsius }) => shown[quantity] && celsius !== null,
  );
  const measured = rows.length > 0;
  return (
    <div className={classes['readout']} aria-hidden="true">
      <div className={classes['cursor']} style={{ left: place }} />
      <div
        className={classes['card']}
        style={left ? { right: width - place + 10 } : { left: place + 10 }}
      >
        <p>
          <b>{readout.time}</b>
          {notes.length > 0 && ` · ${notes.join(' · ')}`}
        </p>
        {measured ? (
          <table>
            <tbody>
              {rows.map(({ quantity, label, celsius, zones }) => (
                <tr key={quantity}>
                  <th scope="row">
                    <svg viewBox="0 0 22 8">
                      <path
                        className={classNames(classes['stroke'], classes[quantity])}
                        d="M0 4H22"
                      />
                    </svg>
                    {label}
                  </th>
                  <td>{formatDegrees(celsius ?? 0)} °C</td>
                  {zones.length > 1 && <td className={classes['zones']}>{rangeWords(zones)}</td>}
                </tr>
              ))}
              {shown.setPoints && set.zones.length > 0 && (
                <tr>
                  <th scope="row">
                    <svg viewBox="0 0 22 8">
                      <path
                        className={classNames(classes['stroke'], classes['setPoints'])}
                        d="M0 4H22"
                      />
                    </svg>
                    Set
                  </th>
                  <td>{rangeWords(set.zones)} °C</td>
                </tr>
              )}
            </tbody>
          </table>
        ) : (
          <p className={classes['none']}>Nothing measured</p>
        )}
      </div>
    </div>
  );
}
