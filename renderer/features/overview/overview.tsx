import { useMemo } from 'react';
import type { MachineSnapshot, TracePoint } from '../../../shared/machine.ts';
import { formatTime } from '../../format/time.ts';
import type { IconName } from '../../model/icon-name.ts';
import { engineStopped } from '../../model/engine.ts';
import { countMachines, machinesInOrder } from '../../stores/panel-selectors.ts';
import { useMoment, usePanel } from '../../stores/use-services.ts';
import { speak } from '../../ui/announcer.ts';
import { Button, classNames } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LockedButton } from '../../ui/locked-button.tsx';
import { useShellPresses } from '../action/use-shell-presses.ts';
import { enterWall } from '../wall/enter-wall.ts';
import { Welcome } from '../welcome/welcome.tsx';
import { MachineCard } from './machine-card.tsx';
import classes from './overview.module.css';

const noTrace: readonly TracePoint[] = [];
/** Up to this many cards grow on a large screen; more stay small, so that more of them are seen at once. */
const roomForLarge = 6;

/** Every machine at a glance. */
export function Overview() {
  const moment = useMoment();
  const replica = usePanel((state) => state.replica);
  const machines = useMemo(
    () => machinesInOrder({ link: { kind: 'up' }, replica, loadFailure: null }),
    [replica],
  );
  const shell = useShellPresses();
  const stopped = moment.engine === 'down';
  return (
    <div className={classNames(classes['page'], machines.length <= roomForLarge && 'qd-room')}>
      <header className={classes['head']}>
        <h1>Machines</h1>
        <Counts machines={machines} moment={moment} />
        <div className={classes['right']}>
          <span className={classes['clock']}>{formatTime(moment.now)}</span>
          <Button icon="wall" onPress={enterWall}>
            Wall view
          </Button>
          {stopped ? (
            <LockedButton name="Add machine" reason={engineStopped} onExplain={speak} />
          ) : (
            <Button icon="add" onPress={shell.addMachine}>
              Add machine
            </Button>
          )}
        </div>
      </header>
      {replica !== null && !replica.preferences.welcome.seen && <Welcome machines={machines} />}
      {machines.length === 0 && replica !== null ? (
        <div className={classes['empty']}>
          <h2>No machines yet</h2>
          <p>Add the first one, or practise on a simulated one.</p>
          <div className={classes['row']}>
            <Button icon="add" emphasis="filled" onPress={shell.addMachine}>
              Add a machine
            </Button>
            <Button onPress={shell.addSimulated}>Add the practice machine</Button>
          </div>
        </div>
      ) : (
        <div className={classNames(classes['grid'], machines.length < 3 && classes['few'])}>
          {machines.map((machine) => (
            <MachineCard
              key={machine.id}
              snapshot={machine}
              trace={replica?.traces[machine.id] ?? noTrace}
              now={moment.now}
              engine={moment.engine}
              controls={moment.controls ?? 'open'}
            />
          ))}
        </div>
      )}
    </div>
  );
}

interface CountsProps {
  readonly machines: readonly MachineSnapshot[];
  readonly moment: ReturnType<typeof useMoment>;
}

function Counts({ machines, moment }: CountsProps) {
  const counts = countMachines(machines, moment);
  return (
    <ul className={classes['counts']} aria-label="Summary">
      {counts.running > 0 && <Count icon="running" tone="ok" text={`${counts.running} running`} />}
      {counts.attention > 0 && (
        <Count
          icon="attention"
          tone="warn"
          text={`${counts.attention} ${counts.attention === 1 ? 'needs' : 'need'} attention`}
        />
      )}
      {counts.offline > 0 && (
        <Count icon="offline" tone="idle" text={`${counts.offline} offline`} />
      )}
    </ul>
  );
}

interface CountProps {
  readonly icon: IconName;
  readonly tone: 'ok' | 'warn' | 'idle';
  readonly text: string;
}

function Count({ icon, tone, text }: CountProps) {
  return (
    <li>
      <Icon name={icon} size={18} className={classes[tone]} />
      {text}
    </li>
  );
}
