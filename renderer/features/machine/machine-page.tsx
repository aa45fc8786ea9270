import { Tabs } from '@mantine/core';
import type { MachineSnapshot } from '../../../shared/machine.ts';
import type { MachineId } from '../../../shared/units.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { Moment } from '../../model/engine.ts';
import { machineStatus } from '../../model/status.ts';
import { ageOf } from '../../model/values.ts';
import { go, type MachineTab, machineTabs, routeHref } from '../../stores/router.ts';
import { useMachine, useMoment } from '../../stores/use-services.ts';
import { Icon } from '../../ui/icon.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { AgeLabel, SimulatedBadge } from '../../ui/words.tsx';
import { ConsoleView } from '../console/console-view.tsx';
import { ActivityView } from '../activity/activity-view.tsx';
import { AccessControl } from './access-control.tsx';
import { ConnectionTab } from './connection-tab.tsx';
import classes from './machine.module.css';
import { RunTab } from './run-tab.tsx';
import { sessionFacts } from './session-facts.ts';
import { useRunWatch } from './use-run-watch.ts';

const tabWords: Readonly<Record<MachineTab, string>> = {
  run: 'Run',
  console: 'Console',
  connection: 'Connection',
  activity: 'Activity',
};

interface MachinePageProps {
  readonly id: MachineId;
  readonly tab: MachineTab;
}

/** Everything about one machine. */
export function MachinePage({ id, tab }: MachinePageProps) {
  const moment = useMoment();
  const machine = useMachine(id);
  const watch = useRunWatch(id);
  if (machine === null)
    return (
      <div className={classes['narrow']}>
        <h1>No such machine</h1>
        <p>
          It was removed. <a href={routeHref({ kind: 'machines' })}>Back to all machines</a>
        </p>
      </div>
    );
  return (
    <div className={classes['page']}>
      <PageHead machine={machine} moment={moment} />
      <Tabs
        className={classes['tabs'] ?? ''}
        value={tab}
        keepMounted={false}
        onChange={(value) =>
          go({ kind: 'machine', id, tab: machineTabs.find((name) => name === value) ?? 'run' })
        }
      >
        <Tabs.List className={classes['list'] ?? ''}>
          {machineTabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {tabWords[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="run" className={classes['tab'] ?? ''}>
          <RunTab machine={machine} moment={moment} watch={watch} />
        </Tabs.Panel>
        <Tabs.Panel value="console" className={`${classes['tab']} ${classes['console']}`}>
          <ConsoleView snapshot={machine} />
        </Tabs.Panel>
        <Tabs.Panel value="connection" className={classes['tab'] ?? ''}>
          <ConnectionTab snapshot={machine} moment={moment} />
        </Tabs.Panel>
        <Tabs.Panel value="activity" className={`${classes['tab']} ${classes['activity']}`}>
          <ActivityView machineId={id} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

interface PageHeadProps {
  readonly machine: MachineSnapshot;
  readonly moment: Moment;
}

function PageHead({ machine, moment }: PageHeadProps) {
  const status = machineStatus(machine, moment);
  const heard = ageOf(machine.heardAt, moment);
  return (
    <header className={classes['head']}>
      <div className={classes['who']}>
        <div className={classes['first']}>
          <h1>{visibleText(machine.settings.name)}</h1>
          <StateWord status={status} />
          {status.activity !== null && (
            <span className={classes['sub']}>
              {status.activity === 'Acquiring' && <Icon name="camera" />}
              {status.activity}
            </span>
          )}
          {machine.settings.kind === 'simulated' && <SimulatedBadge />}
          {heard !== null && (
            <AgeLabel
              age={heard}
              prefix={heard.freshness === 'fresh' ? 'heard ' : 'stale, last heard '}
            />
          )}
        </div>
        <p className={classes['facts']}>{sessionFacts(machine).join(' · ')}</p>
      </div>
      <AccessControl snapshot={machine} moment={moment} />
    </header>
  );
}
