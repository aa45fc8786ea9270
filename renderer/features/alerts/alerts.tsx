import { useState } from 'react';
import { type Alert, alertWords } from '../../../shared/alert.ts';
import { formatMoment } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { go } from '../../stores/router.ts';
import { useNow, usePanel, useServices } from '../../stores/use-services.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { alertLook } from './alert-look.ts';
import classes from './alerts.module.css';

const none: readonly Alert[] = [];

/** Alerts shown at once; the others are counted. */
const mostShown = 3;

/** What a person has been told and has not dismissed, over the corner of the view. */
export function Alerts() {
  const services = useServices();
  const open = usePanel((state) => state.replica?.alerts.open ?? none);
  const [folded, setFolded] = useState(false);
  const dismiss = (alerts: readonly Alert[]): void =>
    void services.bridge.ask('alerts.dismiss', { ids: alerts.map(({ id }) => id) });

  const shown = folded ? none : open.toReversed().slice(0, mostShown);
  const rest = open.length - shown.length;
  return (
    <section className={classes['stack']} aria-label="Open alerts">
      <div className={classes['cards']} aria-live="polite">
        {shown.map((alert) => (
          <AlertCard key={alert.id} alert={alert} onDismiss={() => dismiss([alert])} />
        ))}
      </div>
      {(open.length > 1 || folded) && open.length > 0 && (
        <div className={classes['bar']}>
          <span>{folded ? countWords(open.length) : rest > 0 ? `and ${rest} more` : ''}</span>
          <Button small emphasis="quiet" onPress={() => setFolded(!folded)}>
            {folded ? 'Show' : 'Fold'}
          </Button>
          <Button small emphasis="quiet" onPress={() => dismiss(open)}>
            Dismiss all
          </Button>
        </div>
      )}
    </section>
  );
}

function AlertCard({
  alert,
  onDismiss,
}: {
  readonly alert: Alert;
  readonly onDismiss: () => void;
}) {
  const now = useNow();
  const { machineId } = alert;
  const isListed = usePanel(
    (state) => machineId !== null && machineId in (state.replica?.machines ?? {}),
  );
  const { title, body } = alertWords(alert);
  const name = visibleText(alert.machineName);
  const { icon, tone } = alertLook(alert.event);
  return (
    <article className={classNames(classes['card'], classes[tone])}>
      <Icon name={icon} size={20} />
      <div className={classes['words']}>
        <p className={classes['title']} title={title}>
          {/* A long name gives way: what happened must be read. */}
          <span>{name}</span>
          <span>{title.slice(name.length)}</span>
        </p>
        <p>{body}</p>
        <div className={classes['foot']}>
          <p className={classes['when']}>
            {formatMoment(alert.at, now)}
            {alert.quiet && ', in the quiet hours'}
          </p>
          {isListed && machineId !== null && (
            <Button
              small
              label={`Open ${alert.machineName}`}
              onPress={() => go({ kind: 'machine', id: machineId, tab: 'run' })}
            >
              Open
            </Button>
          )}
          <Button small label={`Dismiss: ${title}`} onPress={onDismiss}>
            Dismiss
          </Button>
        </div>
      </div>
    </article>
  );
}

function countWords(count: number): string {
  return count === 1 ? '1 alert' : `${count} alerts`;
}
