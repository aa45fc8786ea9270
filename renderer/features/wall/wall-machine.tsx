import { ProgressBar } from '../../ui/chart.tsx';
import { classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { WallCard } from './wall-model.ts';
import classes from './wall.module.css';

/** Letters of a name that fit into one line of the usual size. */
const longName = 22;

/** One machine on the wall. All its type grows and shrinks with its room. */
export function WallMachine({ card }: { readonly card: WallCard }) {
  const { name, tone, figure, second, third, place, progress, heard, stale } = card;
  return (
    <article className={classNames(classes['card'], classes[tone])} aria-label={name}>
      <div className={classes['inner']}>
        <div className={classes['state']}>
          <Icon name={card.icon} size={24} strokeWidth={2} className={classes['symbol']} />
          <b>{card.word}</b>
          {card.activity !== '' && <span>{card.activity}</span>}
        </div>
        <h2 title={name} className={name.length > longName ? classes['long'] : undefined}>
          {name}
          {card.simulated && <small> simulated</small>}
        </h2>
        <div className={classes['figures']}>
          {figure !== null && (
            <p className={classes['figure']}>
              {figure.value}
              <small>
                {figure.unit} {figure.caption}
              </small>
            </p>
          )}
          {second !== '' && (
            <p className={classNames(classes['second'], figure === null && classes['alone'])}>
              {second}
            </p>
          )}
        </div>
        {progress !== null && (
          <div className={classes['bar']}>
            <ProgressBar progress={progress} />
          </div>
        )}
        <p className={classes['third']} title={third}>
          {third}
        </p>
        <p className={classes['foot']}>
          <span>{place}</span>
          <span className={classNames(classes['heard'], stale && classes['stale'])}>
            {stale && <Icon name="clock" size={24} />}
            {heard}
          </span>
        </p>
      </div>
    </article>
  );
}
