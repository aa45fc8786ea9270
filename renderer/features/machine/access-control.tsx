import { Tooltip, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { commandButton } from '../../model/button.ts';
import type { Moment } from '../../model/engine.ts';
import { type HolderModel, holdersOf, leaseEndsSoon, leaseLeft } from '../../model/lease.ts';
import { classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LevelBadge } from '../../ui/words.tsx';
import { MachineButton } from '../action/machine-button.tsx';
import classes from './access-control.module.css';
import { LevelSwitch } from './level-switch.tsx';

interface AccessControlProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** The level held now, how to hold Controller or give it back, and who else holds it. */
export function AccessControl({ snapshot, moment }: AccessControlProps) {
  const { connection, lease, id } = snapshot;
  return (
    <div className={classes['access']}>
      <div className={classes['row']}>
        {connection.kind === 'ready' && (
          <LevelBadge level={connection.level} left={leaseLeft(snapshot, moment)} />
        )}
        <LevelSwitch snapshot={snapshot} moment={moment} />
      </div>
      {lease !== null && (
        <div className={classes['row']}>
          <p
            className={classNames(
              classes['left'],
              leaseEndsSoon(snapshot, moment) && classes['soon'],
            )}
          >
            <Icon name="clock" />
            <span>
              {lease.exclusive ? 'Exclusive ' : ''}
              {lease.level} released in <b>{leaseLeft(snapshot, moment)}</b>
            </span>
          </p>
          <MachineButton
            machineId={id}
            button={commandButton('lease-extend', 'Keep 5 min more', 'clock', moment)}
            small
          />
          <MachineButton
            machineId={id}
            button={commandButton('lease-release', 'Release now', 'check', moment)}
            small
          />
        </div>
      )}
      <div className={classes['lines']}>
        {lease !== null && (
          <p className={classes['line']}>The vendor’s software starts no runs meanwhile.</p>
        )}
        {holdersOf(snapshot).map((holder) => (
          <Holder key={holder.key} holder={holder} />
        ))}
      </div>
    </div>
  );
}

/** Another session in one line; what it blocks is one hover or focus away, and in full beside the run where it hinders. */
function Holder({ holder }: { readonly holder: HolderModel }) {
  const id = useId();
  return (
    <p className={classNames(classes['line'], holder.exclusive && classes['exclusive'])}>
      {holder.exclusive && <Icon name="lock" size={14} />}
      {holder.text}{' '}
      <Tooltip
        label={holder.blocks}
        events={{ hover: true, focus: true, touch: true }}
        multiline
        maw={280}
      >
        <button type="button" className={classes['why']} aria-describedby={id}>
          What it blocks
        </button>
      </Tooltip>
      <VisuallyHidden id={id}>{holder.blocks}</VisuallyHidden>
    </p>
  );
}
