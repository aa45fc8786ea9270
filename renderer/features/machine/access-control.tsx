import { atLeast } from '../../../shared/access-level.ts';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import { commandButton } from '../../model/button.ts';
import type { Moment } from '../../model/engine.ts';
import { leaseLeft } from '../../model/lease.ts';
import { LevelBadge } from '../../ui/words.tsx';
import { MachineButton } from '../action/machine-button.tsx';
import classes from './machine.module.css';

interface AccessControlProps {
  readonly snapshot: MachineSnapshot;
  readonly moment: Moment;
}

/** The level held now, how long it is still held, and who else holds one. */
export function AccessControl({ snapshot, moment }: AccessControlProps) {
  const { connection, lease, others, settings, id } = snapshot;
  const holders = others.filter((other) => atLeast(other.level, 'Controller'));
  const mayHold = connection.kind === 'ready' && atLeast(settings.cap, 'Controller');
  const buttons =
    lease === null
      ? mayHold
        ? [commandButton('lease-take', 'Hold Controller 5 min', 'key', moment)]
        : []
      : [
          commandButton('lease-extend', 'Keep 5 min more', 'clock', moment),
          commandButton('lease-release', 'Release now', 'check', moment),
        ];
  return (
    <div className={classes['access']}>
      <div className={classes['hold']}>
        {connection.kind === 'ready' && <LevelBadge level={connection.level} />}
        {buttons.map((button) => (
          <MachineButton key={button.name} machineId={id} button={button} small />
        ))}
      </div>
      {lease !== null && (
        <p>
          {lease.level} released in <b>{leaseLeft(snapshot, moment)}</b>. This blocks the vendor’s
          software.
        </p>
      )}
      {holders.map((other) => (
        <p key={other.session}>
          Session {other.session} also holds {other.level}
          {other.exclusive ? ' exclusively' : ''}
        </p>
      ))}
    </div>
  );
}
