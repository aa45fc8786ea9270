import type { ReactNode } from 'react';
import type { AccessLevel } from '../../shared/access-level.ts';
import { atLeast } from '../../shared/access-level.ts';
import type { Figure } from '../format/duration.ts';
import type { Status } from '../model/status.ts';
import { classNames } from './button.tsx';
import { Icon } from './icon.tsx';
import classes from './status-band.module.css';
import { LevelBadge, SimulatedBadge } from './words.tsx';

interface StatusBandProps {
  readonly name: string;
  readonly href: string;
  readonly status: Status;
  readonly level: AccessLevel | null;
  readonly levelLeft: string;
  readonly simulated: boolean;
  readonly unread: boolean;
  readonly figure: (Figure & { readonly caption: string }) | null;
  readonly menu: ReactNode;
}

/** The coloured head of a card: what the machine is and how it is, readable from across the room. */
export function StatusBand(props: StatusBandProps) {
  const { name, href, status, level, levelLeft, simulated, unread, figure, menu } = props;
  const levelFirst = !simulated || (level !== null && atLeast(level, 'Controller'));
  return (
    <header className={classNames(classes['band'], classes[status.tone])}>
      <span className={classNames(classes['symbol'], classes['tinted'])}>
        <Icon name={status.icon} size={36} strokeWidth={1.6} />
      </span>
      <div>
        <div className={classes['name']}>
          <h2 className={classes['label']}>
            <a href={href} title={name}>
              {name}
            </a>
          </h2>
          {/* What does not fit wraps out of sight, the least important last. */}
          {level !== null && levelFirst && <LevelBadge level={level} left={levelLeft} />}
          {unread && <span className={classes['new']}>New</span>}
          {simulated && <SimulatedBadge />}
          {level !== null && !levelFirst && <LevelBadge level={level} left={levelLeft} />}
        </div>
        <div className={classNames(classes['state'], classes['tinted'])}>
          <span>{status.word}</span>
          <Beside status={status} />
        </div>
      </div>
      <div className={classes['figure']}>
        {figure !== null && (
          <>
            <b>
              {figure.value}
              <small>{figure.unit}</small>
            </b>
            <span>{figure.caption}</span>
          </>
        )}
      </div>
      {menu}
    </header>
  );
}

function Beside({ status }: { readonly status: Status }) {
  if (status.live && status.freshness === 'stale')
    return (
      <span className={classNames(classes['activity'], classes['stale'])}>
        <Icon name="clock" size={14} />
        <span>stale</span>
      </span>
    );
  if (status.activity === null) return null;
  return (
    <span className={classes['activity']}>
      {status.activity === 'Acquiring' && <Icon name="camera" />}
      <span>{status.activity}</span>
    </span>
  );
}
