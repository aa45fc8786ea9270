import { X } from 'lucide-react';
import type { IconName } from '../model/icon-name.ts';
import type { OutcomeModel } from '../model/outcome.ts';
import { classNames } from './button.tsx';
import { Icon } from './icon.tsx';
import classes from './outcome-line.module.css';

const icons: Readonly<Record<OutcomeModel['tone'], IconName>> = {
  working: 'working',
  ok: 'check',
  warn: 'unknown',
  err: 'error',
};

interface OutcomeLineProps {
  readonly outcome: OutcomeModel;
  readonly onDismiss: (id: string) => void;
  readonly onDetails: (id: NonNullable<OutcomeModel['detailsOf']>) => void;
}

/** How the last action is doing or how it ended. */
export function OutcomeLine({ outcome, onDismiss, onDetails }: OutcomeLineProps) {
  const { dismissId, detailsOf } = outcome;
  return (
    <div className={classNames(classes['outcome'], classes[outcome.tone])}>
      <Icon name={icons[outcome.tone]} />
      <p className={classes['text']}>
        {outcome.text}
        {outcome.remedy !== '' && <span className={classes['remedy']}> {outcome.remedy}</span>}{' '}
        {detailsOf !== null && (
          <button type="button" className={classes['details']} onClick={() => onDetails(detailsOf)}>
            Details
          </button>
        )}
      </p>
      {dismissId !== null && (
        <button
          type="button"
          className={classes['dismiss']}
          aria-label="Dismiss"
          onClick={() => onDismiss(dismissId)}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
