import type { ReactNode } from 'react';
import type { ValueModel } from '../model/values.ts';
import { classNames } from './button.tsx';
import classes from './reading.module.css';
import { AgeLabel, agedClass } from './words.tsx';

interface ReadingProps {
  readonly value: ValueModel;
  /** Leaves out the age where another label beside it already tells the same one. */
  readonly ageElsewhere?: boolean;
  /** A picture to the right of the value. Beside it, an old value's age takes the place of its second line. */
  readonly beside?: ReactNode;
}

/** One labelled value for a `dl`: below it its second line, and its age as soon as it is old. */
export function Reading({ value, ageElsewhere = false, beside }: ReadingProps) {
  const { age } = value;
  const shown = age !== null && age.freshness !== 'fresh' && !ageElsewhere ? age : null;
  return (
    <div className={classNames(classes['reading'], beside !== undefined && classes['split'])}>
      <dt>{value.label}</dt>
      <dd className={agedClass(age)}>{value.text}</dd>
      {value.sub !== '' && (beside === undefined || shown === null) && (
        <dd className={classNames(classes['sub'], agedClass(age))}>{value.sub}</dd>
      )}
      {shown !== null && (
        <dd className={classes['sub']}>
          <AgeLabel age={shown} />
        </dd>
      )}
      {beside !== undefined && <dd className={classes['beside']}>{beside}</dd>}
    </div>
  );
}
