import type { Readings } from '../../../shared/readings.ts';
import { formatDegrees } from '../../format/temperature.ts';
import type { Moment } from '../../model/engine.ts';
import { ageOf, neverRead } from '../../model/values.ts';
import { AgeLabel, agedClass } from '../../ui/words.tsx';
import classes from './machine.module.css';

interface ZonesPanelProps {
  readonly readings: Readings;
  readonly moment: Moment;
}

/** Set, block and sample temperature of each zone. */
export function ZonesPanel({ readings, moment }: ZonesPanelProps) {
  const block = readings.temperatures?.value.block ?? [];
  const sample = readings.temperatures?.value.sample ?? [];
  const set = readings.setPoints?.value.zones ?? [];
  const zones = Math.max(block.length, sample.length, set.length);
  const age = ageOf(readings.temperatures?.at ?? null, moment);
  const setAge = ageOf(readings.setPoints?.at ?? null, moment);
  return (
    <section className={classes['panel']} aria-labelledby="zones">
      <div className={classes['panelHead']}>
        <h2 id="zones">Zones, °C</h2>
        {age !== null && (
          <span className={classes['push']}>
            <AgeLabel age={age} />
          </span>
        )}
      </div>
      {zones === 0 ? (
        <p className={classes['calm']}>Not read yet.</p>
      ) : (
        <table className={classes['zones']}>
          <thead>
            <tr>
              <th scope="col">Zone</th>
              <th scope="col">Set</th>
              <th scope="col">Block</th>
              <th scope="col">Sample</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: zones }, (_, index) => (
              <tr key={`zone ${index + 1}`}>
                <th scope="row">Zone {index + 1}</th>
                <td>
                  <span className={agedClass(setAge)}>{cell(set, index)}</span>
                </td>
                <td>
                  <span className={agedClass(age)}>{cell(block, index)}</span>
                </td>
                <td>
                  <span className={agedClass(age)}>{cell(sample, index)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {setAge !== null && setAge.freshness !== 'fresh' && setAge.text !== age?.text && (
        <p className={classes['line']}>
          <AgeLabel age={setAge} prefix="Set points: " />
        </p>
      )}
    </section>
  );
}

function cell(values: readonly number[], index: number): string {
  const value = values[index];
  return value === undefined ? neverRead : formatDegrees(value);
}
